package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;
import weft.primitives.Amount;

final class FormatTest {
  @Test
  void numbersHaveSeparatorsAndUnits() {
    assertThat(Format.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Format.count(1, "block")).isEqualTo("1 block");
    assertThat(Format.count(2, "block")).isEqualTo("2 blocks");
    assertThat(Format.amount(Amount.MAX, "weft"))
        .isEqualTo("340,282,366,920,938,463,463,374,607,431,768,211,455 weft");
    assertThat(Format.bytes(999)).isEqualTo("999 B");
    assertThat(Format.bytes(1_500)).isEqualTo("1.5 kB");
    assertThat(Format.bytes(61_200_000)).isEqualTo("61.2 MB");
    assertThat(Format.time(0)).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(Format.duration(3_723_000)).isEqualTo("1h 02m 03s");
    assertThat(Format.duration(63_000)).isEqualTo("1m 03s");
    assertThat(Format.duration(999)).isEqualTo("0s");
  }

  @Test
  void durationsNeedAUnit() {
    DurationConverter converter = new DurationConverter();
    assertThat(converter.convert("500ms")).isEqualTo(500);
    assertThat(converter.convert("30s")).isEqualTo(30_000);
    assertThat(converter.convert("5m")).isEqualTo(300_000);
    assertThat(converter.convert("2h")).isEqualTo(7_200_000);
    for (String wrong : new String[] {"30", "s", "-1s", "1.5s", "1 s", ""}) {
      assertThatThrownBy(() -> converter.convert(wrong))
          .as(wrong)
          .isInstanceOf(TypeConversionException.class)
          .hasMessageContaining("such as 500ms");
    }
  }

  @Test
  void amountsMayHaveSeparators() {
    assertThat(Parse.amount("--tip", "1_000,000")).isEqualTo(Amount.of(1_000_000));
    assertThatThrownBy(() -> Parse.amount("--tip", "1.5"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("--tip: '1.5' is not a whole number");
  }
}
