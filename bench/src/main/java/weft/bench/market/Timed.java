package weft.bench.market;

import java.util.Arrays;

/// How long the same work takes, again and again on this thread.
final class Timed {
  private static final int MIN_RUNS = 5;
  private static final int MAX_RUNS = 2_000;

  private Timed() {}

  /// The median in milliseconds: runs for half the time to warm up and for half to measure.
  static double medianMs(double seconds, Runnable work) {
    repeat(seconds / 2, work);
    double[] sorted = repeat(seconds / 2, work);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double[] repeat(double seconds, Runnable work) {
    double[] ms = new double[MAX_RUNS];
    int runs = 0;
    long begin = System.nanoTime();
    while (runs < MAX_RUNS && (runs < MIN_RUNS || System.nanoTime() - begin < seconds * 1e9)) {
      long start = System.nanoTime();
      work.run();
      ms[runs++] = (System.nanoTime() - start) / 1e6;
    }
    return Arrays.copyOf(ms, runs);
  }
}
