package weft.cli;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import weft.primitives.Amount;

/// Numbers, amounts and times as text for people: thousands separators, a unit on each.
public final class Format {
  private static final long KILO = 1_000;
  private static final String[] LARGER = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Format() {}

  /// `1234567` as `1,234,567`.
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A number and what it counts, in the plural unless it is 1.
  public static String count(long number, String unit) {
    return count(number) + " " + (number == 1 ? unit : unit + "s");
  }

  /// An amount in the smallest units, with separators and without the asset.
  public static String amount(Amount amount) {
    return String.format(Locale.ROOT, "%,d", amount.toBigInteger());
  }

  public static String amount(Amount amount, String asset) {
    return amount(amount) + " " + asset;
  }

  /// Milliseconds since 1970 as a UTC instant.
  public static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  /// A number of bytes with the largest decimal unit that leaves at least one digit before the
  /// point.
  public static String bytes(double bytes) {
    if (bytes < KILO) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    double scaled = bytes / KILO;
    int unit = 0;
    while (scaled >= KILO && unit < LARGER.length - 1) {
      scaled /= KILO;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, LARGER[unit]);
  }

  /// A ratio of two amounts with four decimals; `-` where there is nothing to divide by.
  public static String ratio(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() == 0) {
      return "-";
    }
    return String.format(Locale.ROOT, "%.4f", numerator.doubleValue() / denominator.doubleValue());
  }

  /// A duration as `1h 02m 03s`, `2m 03s` or `3s`.
  public static String duration(long ms) {
    long seconds = ms / KILO;
    if (seconds >= 3600) {
      return String.format(
          Locale.ROOT, "%dh %02dm %02ds", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    return seconds >= 60
        ? String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60)
        : seconds + "s";
  }
}
