package weft.protocol.comet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.verdict.Verdict;

/// Hostile headers and commits. Honest ones, and one broken in each way, are in `comet.json`.
class CommitVerifierTest {
  private static final String CHAIN = "weft-7";

  /// Of three with equal power, more than two thirds are all three: every signature is needed.
  private static final List<Ed25519PrivateKey> KEYS =
      List.of(key("alice"), key("bob"), key("carol"));

  private static final CometValidators SET =
      CometValidators.of(KEYS.stream().map(key -> new CometValidator(key.publicKey(), 5)).toList());
  private static final CometHeader HEADER = header();
  private static final Bytes COMMIT = commit(HEADER).encode();

  private static Ed25519PrivateKey key(String name) {
    return Ed25519PrivateKey.fromSeed(Bytes.utf8(name));
  }

  private static Bytes hash(String text) {
    return Sha256.hash(Bytes.utf8(text)).bytes();
  }

  private static CometHeader header() {
    return new CometHeader(
        1,
        CHAIN,
        300,
        new CometTime(1_700_000_000, 5_000_000),
        new CometBlockId(hash("last"), 2, hash("last parts")),
        hash("votes"),
        hash("data"),
        SET.hash().bytes(),
        SET.hash().bytes(),
        hash("parameters"),
        hash("app"),
        Bytes.EMPTY,
        hash("evidence"),
        SET.validators().get(0).address().bytes());
  }

  private static CometCommit commit(CometHeader header) {
    CometBlockId block = new CometBlockId(header.hash().bytes(), 3, hash("parts"));
    List<CometVote> votes = new ArrayList<>();
    for (CometValidator validator : SET.validators()) {
      CometTime time = new CometTime(1_700_000_001, 7 * votes.size());
      Bytes signed = PrecommitSignBytes.of(CHAIN, header.height(), 1, block, time);
      Ed25519PrivateKey key =
          KEYS.stream().filter(k -> k.publicKey().equals(validator.key())).findAny().orElseThrow();
      votes.add(
          new CometVote(
              CometVote.Flag.COMMIT, validator.address().bytes(), time, key.sign(signed)));
    }
    return new CometCommit(header.height(), 1, block, votes);
  }

  private static Verdict<CometHeader> verify(Bytes header, Bytes commit) {
    return CommitVerifier.verify(CHAIN, header, commit, SET);
  }

  @Test
  void flippedBitsAreRefused() {
    Bytes header = HEADER.encode();
    assertThat(verify(header, COMMIT)).isEqualTo(Verdict.valid(HEADER));
    for (int bit = 0; bit < header.size() * 8; bit++) {
      assertThat(verify(flip(header, bit), COMMIT).isValid()).as("header bit %d", bit).isFalse();
    }
    // Not every one: each refused signature costs milliseconds.
    for (int bit = 0; bit < COMMIT.size() * 8; bit += 7) {
      assertThat(verify(header, flip(COMMIT, bit)).isValid()).as("commit bit %d", bit).isFalse();
    }
  }

  private static Bytes flip(Bytes bytes, int bit) {
    byte[] raw = bytes.toArray();
    raw[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.wrap(raw);
  }

  @Test
  void hostileBytesNeverThrowAndHaveOneEncoding() {
    Fuzz fuzz = Fuzz.few("commits", 20_000);
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      Bytes header = Bytes.wrap(mutator.mutate(HEADER.encode().toArray()));
      Bytes commit = Bytes.wrap(mutator.mutate(COMMIT.toArray()));
      verify(header, commit);
      assertOneEncoding(header, bytes -> CometHeader.decode(bytes).encode());
      assertOneEncoding(commit, bytes -> CometCommit.decode(bytes).encode());
      Bytes noise = Bytes.wrap(mutator.noise(300));
      assertOneEncoding(noise, bytes -> CometHeader.decode(bytes).encode());
      assertOneEncoding(noise, bytes -> CometCommit.decode(bytes).encode());
    }
  }

  private static void assertOneEncoding(Bytes bytes, UnaryOperator<Bytes> decodedAndEncoded) {
    try {
      assertThat(decodedAndEncoded.apply(bytes)).isEqualTo(bytes);
    } catch (MalformedException e) {
      assertThat(e).hasMessageContaining(e.field());
    }
  }

  @Test
  void onlyTheOneEncodingIsTaken() {
    assertRefused("a field twice", out -> out.varint(1, 300).varint(1, 300));
    assertRefused("fields out of order", out -> out.varint(2, 1).varint(1, 300));
    assertRefused("an unknown field", out -> out.varint(1, 300).varint(2, 1).varint(9, 1));
    assertRefused("a field of another type", out -> out.fixed64(1, 300));
    CometCommit good = CometCommit.decode(COMMIT);
    Bytes rest = COMMIT.slice(3, COMMIT.size() - 3);
    assertThat(COMMIT.slice(0, 3)).isEqualTo(Bytes.fromHex("08ac02"));
    assertMalformed("a long varint", Bytes.concat(Bytes.fromHex("08ac8200"), rest));
    assertMalformed(
        "a varint beyond 64 bits", Bytes.concat(Bytes.fromHex("08ac828080808080808002"), rest));
    assertMalformed("an endless varint", Bytes.concat(Bytes.fromHex("08" + "80".repeat(20)), rest));
    assertMalformed("a zero that is not left out", Bytes.concat(Bytes.fromHex("0800"), rest));
    assertMalformed("a length beyond the end", Bytes.concat(COMMIT, Bytes.fromHex("22ffffffff0f")));
    for (int size = 0; size < COMMIT.size(); size++) {
      Bytes cut = COMMIT.slice(0, size);
      try {
        assertThat(CometCommit.decode(cut).votes().size()).isLessThan(good.votes().size());
      } catch (MalformedException e) {
        assertThat(e.field()).isNotEmpty();
      }
    }
  }

  private static void assertRefused(String about, Consumer<ProtoWriter> beginning) {
    ProtoWriter out = new ProtoWriter();
    beginning.accept(out);
    assertMalformed(about, Bytes.concat(out.toBytes(), COMMIT.slice(3, COMMIT.size() - 3)));
  }

  private static void assertMalformed(String about, Bytes commit) {
    assertThatThrownBy(() -> CometCommit.decode(commit))
        .as(about)
        .isInstanceOf(MalformedException.class);
    assertThat(verify(HEADER.encode(), commit))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class, invalid -> assertThat(invalid.rule()).isEqualTo("COMET-5"));
  }

  @Test
  void moreVotesThanCometBftAllowsAreRefusedEarly() {
    List<CometVote> votes = new ArrayList<>();
    for (int i = 0; i <= CometValidators.MAX_VALIDATORS; i++) {
      votes.add(CometVote.ABSENT);
    }
    CometCommit good = CometCommit.decode(COMMIT);
    assertMalformed(
        "votes", new CometCommit(good.height(), good.round(), good.blockId(), votes).encode());
  }

  @Test
  void setsHaveLimits() {
    CometValidator alice = SET.validators().get(0);
    assertThatThrownBy(() -> CometValidators.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CometValidators.of(List.of(alice, alice)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CometValidator(alice.key(), 0))
        .isInstanceOf(IllegalArgumentException.class);
    CometValidator strong = new CometValidator(KEYS.get(1).publicKey(), Long.MAX_VALUE);
    assertThatThrownBy(() -> CometValidators.of(List.of(alice, strong)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SET.hash()).isNotEqualTo(Hash32.ZERO);
  }

  @Test
  void votesForAnotherBlockDoNotCount() {
    Mutator mutator = new Mutator(1);
    for (int i = 0; i < 50; i++) {
      CometHeader other =
          new CometHeader(
              HEADER.appVersion(),
              HEADER.chainId(),
              HEADER.height(),
              HEADER.time(),
              HEADER.lastBlockId(),
              HEADER.lastCommitHash(),
              HEADER.dataHash(),
              HEADER.validatorsHash(),
              HEADER.nextValidatorsHash(),
              HEADER.consensusHash(),
              Bytes.wrap(mutator.noise(32)),
              HEADER.lastResultsHash(),
              HEADER.evidenceHash(),
              HEADER.proposer());
      assertThat(verify(other.encode(), COMMIT).isValid()).isFalse();
      assertThat(verify(other.encode(), commit(other).encode()).isValid()).isTrue();
    }
  }
}
