package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {
  @Test
  void aSliceIsEqualToACopyOfItsRange() {
    long seed = 11;
    Random random = new Random(seed);
    byte[] content = new byte[97];
    random.nextBytes(content);
    Bytes whole = Bytes.copyOf(content);
    for (int round = 0; round < 500; round++) {
      int from = random.nextInt(content.length + 1);
      int length = random.nextInt(content.length - from + 1);
      byte[] range = Arrays.copyOfRange(content, from, from + length);
      Bytes slice = whole.slice(from, length);
      Bytes copy = Bytes.wrap(range);

      assertThat(slice).as("seed %d round %d", seed, round).isEqualTo(copy);
      assertThat(slice).hasSameHashCodeAs(copy).isEqualByComparingTo(copy);
      assertThat(slice.toArray()).isEqualTo(range);
      assertThat(slice.toArrayUnsafe()).isEqualTo(range);
      assertThat(slice.toHex()).isEqualTo(Hex.encode(range));
      assertThat(slice.asBuffer().remaining()).isEqualTo(length);
      assertThat(Sha256.hash(slice)).isEqualTo(Sha256.hash(copy));
    }
  }

  @Test
  void aCopyDoesNotSeeLaterWrites() {
    byte[] source = {1, 2, 3};
    Bytes copy = Bytes.copyOf(source);
    source[0] = 9;
    copy.toArray()[1] = 9;

    assertThat(copy).isEqualTo(Bytes.fromHex("010203"));
  }

  @Test
  void ordersUnsignedAndShorterFirst() {
    assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("80"));
    assertThat(Bytes.fromHex("80")).isLessThan(Bytes.fromHex("8000"));
    assertThat(Bytes.EMPTY).isLessThan(Bytes.fromHex("00"));
  }

  @Test
  void refusesRangesOutside() {
    Bytes bytes = Bytes.fromHex("00010203").slice(1, 2);

    assertThatThrownBy(() -> bytes.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.slice(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.slice(0, Integer.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void prefixesMatchOnlyAtTheBegin() {
    Bytes bytes = Bytes.fromHex("ff010203").slice(1, 3);

    assertThat(bytes.startsWith(Bytes.EMPTY)).isTrue();
    assertThat(bytes.startsWith(Bytes.fromHex("0102"))).isTrue();
    assertThat(bytes.startsWith(bytes)).isTrue();
    assertThat(bytes.startsWith(Bytes.fromHex("02"))).isFalse();
    assertThat(bytes.startsWith(Bytes.fromHex("01020304"))).isFalse();
  }

  @Test
  void knowsWhereAWindowWasCut() {
    Bytes whole = Bytes.fromHex("000102030405");
    Bytes bytes = whole.slice(1, 4);

    assertThat(bytes.offsetOf(bytes.slice(1, 2))).hasValue(1);
    assertThat(bytes.offsetOf(bytes)).hasValue(0);
    assertThat(bytes.offsetOf(bytes.slice(2, 2).slice(1, 1))).hasValue(3);
    assertThat(bytes.offsetOf(whole.slice(0, 2))).as("begins before").isEmpty();
    assertThat(bytes.offsetOf(whole.slice(4, 2))).as("ends behind").isEmpty();
    assertThat(bytes.offsetOf(Bytes.fromHex("02"))).as("equal, but not a window").isEmpty();
  }

  @Test
  void concatJoinsInOrder() {
    Bytes middle = Bytes.fromHex("000102").slice(1, 1);

    assertThat(Bytes.concat(Bytes.fromHex("aa"), Bytes.EMPTY, middle, Bytes.fromHex("bb")))
        .isEqualTo(Bytes.fromHex("0xaa01bb"));
    assertThat(Bytes.concat()).isSameAs(Bytes.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0x1", "zz", "0x 1", "00 11", "0x0x00"})
  void refusesTextThatIsNoHex(String text) {
    assertThatThrownBy(() -> Bytes.fromHex(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsLongContentShortened() {
    assertThat(Bytes.wrap(new byte[32])).hasToString("0x" + "00".repeat(32));
    assertThat(Bytes.wrap(new byte[33])).hasToString("0x" + "00".repeat(32) + "…(33 B)");
  }

  @Test
  void feedHandsOverTheWindowOnly() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bytes.fromHex("00010203").slice(1, 2).feed(out::write);

    assertThat(out.toByteArray()).containsExactly(1, 2);
  }

  @Test
  void hashBitsCountFromTheMostSignificant() {
    Hash32 hash = Hash32.fromHex("80" + "00".repeat(30) + "01");

    assertThat(hash.bit(0)).isTrue();
    assertThat(hash.bit(1)).isFalse();
    assertThat(hash.bit(254)).isFalse();
    assertThat(hash.bit(255)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 31, 33})
  void aHashRefusesAnotherLength(int size) {
    assertThatThrownBy(() -> Hash32.of(Bytes.wrap(new byte[size])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes, got " + size);
  }
}
