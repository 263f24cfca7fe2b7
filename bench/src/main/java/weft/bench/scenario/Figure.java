package weft.bench.scenario;

/// One measured number.
///
/// @param name what was measured, such as `soft transactions`
/// @param unit empty for counts and ratios
public record Figure(String scenario, String name, double value, String unit, Aim aim) {

  /// One that is only reported.
  public static Figure of(String scenario, String name, double value, String unit) {
    return new Figure(scenario, name, value, unit, Aim.NONE);
  }
}
