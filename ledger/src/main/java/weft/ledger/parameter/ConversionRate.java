package weft.ledger.parameter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// What one unit of the default asset costs in a fee asset: `numerator / denominator` units.
///
/// Kept on chain as the parameter `asset-rate.<asset>` with the value `n/d`, or `none` once the
/// asset is not accepted any more. Both numbers are 1 to 10^12.
public record ConversionRate(long numerator, long denominator) {
  public static final long MAX = 1_000_000_000_000L;

  /// The default asset's own rate.
  public static final ConversionRate ONE = new ConversionRate(1, 1);

  /// Before the asset's name in the parameter's name.
  public static final String PARAMETER_PREFIX = "asset-rate.";

  /// The value that ends the acceptance of an asset.
  public static final String NONE = "none";

  /// 2^63 - 1: times the greatest rate this fits 128 bits by far, so that no division is needed to
  /// find out.
  private static final Amount SAFE = Amount.of(Long.MAX_VALUE);

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,12})/([1-9][0-9]{0,12})");

  public ConversionRate {
    if (numerator < 1 || numerator > MAX || denominator < 1 || denominator > MAX) {
      throw new IllegalArgumentException(
          "a rate's numbers lie in 1.." + MAX + ", got " + numerator + "/" + denominator);
    }
  }

  /// The name of the parameter that holds an asset's rate.
  public static String parameterOf(AssetId asset) {
    return PARAMETER_PREFIX + asset.name();
  }

  /// The asset whose rate a parameter holds; empty if the name is not of that form.
  public static Optional<AssetId> assetOf(String parameter) {
    String asset =
        parameter.startsWith(PARAMETER_PREFIX)
            ? parameter.substring(PARAMETER_PREFIX.length())
            : "";
    return AssetId.isName(asset) ? Optional.of(new AssetId(asset)) : Optional.empty();
  }

  /// Reads `n/d`; empty for anything else.
  public static Optional<ConversionRate> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long numerator = Long.parseLong(matcher.group(1));
    long denominator = Long.parseLong(matcher.group(2));
    return numerator <= MAX && denominator <= MAX
        ? Optional.of(new ConversionRate(numerator, denominator))
        : Optional.empty();
  }

  /// Default asset to fee asset: `ceil(amount * n / d)`, or the greatest amount where that is more.
  public Amount toAsset(Amount inDefault) {
    return numerator == denominator ? inDefault : ceil(inDefault, numerator, denominator);
  }

  /// Fee asset to default asset, for what a sponsor has used: `ceil(amount * d / n)`.
  public Amount toDefaultUp(Amount inAsset) {
    return numerator == denominator ? inAsset : ceil(inAsset, denominator, numerator);
  }

  /// Fee asset to default asset, for comparing tips: `floor(amount * d / n)`.
  public Amount toDefaultDown(Amount inAsset) {
    return numerator == denominator ? inAsset : floor(inAsset, denominator, numerator);
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }

  private static Amount ceil(Amount amount, long up, long down) {
    return fits(amount, up, down) ? amount.mulDivCeil(up, down) : Amount.MAX;
  }

  private static Amount floor(Amount amount, long up, long down) {
    return fits(amount, up, down) ? amount.mulDivFloor(up, down) : Amount.MAX;
  }

  /// Whether `ceil(amount * up / down)` fits 128 bits.
  private static boolean fits(Amount amount, long up, long down) {
    return up <= down
        || amount.compareTo(SAFE) <= 0
        || amount.compareTo(Amount.MAX.mulDivFloor(down, up)) <= 0;
  }
}
