package weft.chain.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import weft.chain.block.BlockCandidate;
import weft.chain.fixture.AgreeingChains;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.VoteExtension;

/// What a Byzantine validator says.
final class Liar {
  private final SplittableRandom random;

  Liar(SplittableRandom random) {
    this.random = random;
  }

  /// An extension that is taken: at most 2048 bytes.
  Bytes extension(Bytes honest, BlsPrivateKey key) {
    Bytes attestation = VoteExtension.decode(honest).orElseThrow().attestation();
    return switch (random.nextInt(8)) {
      case 0 -> honest;
      case 6 ->
          new VoteExtension(attestation, 1_700_000_000_000L, List.of(Hash32.of(bytes(32))))
              .encode();
      case 1 -> new VoteExtension(attestation, 0).encode();
      case 2 -> new VoteExtension(attestation, Long.MAX_VALUE).encode();
      case 3 -> new VoteExtension(bytes(96), 1_700_000_000_000L).encode();
      case 4 ->
          new VoteExtension(key.sign(bytes(32)).bytes(), random.nextLong(Long.MAX_VALUE)).encode();
      case 5 -> honest.slice(0, random.nextInt(honest.size()));
      default -> bytes(random.nextInt(VoteExtension.MAX_SIZE + 1));
    };
  }

  /// An extension of any length, often about the longest that is taken.
  Bytes anything() {
    return bytes(random.nextBoolean() ? random.nextInt(2101) : 2000 + random.nextInt(101));
  }

  private Bytes bytes(int size) {
    byte[] raw = new byte[size];
    random.nextBytes(raw);
    return Bytes.wrap(raw);
  }

  /// A block with something done to its entries, most of the time nothing that is allowed.
  BlockCandidate spoilt(BlockCandidate block) {
    List<Bytes> entries = new ArrayList<>(block.entries());
    switch (random.nextInt(10)) {
      case 0 -> entries.clear();
      case 1 -> entries.subList(1, entries.size()).clear();
      case 2 -> entries.set(0, altered(entries.getFirst()));
      case 3 -> entries.set(1, altered(entries.get(1)));
      case 4, 5 -> entries.set(1, votes(ExtendedCommit.decode(entries.get(1))).encode());
      case 6 -> entries.add(bytes(random.nextInt(300)));
      case 7 -> entries.add(bytes(70_000));
      case 8 -> entries.removeLast();
      default -> entries.add(entries.get(random.nextInt(entries.size())));
    }
    return AgreeingChains.with(block, entries);
  }

  private Bytes altered(Bytes entry) {
    byte[] raw = entry.toArray();
    raw[random.nextInt(raw.length)] ^= (byte) (1 << random.nextInt(8));
    return Bytes.wrap(raw);
  }

  private ExtendedCommit votes(ExtendedCommit commit) {
    List<CommitVote> votes = new ArrayList<>(commit.votes());
    if (votes.isEmpty()) {
      return new ExtendedCommit(random.nextInt(3), votes);
    }
    int at = random.nextInt(votes.size());
    CommitVote vote = votes.get(at);
    switch (random.nextInt(6)) {
      case 0 -> votes.remove(at);
      case 1 -> Collections.swap(votes, at, random.nextInt(votes.size()));
      case 2 ->
          votes.set(
              at,
              CommitVote.without(
                  vote.validator(),
                  vote.power(),
                  random.nextInt(4) == 0 ? CommitVote.Kind.NIL : CommitVote.Kind.ABSENT));
      case 3 ->
          votes.replaceAll(
              one ->
                  one.kind().isForBlock() && random.nextBoolean()
                      ? CommitVote.without(
                          one.validator(), one.power(), CommitVote.Kind.COMMIT_WITHOUT_EXTENSION)
                      : one);
      case 4 ->
          votes.set(
              at,
              new CommitVote(
                  vote.validator(),
                  vote.power(),
                  CommitVote.Kind.COMMIT,
                  bytes(random.nextInt(200)),
                  bytes(64)));
      default -> {
        return new ExtendedCommit(commit.round() + 1 + random.nextInt(3), votes);
      }
    }
    return new ExtendedCommit(commit.round(), votes);
  }
}
