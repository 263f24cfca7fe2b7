package weft.cli.market;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Latencies of the last ten to twenty seconds, in bounded memory: two histograms that take turns.
final class RecentLatency {
  private static final long TURN_NS = TimeUnit.SECONDS.toNanos(10);

  private final Histogram shown;
  private Histogram current;
  private Histogram previous;
  private long turnedAtNs;

  /// A meter of values in milliseconds.
  ///
  /// @param nowNs a monotonic time, as in [#record] and [#read]
  RecentLatency(long highestMs, long nowNs) {
    shown = new Histogram(highestMs, 3);
    current = new Histogram(highestMs, 3);
    previous = new Histogram(highestMs, 3);
    turnedAtNs = nowNs;
  }

  void record(long latencyMs, long nowNs) {
    turn(nowNs);
    current.recordValue(latencyMs);
  }

  Snapshot.Latency read(long nowNs) {
    turn(nowNs);
    shown.reset();
    shown.add(previous);
    shown.add(current);
    return percentiles(shown);
  }

  static Snapshot.Latency percentiles(Histogram latencies) {
    return new Snapshot.Latency(
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(90),
        latencies.getValueAtPercentile(99));
  }

  private void turn(long nowNs) {
    if (nowNs - turnedAtNs < TURN_NS) {
      return;
    }
    boolean isLongAgo = nowNs - turnedAtNs >= 2 * TURN_NS;
    Histogram oldest = previous;
    previous = current;
    current = oldest;
    current.reset();
    if (isLongAgo) {
      previous.reset();
    }
    turnedAtNs = nowNs;
  }
}
