package weft.market.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

final class RationalTest {
  @Test
  void comparesAsIntegersDoAfterCrossMultiplying() {
    for (int p = -5; p <= 5; p++) {
      for (int r = -5; r <= 5; r++) {
        for (int q = 1; q <= 4; q++) {
          for (int s = 1; s <= 4; s++) {
            BigFraction a = BigFraction.of(p).divide(BigFraction.of(-q));
            BigFraction b = BigFraction.of(r, s);
            int expected = Integer.compare(-p * s, r * q);
            assertThat(Rational.compare(a, b)).isEqualTo(expected);
            assertThat(Rational.max(a, b)).isEqualTo(expected >= 0 ? a : b);
            assertThat(Rational.min(a, b)).isEqualTo(expected <= 0 ? a : b);
          }
        }
      }
    }
  }

  @Test
  void roundsDownAlsoBelowZero() {
    assertThat(Rational.floor(BigFraction.of(7, 2))).isEqualTo(BigInteger.valueOf(3));
    assertThat(Rational.floor(BigFraction.of(7).divide(BigFraction.of(-2))))
        .isEqualTo(BigInteger.valueOf(-4));
    assertThat(Rational.floor(BigFraction.of(-4))).isEqualTo(BigInteger.valueOf(-4));
  }

  @Test
  void writesTheSignFirst() {
    assertThat(Rational.text(BigFraction.of(17, 3))).isEqualTo("17/3");
    assertThat(Rational.text(BigFraction.of(3).divide(BigFraction.of(-2)))).isEqualTo("-3/2");
    assertThat(Rational.text(BigFraction.of(-4).divide(BigFraction.of(-2)))).isEqualTo("2");
  }
}
