package weft.protocol.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.primitives.BlsPrivateKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.SampleValidators;
import weft.protocol.verdict.Verdict;

class AttestationTest {
  private static final SampleValidators FOUR = SampleValidators.of("set", 4, 3, 2, 1);
  private static final SampleValidators NINE =
      SampleValidators.of("nine", 1, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final BlockStatement STATEMENT = SampleValidators.statement(8, FOUR.set());
  private static final Hash32 DIGEST = STATEMENT.digest();

  private static String rule(Attestation attestation, SampleValidators validators) {
    return switch (attestation.verify(DIGEST, validators.set())) {
      case Verdict.Valid<Attestation> _ -> "";
      case Verdict.Invalid<Attestation> invalid -> invalid.rule();
    };
  }

  @Test
  void moreThanTwoThirdsOfPowerAttest() {
    // Ten of power: more than six.
    assertThat(rule(FOUR.attestAll(STATEMENT), FOUR)).isEmpty();
    assertThat(rule(FOUR.attest(STATEMENT, 0, 1), FOUR)).isEmpty();
    assertThat(rule(FOUR.attest(STATEMENT, 0, 2, 3), FOUR)).isEmpty();
    assertThat(rule(FOUR.attest(STATEMENT, 0, 2), FOUR)).isEqualTo("ATT-8");
    assertThat(rule(FOUR.attest(STATEMENT, 1, 2, 3), FOUR)).isEqualTo("ATT-8");
    assertThat(rule(NINE.attest(STATEMENT, 0, 1, 2, 3, 4, 5), NINE)).isEqualTo("ATT-8");
    assertThat(rule(NINE.attest(STATEMENT, 2, 3, 4, 5, 6, 7, 8), NINE)).isEmpty();
    assertThat(FOUR.attest(STATEMENT, 0, 2).signingPower(FOUR.set())).isEqualTo(6);
  }

  @Test
  void firstValidatorIsTheHighestBit() {
    assertThat(FOUR.attest(STATEMENT, 0, 3).signers()).isEqualTo(Bytes.fromHex("90"));
    assertThat(NINE.attest(STATEMENT, 0, 7, 8).signers()).isEqualTo(Bytes.fromHex("8180"));
    assertThat(NINE.attest(STATEMENT, 8).isSigner(8)).isTrue();
    assertThat(NINE.attest(STATEMENT, 8).isSigner(7)).isFalse();
  }

  @Test
  void bitmapFitsTheSetExactly() {
    Bytes signature = NINE.attestAll(STATEMENT).signature();
    assertThat(rule(new Attestation(Bytes.fromHex("ff80"), signature), NINE)).isEmpty();
    for (String other : new String[] {"", "ff", "ff8000", "ffc0", "ff81", "ffff"}) {
      assertThat(rule(new Attestation(Bytes.fromHex(other), signature), NINE))
          .as(other)
          .isEqualTo("ATT-7");
    }
    assertThat(rule(new Attestation(Bytes.EMPTY, signature), FOUR)).isEqualTo("ATT-7");
  }

  @Test
  void signatureIsThatOfTheSignersOverTheStatement() {
    Attestation good = FOUR.attest(STATEMENT, 0, 1, 2);
    assertThat(rule(new Attestation(Bytes.fromHex("f0"), good.signature()), FOUR))
        .isEqualTo("ATT-9");
    assertThat(rule(new Attestation(Bytes.fromHex("c0"), good.signature()), FOUR))
        .isEqualTo("ATT-9");
    BlockStatement other = SampleValidators.statement(9, FOUR.set());
    assertThat(rule(FOUR.attest(other, 0, 1, 2), FOUR)).isEqualTo("ATT-9");
    Bytes infinite = Bytes.fromHex("c0" + "00".repeat(95));
    assertThat(rule(new Attestation(good.signers(), infinite), FOUR)).isEqualTo("ATT-9");
    for (int size = 0; size <= 100; size++) {
      Bytes longer = Bytes.concat(good.signature(), good.signature()).slice(0, size);
      assertThat(rule(new Attestation(good.signers(), longer), FOUR))
          .isEqualTo(size == BlsSignature.SIZE ? "" : "ATT-9");
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    Attestation good = FOUR.attest(STATEMENT, 0, 1);
    for (int bit = 0; bit < 8; bit++) {
      assertThat(rule(new Attestation(flip(good.signers(), bit), good.signature()), FOUR))
          .isNotEmpty();
    }
    for (int bit = 0; bit < 96 * 8; bit++) {
      assertThat(rule(new Attestation(good.signers(), flip(good.signature(), bit)), FOUR))
          .isEqualTo("ATT-9");
    }
    for (int bit = 0; bit < 256; bit++) {
      Hash32 other = Hash32.of(flip(DIGEST.bytes(), bit));
      assertThat(good.attests(other, FOUR.set())).isFalse();
    }
    assertThat(good.attests(DIGEST, FOUR.set())).isTrue();
    assertThat(good.attests(DIGEST, SampleValidators.of("others", 4, 3, 2, 1).set())).isFalse();
  }

  private static Bytes flip(Bytes bytes, int bit) {
    byte[] raw = bytes.toArray();
    raw[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.wrap(raw);
  }

  @Test
  void badSignaturesAreLeftOut() {
    SortedMap<Integer, Bytes> signatures = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      signatures.put(i, NINE.blsKey(i).sign(DIGEST.bytes()).bytes());
    }
    assertThat(collect(signatures)).contains(NINE.attestAll(STATEMENT));
    signatures.put(2, Bytes.fromHex("00".repeat(96)));
    assertThat(collect(signatures)).contains(NINE.attest(STATEMENT, 0, 1, 3, 4, 5, 6, 7, 8));
    signatures.put(5, NINE.blsKey(5).sign(Bytes.utf8("something else")).bytes());
    Attestation seven = NINE.attest(STATEMENT, 0, 1, 3, 4, 6, 7, 8);
    assertThat(collect(signatures)).contains(seven);
    assertThat(seven.attests(DIGEST, NINE.set())).isTrue();
    for (Bytes bad :
        new Bytes[] {
          Bytes.EMPTY,
          Bytes.fromHex("c0" + "00".repeat(95)),
          NINE.blsKey(1).sign(DIGEST.bytes()).bytes(),
          BlsPrivateKey.fromSeed(Bytes.utf8("a stranger")).sign(DIGEST.bytes()).bytes()
        }) {
      SortedMap<Integer, Bytes> one = new TreeMap<>(signatures);
      one.put(5, bad);
      assertThat(collect(one)).contains(seven);
    }
    signatures.remove(8);
    assertThat(collect(signatures)).as("six of nine").isEmpty();
    assertThat(collect(new TreeMap<>(Map.of(0, Bytes.EMPTY)))).isEmpty();
    assertThat(collect(new TreeMap<>())).isEmpty();
  }

  private static Optional<Attestation> collect(SortedMap<Integer, Bytes> signatures) {
    return Attestation.collect(STATEMENT, NINE.set(), signatures);
  }

  @Test
  void layoutIsBitmapThenSignature() {
    Attestation one = NINE.attestAll(STATEMENT);
    Bytes encoded = one.encode();
    assertThat(encoded).isEqualTo(Bytes.concat(Bytes.fromHex("02" + "ff80"), one.signature()));
    assertThat(Attestation.decode(encoded)).isEqualTo(one);
    for (int size = 0; size < encoded.size(); size++) {
      Bytes cut = encoded.slice(0, size);
      assertThatThrownBy(() -> Attestation.decode(cut)).isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> Attestation.decode(Bytes.concat(encoded, Bytes.fromHex("00"))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void hostileBytesNeverThrow() {
    Fuzz fuzz = Fuzz.few("AttestationTest", 3_000);
    Bytes good = NINE.attestAll(STATEMENT).encode();
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      new Attestation(Bytes.wrap(mutator.noise(4)), Bytes.wrap(mutator.noise(120)))
          .attests(DIGEST, NINE.set());
      try {
        Attestation read = Attestation.decode(Bytes.wrap(mutator.mutate(good.toArray())));
        assertThat(read.attests(DIGEST, NINE.set())).isEqualTo(read.encode().equals(good));
      } catch (MalformedException e) {
        assertThat(e.field()).isNotEmpty();
      }
    }
  }
}
