package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteCodecTest {
  private static final Hash32 HASH = Sha256.hash(Bytes.utf8("h"));
  private static final Address ADDRESS = PrivateKey.fromSeed(Bytes.utf8("a")).address();

  @Test
  void layoutIsBigEndianAndWithoutPadding() {
    Bytes written =
        new ByteWriter(0)
            .u8(0xfe)
            .u16(0x0102)
            .u32(0xfffefdfcL)
            .u64(0x0102030405060708L)
            .amount(Amount.of(5))
            .lengthPrefixed(Bytes.fromHex("aabb"))
            .text("Ä")
            .bytes(Bytes.fromHex("cc"))
            .toBytes();

    assertThat(written.toHex())
        .isEqualTo(
            "fe"
                + "0102"
                + "fffefdfc"
                + "0102030405060708"
                + "00000000000000000000000000000005"
                + "00000002aabb"
                + "0002c384"
                + "cc");
  }

  @Test
  void readsBackWhatWasWritten() {
    ByteReader reader = new ByteReader(record());

    assertThat(reader.u8("a")).isEqualTo(255);
    assertThat(reader.u16("b")).isEqualTo(65_535);
    assertThat(reader.u32("c")).isEqualTo(4_294_967_295L);
    assertThat(reader.u64("d")).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.hash("e")).isEqualTo(HASH);
    assertThat(reader.address("f")).isEqualTo(ADDRESS);
    assertThat(reader.amount("g")).isEqualTo(Amount.MAX);
    assertThat(reader.lengthPrefixed("h", 3)).isEqualTo(Bytes.utf8("abc"));
    assertThat(reader.text("i", 12)).isEqualTo("Grüße 🧵");
    assertThat(reader.remaining()).isEqualTo(2);
    assertThat(reader.bytes("j", 2)).isEqualTo(Bytes.fromHex("0102"));
    reader.expectEnd();
    assertThat(reader.remaining()).isZero();
  }

  @Test
  void everyTruncationIsMalformed() {
    Bytes whole = record();
    for (int size = 0; size < whole.size(); size++) {
      ByteReader reader = new ByteReader(whole.slice(0, size));
      assertThatThrownBy(() -> readRecord(reader))
          .as("cut to %d", size)
          .isInstanceOf(MalformedException.class);
    }
    readRecord(new ByteReader(whole));
  }

  @Test
  void namesTheFieldAndTheOffset() {
    ByteReader reader = new ByteReader(Bytes.fromHex("0000000001"));
    reader.u8("version");

    assertThatThrownBy(() -> reader.u64("laneHeight"))
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.field()).isEqualTo("laneHeight"))
        .hasMessage("laneHeight: needs 8 bytes at offset 1, 4 left");
    assertThat(reader.remaining()).isEqualTo(4);
  }

  @Test
  void refusesBytesAfterTheEnd() {
    ByteReader reader = new ByteReader(Bytes.fromHex("0000"));
    reader.u8("only");

    assertThatThrownBy(reader::expectEnd)
        .isInstanceOf(MalformedException.class)
        .hasMessage("end: 1 bytes too many");
  }

  @Test
  void refusesLengthsOverTheLimitBeforeReading() {
    assertMalformed("ffffffff", r -> r.lengthPrefixed("payload", 10), "payload: has at most 10");
    assertMalformed("0000000b", r -> r.lengthPrefixed("payload", 10), "payload: has at most 10");
    assertMalformed("ffff", r -> r.text("name", 10), "name: has at most 10");
    assertMalformed(
        "7fffffff", r -> r.lengthPrefixed("payload", Integer.MAX_VALUE), "payload: needs");
  }

  @Test
  void refusesNumbersThatJavaWouldReadAsNegative() {
    assertMalformed(
        "8000000000000000",
        r -> r.u64("height"),
        "height: exceeds 2^63-1, got 9223372036854775808");
  }

  /// Overlong forms, surrogates, numbers past U+10FFFF, lone and missing continuation bytes.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c080",
        "e08080",
        "eda080",
        "f4908080",
        "f8888080",
        "80",
        "c3",
        "e282",
        "ff",
        "61c3"
      })
  void refusesTextThatIsNotUtf8(String hex) {
    Bytes text = Bytes.fromHex(hex);
    Bytes written = new ByteWriter().u16(text.size()).bytes(text).toBytes();

    assertThatThrownBy(() -> new ByteReader(written).text("name", 100))
        .isInstanceOf(MalformedException.class)
        .hasMessage("name: is not UTF-8");
  }

  @Test
  void theWriterRefusesWhatItCannotEncode() {
    ByteWriter writer = new ByteWriter();

    assertIllegal(() -> writer.u8(-1));
    assertIllegal(() -> writer.u8(256));
    assertIllegal(() -> writer.u16(65_536));
    assertIllegal(() -> writer.u32(1L << 32));
    assertIllegal(() -> writer.u32(-1));
    assertIllegal(() -> writer.u64(-1));
    assertIllegal(() -> writer.text("\ud800"));
    assertIllegal(() -> writer.text("x".repeat(65_536)));
    assertThat(writer.size()).isZero();
    assertThat(writer.text("x".repeat(65_535)).size()).isEqualTo(65_537);
  }

  @Test
  void growsAndKeepsEarlierSnapshots() {
    ByteWriter writer = new ByteWriter(1);
    writer.u8(1);
    Bytes before = writer.toBytes();
    IntStream.range(0, 1_000).forEach(i -> writer.u8(i & 0xff));

    assertThat(before).isEqualTo(Bytes.fromHex("01"));
    assertThat(writer.size()).isEqualTo(1_001);
    assertThat(writer.toBytes().get(1_000)).isEqualTo((byte) (999 & 0xff));
  }

  @Test
  void readsFromASliceOnly() {
    ByteReader reader = new ByteReader(Bytes.fromHex("00010203").slice(1, 2));

    assertThat(reader.u16("both")).isEqualTo(0x0102);
    reader.expectEnd();
    assertThatThrownBy(() -> reader.u8("more")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> reader.bytes("more", -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes record() {
    return new ByteWriter()
        .u8(255)
        .u16(65_535)
        .u32(4_294_967_295L)
        .u64(Long.MAX_VALUE)
        .hash(HASH)
        .address(ADDRESS)
        .amount(Amount.MAX)
        .lengthPrefixed(Bytes.utf8("abc"))
        .text("Grüße 🧵")
        .bytes(Bytes.fromHex("0102"))
        .toBytes();
  }

  private static void readRecord(ByteReader reader) {
    reader.u8("a");
    reader.u16("b");
    reader.u32("c");
    reader.u64("d");
    reader.hash("e");
    reader.address("f");
    reader.amount("g");
    reader.lengthPrefixed("h", 3);
    reader.text("i", 12);
    reader.bytes("j", 2);
    reader.expectEnd();
  }

  private static void assertMalformed(String hex, Consumer<ByteReader> read, String message) {
    assertThatThrownBy(() -> read.accept(new ByteReader(Bytes.fromHex(hex))))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertIllegal(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }
}
