package weft.rollup.lane;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import weft.rollup.client.RetryPolicy;

/// How a follower reads.
///
/// @param backOff waits between attempts; the number of attempts is not limited
/// @param rangeBytes most bytes per range while catching up; two ranges are in memory at a time
/// @param nanoTime a monotonic clock in nanoseconds
/// @param random spreads the attempts of several followers
public record FollowerConfig(
    RetryPolicy backOff, long rangeBytes, NanoClock nanoTime, RandomGenerator random) {

  public static FollowerConfig defaults() {
    return new FollowerConfig(
        new RetryPolicy(1, 50, 5_000), 4L << 20, System::nanoTime, new SplittableRandom());
  }

  public FollowerConfig withBackOff(RetryPolicy other) {
    return new FollowerConfig(other, rangeBytes, nanoTime, random);
  }

  public FollowerConfig withRangeBytes(long bytes) {
    return new FollowerConfig(backOff, bytes, nanoTime, random);
  }

  /// A monotonic clock.
  @FunctionalInterface
  public interface NanoClock {
    long nanoTime();
  }
}
