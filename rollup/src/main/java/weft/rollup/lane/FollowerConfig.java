package weft.rollup.lane;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import weft.rollup.client.RetryPolicy;

/// How a follower reads.
///
/// @param backOff waits between attempts; the number of attempts is not limited
/// @param rangeBytes most bytes per range while catching up; two ranges are in memory at a time
/// @param nanoTime a monotonic clock in nanoseconds
/// @param random spreads the attempts of several followers
/// @param clock the present, which says whether a network's validators may still be believed
/// @param trustFile where what is learnt of a network's validators is kept, if anywhere: with it, a
///   follower that was started again goes on within its trusting period
public record FollowerConfig(
    RetryPolicy backOff,
    long rangeBytes,
    NanoClock nanoTime,
    RandomGenerator random,
    InstantSource clock,
    Optional<Path> trustFile) {

  public static FollowerConfig defaults() {
    return new FollowerConfig(
        new RetryPolicy(1, 50, 5_000),
        4L << 20,
        System::nanoTime,
        new SplittableRandom(),
        InstantSource.system(),
        Optional.empty());
  }

  public FollowerConfig withBackOff(RetryPolicy other) {
    return new FollowerConfig(other, rangeBytes, nanoTime, random, clock, trustFile);
  }

  public FollowerConfig withRangeBytes(long bytes) {
    return new FollowerConfig(backOff, bytes, nanoTime, random, clock, trustFile);
  }

  public FollowerConfig withClock(InstantSource other) {
    return new FollowerConfig(backOff, rangeBytes, nanoTime, random, other, trustFile);
  }

  public FollowerConfig withTrustFile(Path file) {
    return new FollowerConfig(backOff, rangeBytes, nanoTime, random, clock, Optional.of(file));
  }

  /// A monotonic clock.
  @FunctionalInterface
  public interface NanoClock {
    long nanoTime();
  }
}
