package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureTest {
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);
  private static final BigInteger ONE = BigInteger.ONE;
  private static final PrivateKey KEY = PrivateKey.fromSeed(Bytes.utf8("signature test"));
  private static final Hash32 DIGEST = Sha256.hash(Bytes.utf8("digest"));

  @Test
  void refusesTheHighTwinOfEverySignature() {
    for (int round = 0; round < 50; round++) {
      Signature signature = KEY.sign(Sha256.hash(Bytes.utf8("round " + round)));
      BigInteger r = number(signature.bytes().slice(0, 32));
      BigInteger s = number(signature.bytes().slice(32, 32));
      int flipped = 27 + 28 - signature.bytes().get(64);

      assertThat(s).as("round %d", round).isLessThanOrEqualTo(HALF_ORDER);
      assertRefused(encode(r, ORDER.subtract(s), flipped));
    }
  }

  @Test
  void refusesEveryOtherV() {
    Bytes rs = KEY.sign(DIGEST).bytes().slice(0, 64);
    for (int v = 0; v < 256; v++) {
      Bytes bytes = Bytes.concat(rs, Bytes.wrap(new byte[] {(byte) v}));
      assertThat(Signature.isWellFormed(bytes)).as("v %d", v).isEqualTo(v == 27 || v == 28);
    }
  }

  @Test
  void boundsRAndS() {
    assertThat(Signature.isWellFormed(encode(ONE, ONE, 27))).isTrue();
    assertThat(Signature.isWellFormed(encode(ORDER.subtract(ONE), HALF_ORDER, 28))).isTrue();
    assertRefused(encode(BigInteger.ZERO, ONE, 27));
    assertRefused(encode(ONE, BigInteger.ZERO, 27));
    assertRefused(encode(ORDER, ONE, 27));
    assertRefused(encode(ONE, HALF_ORDER.add(ONE), 27));
    assertRefused(encode(ONE.shiftLeft(256).subtract(ONE), ONE, 27));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 66, 130})
  void refusesAnotherLength(int size) {
    assertRefused(Bytes.wrap(new byte[size]));
  }

  @Test
  void recoversTheSignerOnlyFromTheSignedDigest() {
    Signature signature = KEY.sign(DIGEST);

    assertThat(signature.recover(DIGEST)).contains(KEY.address());
    assertThat(signature.recover(Hash32.ZERO)).isNotEqualTo(signature.recover(DIGEST));
  }

  @Test
  void anRThatIsNoPointRecoversToNobody() {
    // 5^3 + 7 = 132 is no square modulo the field prime, so no point has x = 5.
    Signature signature = Signature.of(encode(BigInteger.valueOf(5), ONE, 27));

    assertThat(signature.recover(DIGEST)).isEmpty();
  }

  @Test
  void thePointAtInfinityRecoversToNobody() {
    // With R = G and s = digest = 1 the key would be (s·R - digest·G) / r, which is no point.
    BigInteger generatorX =
        new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16);
    Hash32 one = Hash32.fromHex("%064x".formatted(ONE));

    assertThat(Signature.of(encode(generatorX, ONE, 27)).recover(one)).isEmpty();
    assertThat(Signature.of(encode(generatorX, ONE, 28)).recover(one)).isPresent();
  }

  @Test
  void noFlippedBitKeepsTheSigner() {
    Bytes bytes = KEY.sign(DIGEST).bytes();
    for (int bit = 0; bit < 8 * Signature.SIZE; bit++) {
      byte[] mutated = bytes.toArray();
      mutated[bit / 8] ^= (byte) (1 << (bit % 8));
      Bytes forged = Bytes.wrap(mutated);
      boolean accepted =
          Signature.isWellFormed(forged)
              && Signature.of(forged).recover(DIGEST).filter(KEY.address()::equals).isPresent();
      assertThat(accepted).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void noiseNeverThrowsOnRecovery() {
    long seed = 65;
    Random random = new Random(seed);
    int recovered = 0;
    for (int round = 0; round < 2_000; round++) {
      BigInteger r = new BigInteger(255, random).add(ONE);
      BigInteger s = new BigInteger(254, random).add(ONE);
      Signature signature = Signature.of(encode(r, s, 27 + random.nextInt(2)));
      recovered += signature.recover(DIGEST).isPresent() ? 1 : 0;
    }
    // About half of all numbers are x coordinates of the curve.
    assertThat(recovered).as("seed %d", seed).isBetween(800, 1_200);
  }

  @Test
  void equalBytesAreEqualSignatures() {
    Signature signature = KEY.sign(DIGEST);
    Bytes padded = Bytes.concat(Bytes.utf8("pad"), signature.bytes());
    Signature same = Signature.of(padded.slice(3, Signature.SIZE));

    assertThat(same).isEqualTo(signature).hasSameHashCodeAs(signature);
    assertThat(same).isNotEqualTo(KEY.sign(Hash32.ZERO));
    assertThat(same).hasToString("0x" + signature.bytes().toHex());
  }

  private static void assertRefused(Bytes bytes) {
    assertThat(Signature.isWellFormed(bytes)).isFalse();
    assertThatThrownBy(() -> Signature.of(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a signature is 65 bytes");
  }

  private static BigInteger number(Bytes bytes) {
    return new BigInteger(1, bytes.toArray());
  }

  private static Bytes encode(BigInteger r, BigInteger s, int v) {
    return Bytes.fromHex("%064x%064x%02x".formatted(r, s, v));
  }
}
