package weft.ledger.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.ledger.state.StateReader;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.AssetId;

final class ParameterTest {
  private static final BigInteger MAX = Amount.MAX.toBigInteger();

  @Test
  void acceptsItsOwnDefault() {
    for (Parameter parameter : Parameter.values()) {
      assertThat(parameter.accepts(parameter.defaultValue())).as(parameter.id()).isTrue();
      assertThat(Parameter.ofId(parameter.id())).contains(parameter);
    }
    assertThat(Parameter.ofId("no.such-parameter")).isEmpty();
  }

  @Test
  void refusesWhatIsNoNumberInItsRange() {
    Parameter denominator = Parameter.FEE_CHANGE_DENOMINATOR;

    assertThat(List.of("2", "256")).allMatch(denominator::accepts);
    assertThat(List.of("1", "257", "", "+8", "-8", "08", " 8", "8.0", "x", "8/8", "9".repeat(40)))
        .noneMatch(denominator::accepts);
  }

  @Test
  void takesSharesThatSumToTheWhole() {
    Parameter shares = Parameter.FEE_SHARES;

    assertThat(List.of("10000/0/0/0", "1/2/3/9994")).allMatch(shares::accepts);
    assertThat(
            List.of(
                "10000/0/0",
                "10000/0/0/0/0",
                "10000/0/0/1",
                "9999/0/0/0",
                "10001/0/0/-1",
                "a/b/c/d"))
        .noneMatch(shares::accepts);
  }

  @Test
  void readsDefaultsFromAnEmptyStateAndValuesFromAFullOne() {
    Parameters defaults = Parameters.read(new StateReader(key -> null));
    assertThat(defaults.feeChangeDenominator()).isEqualTo(8);
    assertThat(
            defaults.proposerShareBps()
                + defaults.validatorsShareBps()
                + defaults.rollupShareBps()
                + defaults.burnShareBps())
        .isEqualTo(Parameter.SHARES_TOTAL_BPS);

    Bytes key = Bytes.utf8("par/rollup.bond");
    Parameters changed =
        Parameters.read(new StateReader(asked -> asked.equals(key) ? Bytes.utf8("7") : null));
    assertThat(changed.rollupBond()).isEqualTo(Amount.of(7));
  }

  @Test
  void parsesRates() {
    assertThat(ConversionRate.parse("3/2")).contains(new ConversionRate(3, 2));
    assertThat(ConversionRate.parse("1000000000000/1")).isPresent();
    assertThat(
            List.of("", "3", "3/", "/2", "0/1", "1/0", "03/2", "3/2/1", "-3/2", "1000000000001/1"))
        .allMatch(text -> ConversionRate.parse(text).isEmpty());
    assertThat(ConversionRate.assetOf("asset-rate.usd")).contains(new AssetId("usd"));
    assertThat(ConversionRate.assetOf("asset-rate.US")).isEmpty();
    assertThat(ConversionRate.assetOf("usd")).isEmpty();
  }

  @Test
  void convertsExactlyAndStopsAtTheGreatestAmount() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      ConversionRate rate =
          new ConversionRate(
              1 + random.nextLong(random.nextBoolean() ? 10 : ConversionRate.MAX),
              1 + random.nextLong(random.nextBoolean() ? 10 : ConversionRate.MAX));
      Amount amount = Amount.ofBigInteger(new BigInteger(random.nextInt(129), random));
      BigInteger n = BigInteger.valueOf(rate.numerator());
      BigInteger d = BigInteger.valueOf(rate.denominator());
      BigInteger value = amount.toBigInteger();

      assertThat(rate.toAsset(amount).toBigInteger())
          .as("seed " + seed)
          .isEqualTo(ceil(value.multiply(n), d).min(MAX));
      assertThat(rate.toDefaultUp(amount).toBigInteger())
          .as("seed " + seed)
          .isEqualTo(ceil(value.multiply(d), n).min(MAX));
      Amount down = rate.toDefaultDown(amount);
      BigInteger exactDown = value.multiply(d).divide(n);
      assertThat(down.toBigInteger()).as("seed " + seed).isEqualTo(exactDown.min(MAX));
    }
  }

  private static BigInteger ceil(BigInteger numerator, BigInteger denominator) {
    return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
  }

  @Test
  void isListedInTheDocs() throws IOException {
    Path docs = Path.of(System.getProperty("weft.root", "..")).resolve("docs/protocol");
    String text = Files.readString(docs.resolve("parameters.md"));
    for (Parameter parameter : Parameter.values()) {
      assertThat(text)
          .contains(
              "| `%s` | %s | %s | %s |"
                  .formatted(
                      parameter.id(),
                      parameter.defaultValue(),
                      parameter.range(),
                      parameter.unit()));
    }
  }
}
