package weft.rollup.client;

/// How a client waits before it tries again. Tests give one that does not wait.
@FunctionalInterface
public interface Pause {
  void sleepMs(long waitMs) throws InterruptedException;

  /// Sleeps.
  static Pause real() {
    return Thread::sleep;
  }
}
