package weft.protocol.validator;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.verdict.Verdict;

/// One aggregate signature of validators over a [BlockStatement], and who they are.
///
/// @param signers a bit for each validator of the set in its order, the first in the highest bit of
///   the first byte; unused bits are zero
/// @param signature the aggregate, 96 bytes compressed
public record Attestation(Bytes signers, Bytes signature) {

  /// Joins signatures over one statement. Each must have been checked before.
  ///
  /// @param signatures by place in the set, at least one
  public static Attestation of(ValidatorSet set, SortedMap<Integer, BlsSignature> signatures) {
    return of(set, signatures.keySet(), sum(signatures));
  }

  private static Attestation of(ValidatorSet set, Collection<Integer> places, BlsSignature sum) {
    byte[] bits = new byte[bitmapSize(set)];
    for (int index : places) {
      bits[index / 8] |= (byte) (0x80 >>> (index % 8));
    }
    return new Attestation(Bytes.wrap(bits), sum.bytes());
  }

  /// Joins those of the given signatures that are over the statement; empty if they do not come to
  /// more than two thirds of power. Costs one pairing when all are good, and one more for each when
  /// one is not.
  ///
  /// @param signatures as received, by place in the set
  public static Optional<Attestation> collect(
      BlockStatement statement, ValidatorSet set, SortedMap<Integer, Bytes> signatures) {
    return collect(statement, set, signatures, set::isMoreThanTwoThirds);
  }

  /// The same, but more than a third of power is enough. It says who the next validators are, and
  /// nothing else: see [#verifyHandOver].
  public static Optional<Attestation> collectHandOver(
      BlockStatement statement, ValidatorSet set, SortedMap<Integer, Bytes> signatures) {
    return collect(statement, set, signatures, set::isMoreThanAThird);
  }

  private static Optional<Attestation> collect(
      BlockStatement statement,
      ValidatorSet set,
      SortedMap<Integer, Bytes> signatures,
      LongPredicate isEnough) {
    TreeMap<Integer, BlsSignature> points = new TreeMap<>();
    signatures.forEach(
        (index, bytes) -> BlsSignature.of(bytes).ifPresent(point -> points.put(index, point)));
    if (!isEnough.test(power(set, points))) {
      return Optional.empty();
    }
    Bytes message = statement.digest().bytes();
    BlsSignature sum = sum(points);
    if (sum.isAggregateOf(keys(set, points.keySet()), message)) {
      return Optional.of(of(set, points.keySet(), sum));
    }
    points
        .entrySet()
        .removeIf(
            signed -> !set.get(signed.getKey()).blsKey().verifies(message, signed.getValue()));
    return isEnough.test(power(set, points)) ? Optional.of(of(set, points)) : Optional.empty();
  }

  private static BlsSignature sum(SortedMap<Integer, BlsSignature> signatures) {
    return BlsSignature.aggregate(List.copyOf(signatures.values()));
  }

  private static List<BlsPublicKey> keys(ValidatorSet set, Collection<Integer> places) {
    return places.stream().map(place -> set.get(place).blsKey()).toList();
  }

  private static long power(ValidatorSet set, Map<Integer, BlsSignature> signatures) {
    return signatures.keySet().stream().mapToLong(index -> set.get(index).power()).sum();
  }

  /// Whether validators with more than two thirds of the set's power signed the statement. One to
  /// two milliseconds. Never throws on hostile input.
  public boolean attests(Hash32 statementDigest, ValidatorSet set) {
    return verify(statementDigest, set).isValid();
  }

  /// As [#attests], with the rule `ATT-n` of docs/protocol/attestations.md that is broken.
  public Verdict<Attestation> verify(Hash32 statementDigest, ValidatorSet set) {
    return verify(statementDigest, set, set::isMoreThanTwoThirds, "ATT-8", "two thirds");
  }

  /// Whether validators with more than a third of the set's power signed the statement, so that at
  /// least one of them is correct: enough to believe which set it names as the next, by rule
  /// `LIGHT-8`, and nothing about the block.
  public Verdict<Attestation> verifyHandOver(Hash32 statementDigest, ValidatorSet set) {
    return verify(statementDigest, set, set::isMoreThanAThird, "LIGHT-8", "a third");
  }

  private Verdict<Attestation> verify(
      Hash32 statementDigest,
      ValidatorSet set,
      LongPredicate isEnough,
      String powerRule,
      String share) {
    if (!isBitmapOf(set)) {
      return Verdict.invalid(
          "ATT-7", "the signers " + signers + " are no bitmap of " + set.size() + " validators");
    }
    long power = signingPower(set);
    if (!isEnough.test(power)) {
      return Verdict.invalid(
          powerRule,
          "a power of " + power + " of " + set.totalPower() + " signed: no more than " + share);
    }
    return isSigned(statementDigest.bytes(), set)
        ? Verdict.valid(this)
        : Verdict.invalid("ATT-9", "the signature is not that of the signers over the statement");
  }

  /// Whether this names more than two thirds of the set's power as signers; whether they did sign
  /// is not looked at.
  public boolean namesTwoThirds(ValidatorSet set) {
    return isBitmapOf(set) && set.isMoreThanTwoThirds(signingPower(set));
  }

  /// The power of those who signed, of a set that the bitmap fits.
  public long signingPower(ValidatorSet set) {
    long power = 0;
    for (int index = 0; index < set.size(); index++) {
      power += isSigner(index) ? set.get(index).power() : 0;
    }
    return power;
  }

  public boolean isSigner(int index) {
    return (signers.get(index / 8) & (0x80 >>> (index % 8))) != 0;
  }

  /// The size of the bitmap (u8), the bitmap, the signature.
  public Bytes encode() {
    return new ByteWriter(1 + signers.size() + signature.size())
        .u8(signers.size())
        .bytes(signers)
        .bytes(signature)
        .toBytes();
  }

  /// Reads what [#encode] wrote; whether it attests anything is not looked at.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static Attestation decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    Bytes signers = reader.bytes("attestation.signers", reader.u8("attestation.signers"));
    Bytes signature = reader.bytes("attestation.signature", BlsSignature.SIZE);
    reader.expectEnd();
    return new Attestation(signers, signature);
  }

  private boolean isSigned(Bytes message, ValidatorSet set) {
    List<Integer> signing = IntStream.range(0, set.size()).filter(this::isSigner).boxed().toList();
    List<BlsPublicKey> keys = keys(set, signing);
    return BlsSignature.of(signature).filter(sum -> sum.isAggregateOf(keys, message)).isPresent();
  }

  private boolean isBitmapOf(ValidatorSet set) {
    if (signers.size() != bitmapSize(set)) {
      return false;
    }
    int unused = signers.size() * 8 - set.size();
    return (signers.get(signers.size() - 1) & ((1 << unused) - 1)) == 0;
  }

  private static int bitmapSize(ValidatorSet set) {
    return (set.size() + 7) / 8;
  }
}
