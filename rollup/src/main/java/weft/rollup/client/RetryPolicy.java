package weft.rollup.client;

import java.util.random.RandomGenerator;

/// How often and how long apart a call is tried again: the wait doubles from the first to the
/// longest, and each wait loses up to half at random, so that clients do not come back in step.
///
/// @param maxAttempts attempts in all, at least 1
/// @param firstDelayMs wait after the first failure
/// @param maxDelayMs longest wait, also where a node asks for a longer one
public record RetryPolicy(int maxAttempts, long firstDelayMs, long maxDelayMs) {
  /// Eight attempts within about ten seconds.
  public static final RetryPolicy DEFAULT = new RetryPolicy(8, 50, 4_000);

  /// A single attempt.
  public static final RetryPolicy NONE = new RetryPolicy(1, 1, 1);

  private static final int MAX_DOUBLINGS = 30;

  public RetryPolicy {
    if (maxAttempts < 1 || firstDelayMs < 1 || maxDelayMs < firstDelayMs) {
      throw new IllegalArgumentException(
          "a retry policy has at least 1 attempt and 1 ms <= first delay <= longest delay");
    }
  }

  /// The wait before the next attempt.
  ///
  /// @param failures failed attempts so far, at least 1
  /// @param askedMs the wait that the node asked for, 0 if it did not
  public long delayMs(int failures, long askedMs, RandomGenerator random) {
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    long full = Math.min(maxDelayMs, firstDelayMs << doublings);
    long half = full / 2;
    long jittered = full - (half == 0 ? 0 : random.nextLong(half + 1));
    return Math.min(maxDelayMs, Math.max(jittered, askedMs));
  }
}
