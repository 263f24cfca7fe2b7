package weft.cli.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

final class UnitsTest {
  @Test
  void fractionsAreExact() {
    Units whole = new Units(BigInteger.ONE);
    assertThat(whole.text(BigFraction.of(34, 6))).isEqualTo("17/3");
    assertThat(whole.text(BigFraction.of(12))).isEqualTo("12");
    assertThat(whole.text(BigFraction.of(3, -2))).isEqualTo("-3/2");
    assertThat(whole.text(BigFraction.of(-3, -2))).isEqualTo("3/2");
    assertThat(whole.text(BigFraction.ZERO)).isEqualTo("0");
  }

  @Test
  void decimalsStayDecimals() {
    Units tenThousandths = new Units(BigInteger.valueOf(10_000));
    assertThat(tenThousandths.text(BigInteger.valueOf(17_878_971))).isEqualTo("1787.8971");
    assertThat(tenThousandths.text(BigInteger.valueOf(20_000))).isEqualTo("2");
    assertThat(tenThousandths.text(BigInteger.valueOf(-25_000))).isEqualTo("-2.5");
    assertThat(tenThousandths.text(BigFraction.of(7_048_598, 10))).isEqualTo("70.48598");
    assertThat(tenThousandths.text(BigFraction.of(1, 3))).isEqualTo("1/30000");
  }
}
