package weft.node.api.grpc;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Runs out when a message that began to arrive is not complete in time.
///
/// Looks again at the end of the time instead of starting anew with each message, so that a stream
/// of complete messages costs no more than one look in that time.
final class MessageTimer {
  private static final long NOT_SINCE = 0;

  private final ScheduledExecutorService timer;
  private final long timeoutNs;
  private final Runnable runsOut;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long sinceNs = NOT_SINCE;
  private volatile boolean ended;
  private volatile @Nullable Future<?> look;

  /// @param timeoutMs from the first byte of a message after its length to its last
  MessageTimer(ScheduledExecutorService timer, long timeoutMs, Runnable runsOut) {
    this.timer = timer;
    this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    this.runsOut = runsOut;
  }

  /// Bytes of a message came.
  void bytes() {
    if (sinceNs == NOT_SINCE) {
      sinceNs = System.nanoTime() | 1;
      lookLater();
    }
  }

  /// The message is complete.
  void complete() {
    sinceNs = NOT_SINCE;
  }

  /// Nothing more comes.
  void end() {
    ended = true;
    Future<?> waiting = look;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  private void lookLater() {
    if (looking.compareAndSet(false, true)) {
      lookIn(timeoutNs);
    }
  }

  private void lookIn(long delayNs) {
    if (!ended) {
      look = timer.schedule(this::look, delayNs, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    long since = sinceNs;
    if (since == NOT_SINCE) {
      looking.set(false);
      // One may have begun just now and left the look to this one.
      if (sinceNs != NOT_SINCE) {
        lookLater();
      }
      return;
    }
    long leftNs = timeoutNs - (System.nanoTime() - since);
    if (leftNs > 0) {
      lookIn(leftNs);
    } else if (!ended) {
      runsOut.run();
    }
  }
}
