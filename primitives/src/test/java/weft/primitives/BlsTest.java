package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BlsTest {
  private static final BlsVectors VECTORS = BlsVectors.load();
  private static final Bytes MESSAGE = Bytes.utf8("a statement");
  private static final BlsPrivateKey ALICE = BlsPrivateKey.fromSeed(Bytes.utf8("alice"));
  private static final BlsPrivateKey BOB = BlsPrivateKey.fromSeed(Bytes.utf8("bob"));
  private static final Bytes INFINITE_KEY = Bytes.fromHex("c0" + "00".repeat(47));
  private static final Bytes INFINITE_SIGNATURE = Bytes.fromHex("c0" + "00".repeat(95));

  @Test
  void keysAndSignaturesAreThoseOfAnotherImplementation() {
    assertThat(VECTORS.keys()).hasSize(8);
    for (BlsVectors.Key vector : VECTORS.keys()) {
      BlsPrivateKey key = BlsPrivateKey.of(Bytes.fromHex(vector.secret()));
      BlsPublicKey publicKey = key.publicKey();
      Bytes message = Bytes.fromHex(vector.message());
      assertThat(publicKey.bytes().toHex()).isEqualTo(vector.publicKey());
      assertThat(key.sign(message).bytes().toHex()).isEqualTo(vector.signature());
      assertThat(key.provePossession().bytes().toHex()).isEqualTo(vector.possession());
      assertThat(publicKey.verifies(message, signature(vector.signature()))).isTrue();
      assertThat(publicKey.isPossessed(signature(vector.possession()))).isTrue();
      assertThat(publicKey.isPossessed(signature(vector.signature()))).isFalse();
      assertThat(publicKey.verifies(publicKey.bytes(), signature(vector.possession()))).isFalse();
    }
  }

  @Test
  void aggregatesAreThoseOfAnotherImplementation() {
    for (BlsVectors.Aggregate vector : VECTORS.aggregates()) {
      Bytes message = Bytes.fromHex(vector.message());
      List<BlsPrivateKey> signers =
          vector.signers().stream()
              .map(i -> BlsPrivateKey.of(Bytes.fromHex(VECTORS.keys().get(i).secret())))
              .toList();
      List<BlsPublicKey> keys = signers.stream().map(BlsPrivateKey::publicKey).toList();
      BlsSignature sum =
          BlsSignature.aggregate(signers.stream().map(key -> key.sign(message)).toList());
      assertThat(sum.bytes().toHex()).isEqualTo(vector.signature());
      // Keys that cancel each other are no key.
      boolean cancels = sum.bytes().equals(INFINITE_SIGNATURE);
      assertThat(sum.isAggregateOf(keys, message)).isEqualTo(!cancels);
    }
  }

  @Test
  void aggregateNeedsEverySignerAndNoOther() {
    BlsPublicKey alice = ALICE.publicKey();
    BlsPublicKey bob = BOB.publicKey();
    BlsSignature both = BlsSignature.aggregate(List.of(ALICE.sign(MESSAGE), BOB.sign(MESSAGE)));
    assertThat(both.isAggregateOf(List.of(alice, bob), MESSAGE)).isTrue();
    assertThat(both.isAggregateOf(List.of(bob, alice), MESSAGE)).isTrue();
    assertThat(both.isAggregateOf(List.of(alice), MESSAGE)).isFalse();
    assertThat(both.isAggregateOf(List.of(alice, bob, bob), MESSAGE)).isFalse();
    assertThat(both.isAggregateOf(List.of(), MESSAGE)).isFalse();
    assertThat(both.isAggregateOf(List.of(alice, bob), Bytes.utf8("another"))).isFalse();
    assertThat(both.isAggregateOf(List.of(alice, bob), MESSAGE)).as("nothing changed").isTrue();
    assertThatThrownBy(() -> BlsSignature.aggregate(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsAddedUpOrSignedStaysAsItWas() {
    // The library's points change in place.
    BlsSignature first = ALICE.sign(MESSAGE);
    BlsSignature second = BOB.sign(MESSAGE);
    BlsSignature sum = BlsSignature.aggregate(List.of(first, second));
    assertThat(BlsSignature.aggregate(List.of(first, second))).isEqualTo(sum);
    assertThat(ALICE.publicKey().verifies(MESSAGE, first)).isTrue();
    assertThat(ALICE.sign(MESSAGE)).isEqualTo(first).hasSameHashCodeAs(first);
    assertThat(BlsPrivateKey.of(ALICE.secret()).publicKey()).isEqualTo(ALICE.publicKey());
  }

  @Test
  void infinityIsNoKeyAndSignsNothing() {
    assertThat(BlsPublicKey.of(INFINITE_KEY)).isEmpty();
    BlsSignature infinite = BlsSignature.of(INFINITE_SIGNATURE).orElseThrow();
    assertThat(infinite.bytes()).isEqualTo(INFINITE_SIGNATURE);
    assertThat(ALICE.publicKey().verifies(MESSAGE, infinite)).isFalse();
    assertThat(ALICE.publicKey().isPossessed(infinite)).isFalse();
    assertThat(infinite.isAggregateOf(List.of(ALICE.publicKey(), BOB.publicKey()), MESSAGE))
        .isFalse();
  }

  @Test
  void pointsOutsideTheSubgroupAndOffTheCurveAreRefused() {
    for (String encoded : join(VECTORS.g1())) {
      assertThat(BlsPublicKey.of(Bytes.fromHex(encoded))).as(encoded).isEmpty();
    }
    for (String encoded : join(VECTORS.g2())) {
      assertThat(BlsSignature.of(Bytes.fromHex(encoded))).as(encoded).isEmpty();
    }
  }

  private static List<String> join(BlsVectors.Points points) {
    List<String> all = new ArrayList<>(points.outside());
    all.addAll(points.nowhere());
    assertThat(all).hasSize(8);
    return all;
  }

  @Test
  void onlyTheOneCompressedFormIsTaken() {
    Bytes key = ALICE.publicKey().bytes();
    Bytes signature = ALICE.sign(MESSAGE).bytes();
    for (int size = 0; size <= 200; size++) {
      Bytes zeros = Bytes.wrap(new byte[size]);
      Bytes longer = Bytes.concat(signature, signature, signature).slice(0, size);
      assertThat(BlsPublicKey.of(zeros)).isEmpty();
      assertThat(BlsSignature.of(zeros)).isEmpty();
      assertThat(BlsPublicKey.of(longer)).isEmpty();
      assertThat(BlsSignature.of(longer).isPresent()).isEqualTo(size == BlsSignature.SIZE);
    }
    for (int flags = 0; flags < 8; flags++) {
      assertOneForm(key, flags);
      assertOneForm(INFINITE_KEY, flags);
      assertThat(BlsSignature.of(withFlags(INFINITE_SIGNATURE, flags)).isPresent())
          .isEqualTo(flags == 6);
    }
    // The same x, but not below the order of the field.
    BigInteger x =
        new BigInteger(VECTORS.keys().get(0).publicKey(), 16).clearBit(383).clearBit(381);
    BigInteger shifted = x.add(new BigInteger(VECTORS.fieldOrder(), 16));
    if (shifted.bitLength() <= 381) {
      Bytes encoded = Bytes.fromHex(String.format(Locale.ROOT, "%096x", shifted.setBit(383)));
      assertThat(BlsPublicKey.of(encoded)).isEmpty();
    }
    Bytes infiniteWithRest = Bytes.fromHex("c0" + "00".repeat(46) + "01");
    assertThat(BlsPublicKey.of(infiniteWithRest)).isEmpty();
    assertThat(BlsSignature.of(Bytes.concat(INFINITE_KEY, infiniteWithRest))).isEmpty();
  }

  /// Flags other than the right ones give another point or none, never the same.
  private static void assertOneForm(Bytes key, int flags) {
    Bytes other = withFlags(key, flags);
    BlsPublicKey.of(other)
        .ifPresent(
            point -> {
              assertThat(flags >>> 1).as("compressed, not infinite").isEqualTo(2);
              assertThat(point.equals(ALICE.publicKey())).isEqualTo(other.equals(key));
            });
  }

  private static Bytes withFlags(Bytes encoded, int flags) {
    byte[] raw = encoded.toArray();
    raw[0] = (byte) ((raw[0] & 0x1f) | (flags << 5));
    return Bytes.wrap(raw);
  }

  @Test
  void everyFlippedBitBreaksTheSignature() {
    Bytes signature = ALICE.sign(MESSAGE).bytes();
    Bytes key = ALICE.publicKey().bytes();
    for (int bit = 0; bit < signature.size() * 8; bit++) {
      assertThat(
              BlsSignature.of(flip(signature, bit))
                  .filter(flipped -> ALICE.publicKey().verifies(MESSAGE, flipped)))
          .as("bit %d", bit)
          .isEmpty();
    }
    BlsSignature good = ALICE.sign(MESSAGE);
    for (int bit = 0; bit < key.size() * 8; bit++) {
      assertThat(BlsPublicKey.of(flip(key, bit)).filter(flipped -> flipped.verifies(MESSAGE, good)))
          .as("bit %d", bit)
          .isEmpty();
    }
    for (int bit = 0; bit < MESSAGE.size() * 8; bit++) {
      assertThat(ALICE.publicKey().verifies(flip(MESSAGE, bit), good)).as("bit %d", bit).isFalse();
    }
  }

  private static Bytes flip(Bytes bytes, int bit) {
    byte[] raw = bytes.toArray();
    raw[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.wrap(raw);
  }

  @Test
  void secretsLieBelowTheOrder() {
    BigInteger order =
        new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);
    for (BigInteger bad :
        List.of(
            BigInteger.ZERO,
            order,
            order.add(BigInteger.ONE),
            BigInteger.TWO.pow(256).subtract(BigInteger.ONE))) {
      Bytes secret = Bytes.fromHex(String.format(Locale.ROOT, "%064x", bad));
      assertThatThrownBy(() -> BlsPrivateKey.of(secret))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1..r-1");
    }
    for (int size : new int[] {0, 31, 33}) {
      assertThatThrownBy(() -> BlsPrivateKey.of(Bytes.fromHex("01".repeat(size))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(BlsPrivateKey.of(ALICE.secret()).secret()).isEqualTo(ALICE.secret());
  }

  @Test
  void keyIsGeneratedAsTheDraftSays() {
    // EIP-2333, test case 0: the master key is KeyGen of the seed.
    Bytes seed =
        Bytes.fromHex(
            "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e5349553"
                + "1f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04");
    assertThat(new BigInteger(1, BlsPrivateKey.generate(seed).secret().toArray()))
        .isEqualTo(
            new BigInteger(
                "6083874454709270928345386274498605044986640685124978867557563392430687146096"));
    assertThatThrownBy(() -> BlsPrivateKey.generate(seed.slice(0, 31)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretIsNotShown() {
    assertThat(ALICE.toString())
        .doesNotContain(ALICE.secret().toHex())
        .contains(ALICE.publicKey().bytes().toHex());
  }

  private static BlsSignature signature(String hex) {
    return BlsSignature.of(Bytes.fromHex(hex)).orElseThrow();
  }
}
