package weft.bench.network;

import java.io.IOException;
import java.util.function.Consumer;

/// What is measured of a network, the same for all that are compared.
///
/// @param flood three times the full load
record Rounds(
    Measured empty,
    Measured at20,
    Measured at500,
    Measured at2000,
    Measured full256,
    Measured full16k,
    Measured full64k,
    Measured flood) {
  static final int SMALL_BYTES = 256;
  private static final int MEDIUM_BYTES = 16 << 10;
  private static final int LARGE_BYTES = 64 << 10;
  private static final int SETTLE_SECONDS = 2;
  private static final int FLOOD_TIMES = 3;

  /// A warm-up changes the load so often: what is sent alone takes other ways than what comes in
  /// numbers, and a compiler learns each by itself.
  private static final int WARM_UP_ROUND_SECONDS = 15;

  private static final int WARM_UP_PER_SECOND = 500;

  /// So much payload may be under way at once: two full blocks.
  private static final int OUTSTANDING_BYTES = 8 << 20;

  /// @param warmUpSeconds full load and single transactions by turns, before anything is measured
  /// @param seconds of each measurement
  /// @param say gets one line per step
  static Rounds run(
      MeasuredNetwork network,
      int maxOutstanding,
      int warmUpSeconds,
      int seconds,
      Consumer<String> say)
      throws IOException, InterruptedException {
    say.accept("warming up for " + warmUpSeconds + " s");
    warmUp(network, maxOutstanding, warmUpSeconds);
    say.accept("empty blocks");
    Measured empty = network.measure(Load.none(seconds));
    say.accept("20, 500 and 2,000 transactions per second");
    Measured at20 = network.measure(Load.paced(SMALL_BYTES, 20, seconds));
    Measured at500 = network.measure(Load.paced(SMALL_BYTES, 500, seconds));
    Measured at2000 = network.measure(Load.paced(SMALL_BYTES, 2_000, seconds));
    say.accept("as many transactions of 256 B as become soft");
    Measured full =
        network.measure(Load.full(SMALL_BYTES, maxOutstanding, SETTLE_SECONDS, seconds));
    say.accept("as many payloads of 16 and 64 KiB as become soft");
    Measured medium = network.measure(large(MEDIUM_BYTES, seconds));
    Measured large = network.measure(large(LARGE_BYTES, seconds));
    int floodPerSecond = Math.max(1, (int) (FLOOD_TIMES * full.perSecond()));
    say.accept("three times as many transactions: " + floodPerSecond + "/s");
    Measured flood =
        network.measure(Load.flood(SMALL_BYTES, floodPerSecond, Math.max(1, seconds / 2)));
    return new Rounds(empty, at20, at500, at2000, full, medium, large, flood);
  }

  private static void warmUp(MeasuredNetwork network, int maxOutstanding, int seconds)
      throws IOException, InterruptedException {
    boolean isFull = true;
    for (int left = seconds; left > 0; left -= WARM_UP_ROUND_SECONDS) {
      int length = Math.min(left, WARM_UP_ROUND_SECONDS);
      network.measure(
          isFull
              ? Load.full(SMALL_BYTES, maxOutstanding, 0, length)
              : Load.paced(SMALL_BYTES, WARM_UP_PER_SECOND, length));
      isFull = !isFull;
    }
  }

  private static Load large(int payloadBytes, int seconds) {
    return Load.full(payloadBytes, OUTSTANDING_BYTES / payloadBytes, SETTLE_SECONDS, seconds);
  }
}
