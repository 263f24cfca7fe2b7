package weft.bench.network;

/// What is sent to a network, spread over all its nodes.
///
/// @param payloadBytes of each transaction; 0 = nothing is sent
/// @param ratePerSecond 0 = as fast as the network takes it
/// @param maxOutstanding how many may be neither soft nor refused; 0 = any number
/// @param isObservedWhole whether every transaction is timed: too much for a large load
/// @param warmUpSeconds sent first and not measured
record Load(
    int payloadBytes,
    int ratePerSecond,
    int maxOutstanding,
    boolean isObservedWhole,
    int warmUpSeconds,
    int seconds) {

  /// Nothing.
  static Load none(int seconds) {
    return new Load(0, 0, 0, false, 1, seconds);
  }

  /// A steady rate that the network carries.
  static Load paced(int payloadBytes, int ratePerSecond, int seconds) {
    return new Load(payloadBytes, ratePerSecond, 0, true, 1, seconds);
  }

  /// As much as becomes soft.
  static Load full(int payloadBytes, int maxOutstanding, int warmUpSeconds, int seconds) {
    return new Load(payloadBytes, 0, maxOutstanding, false, warmUpSeconds, seconds);
  }

  /// More than the network carries, whatever becomes of it.
  static Load flood(int payloadBytes, int ratePerSecond, int seconds) {
    return new Load(payloadBytes, ratePerSecond, 0, false, 1, seconds);
  }

  boolean isEmpty() {
    return payloadBytes == 0;
  }

  boolean isPaced() {
    return ratePerSecond > 0;
  }

  int allSeconds() {
    return warmUpSeconds + seconds;
  }
}
