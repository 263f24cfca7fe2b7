package weft.bench.scenario;

/// One measured number.
///
/// @param name what was measured, such as `soft transactions`
/// @param aim what is aimed at, in words; empty where there is no aim
public record Figure(String scenario, String name, double value, String unit, String aim) {}
