package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountTest {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);

  @Test
  void constantsAreTheEndsOfTheRange() {
    assertThat(Amount.ZERO.toBigInteger()).isEqualTo(BigInteger.ZERO);
    assertThat(Amount.MAX.toBigInteger()).isEqualTo(LIMIT.subtract(BigInteger.ONE));
    assertThat(Amount.MAX).hasToString("340282366920938463463374607431768211455");
  }

  @Test
  void parsesWhatItPrints() {
    for (String text : new String[] {"0", "1", "18446744073709551615", "18446744073709551616"}) {
      assertThat(Amount.parse(text)).hasToString(text);
    }
    assertThat(Amount.parse(Amount.MAX.toString())).isEqualTo(Amount.MAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "+1",
        "-1",
        "00",
        "01",
        "1_000",
        "1.0",
        "1e3",
        "0x10",
        "١",
        "340282366920938463463374607431768211456",
        "999999999999999999999999999999999999999",
        "1000000000000000000000000000000000000000",
      })
  void refusesTextThatIsNoAmount(String text) {
    assertThatThrownBy(() -> Amount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an amount ");
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(() -> Amount.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Amount.ofBigInteger(LIMIT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Amount.ofBigInteger(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 15, 17})
  void refusesAnotherNumberOfBytes(int size) {
    assertThatThrownBy(() -> Amount.ofBytes(Bytes.wrap(new byte[size])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 bytes, got " + size);
  }

  @Test
  void bytesAreBigEndian() {
    assertThat(Amount.of(0x0102).toBytes()).isEqualTo(Bytes.fromHex("00".repeat(14) + "0102"));
    assertThat(Amount.ofBytes(Bytes.fromHex("01" + "00".repeat(15))).toBigInteger())
        .isEqualTo(BigInteger.ONE.shiftLeft(120));
  }

  @Test
  void refusesNegativeFactorsAndZeroDenominators() {
    Amount one = Amount.of(1);

    assertThatThrownBy(() -> one.times(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.mulDivFloor(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.mulDivCeil(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.mulDivCeil(1, -2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mulDivKeepsAWideProduct() {
    assertThat(Amount.MAX.mulDivFloor(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Amount.MAX);
    assertThat(Amount.MAX.mulDivCeil(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Amount.MAX);
    assertThat(Amount.of(10).mulDivFloor(1, 3)).isEqualTo(Amount.of(3));
    assertThat(Amount.of(10).mulDivCeil(1, 3)).isEqualTo(Amount.of(4));
    assertThat(Amount.of(9).mulDivCeil(1, 3)).isEqualTo(Amount.of(3));
  }

  @Test
  void underflowNamesBothAmounts() {
    assertThatThrownBy(() -> Amount.of(3).minus(Amount.of(5)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("3 - 5 is below zero");
  }
}
