package weft.bench.scenario;

import java.util.Locale;
import java.util.Optional;

/// What a figure is aimed at.
///
/// @param bound in the figure's unit
/// @param shortfall why the run does not measure it; empty: it does
public record Aim(Kind kind, double bound, Optional<Shortfall> shortfall) {
  /// A figure that is only reported.
  public static final Aim NONE = new Aim(Kind.NONE, 0, Optional.empty());

  /// Which side of the bound is meant.
  public enum Kind {
    NONE,
    AT_LEAST,
    AT_MOST
  }

  /// At least so much.
  public static Aim atLeast(double bound) {
    return new Aim(Kind.AT_LEAST, bound, Optional.empty());
  }

  /// At most so much.
  public static Aim atMost(double bound) {
    return new Aim(Kind.AT_MOST, bound, Optional.empty());
  }

  /// The same aim in a run that may not measure it.
  public Aim under(Optional<Shortfall> here) {
    return kind == Kind.NONE ? this : new Aim(kind, bound, here);
  }

  /// Whether a value reaches it; empty where there is no aim, or the run does not measure it.
  public Optional<Boolean> isMetBy(double value) {
    if (shortfall.isPresent()) {
      return Optional.empty();
    }
    return switch (kind) {
      case NONE -> Optional.empty();
      case AT_LEAST -> Optional.of(value >= bound);
      case AT_MOST -> Optional.of(value <= bound);
    };
  }

  /// In words; empty where there is no aim.
  public String text() {
    String number = String.format(Locale.ROOT, bound % 1 == 0 ? "%,.0f" : "%,.1f", bound);
    return switch (kind) {
      case NONE -> "";
      case AT_LEAST -> "at least " + number;
      case AT_MOST -> "at most " + number;
    };
  }
}
