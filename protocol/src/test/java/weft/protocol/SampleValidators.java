package weft.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import weft.primitives.BlsPrivateKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// A set of validators with the secrets of all of them, the same ones for the same name.
public final class SampleValidators {
  /// The chain of every statement.
  public static final long CHAIN_ID = 7;

  /// The block time of height 0, Unix time in milliseconds.
  public static final long START_MS = 1_800_000_000_000L;

  private record Member(Ed25519PrivateKey consensusKey, BlsPrivateKey blsKey, long power) {
    Validator validator() {
      return new Validator(consensusKey.publicKey(), blsKey.publicKey(), power);
    }
  }

  private final ValidatorSet set;

  /// By place in the set.
  private final List<Member> members;

  private SampleValidators(String name, long... powers) {
    List<Member> all = new ArrayList<>();
    for (int i = 0; i < powers.length; i++) {
      Bytes seed = Bytes.utf8(name + " " + i);
      all.add(
          new Member(Ed25519PrivateKey.fromSeed(seed), BlsPrivateKey.fromSeed(seed), powers[i]));
    }
    set = ValidatorSet.of(all.stream().map(Member::validator).toList());
    all.sort(Comparator.comparingInt(member -> set.validators().indexOf(member.validator())));
    members = List.copyOf(all);
  }

  /// One validator for each power.
  public static SampleValidators of(String name, long... powers) {
    return new SampleValidators(name, powers);
  }

  public ValidatorSet set() {
    return set;
  }

  /// By place in the set.
  public Ed25519PrivateKey consensusKey(int index) {
    return members.get(index).consensusKey();
  }

  /// By place in the set.
  public BlsPrivateKey blsKey(int index) {
    return members.get(index).blsKey();
  }

  /// What these attest about a height, one second after the one before.
  ///
  /// @param next who attest the next height
  public static BlockStatement statement(long height, ValidatorSet next) {
    return statement(CHAIN_ID, height, "", next);
  }

  /// A statement that differs from others about the same height by its content.
  public static BlockStatement statement(
      long chainId, long height, String content, ValidatorSet next) {
    return new BlockStatement(
        chainId,
        height,
        START_MS + 1000 * height,
        hash("block " + height + content),
        hash("lanes " + height + content),
        (int) height % 10,
        hash("state " + height + content),
        next.hash());
  }

  private static Hash32 hash(String text) {
    return Sha256.hash(Bytes.utf8(text));
  }

  /// The signatures of some of them, by place in the set.
  public Attestation attest(BlockStatement statement, int... signers) {
    SortedMap<Integer, BlsSignature> signatures = new TreeMap<>();
    for (int index : signers) {
      signatures.put(index, blsKey(index).sign(statement.digest().bytes()));
    }
    return Attestation.of(set, signatures);
  }

  /// The signatures of all of them.
  public Attestation attestAll(BlockStatement statement) {
    return attest(statement, IntStream.range(0, set.size()).toArray());
  }
}
