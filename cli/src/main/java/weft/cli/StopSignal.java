package weft.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM as a request that a long-running command answers in its own time: it stops
/// what it started in order, prints what it has to say, and its exit status becomes the process's.
public final class StopSignal {
  private static final long LONGEST_STOP_MS = 60_000;
  private static final StopSignal PROCESS = new StopSignal();

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private boolean installed;
  private volatile int status;

  private StopSignal() {}

  /// Catches the signal from now on and gives it to a command that waits for it.
  public static synchronized StopSignal install() {
    if (!PROCESS.installed) {
      PROCESS.installed = true;
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("stop-signal").unstarted(PROCESS::stop));
    }
    return PROCESS;
  }

  /// Takes the end of standard input for such a request too: whoever started this process as its
  /// child is gone then, however it ended.
  public void alsoAtEndOfInput() {
    Thread.ofPlatform().name("input-end").daemon().start(StopSignal::exitAtEndOfInput);
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing that is written counts, only that there is somebody who could.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    System.exit(0);
  }

  /// Waits until a stop is asked for.
  ///
  /// @return whether it was
  public boolean await(long waitMs) throws InterruptedException {
    return requested.await(waitMs, TimeUnit.MILLISECONDS);
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /// The command is over.
  static void finished(int exitStatus) {
    PROCESS.status = exitStatus;
    PROCESS.finished.countDown();
  }

  private void stop() {
    boolean overAlready = finished.getCount() == 0;
    requested.countDown();
    if (overAlready) {
      return;
    }
    try {
      boolean inTime = finished.await(LONGEST_STOP_MS, TimeUnit.MILLISECONDS);
      System.out.flush();
      Runtime.getRuntime().halt(inTime ? status : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
