package weft.node.api.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import weft.node.api.ApiSettings;
import weft.node.api.stream.StreamSource.Step;
import weft.node.api.wire.Faults;
import weft.node.api.wire.Followed;
import weft.node.metrics.NodeMetrics;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Sends a stream to one reader, no faster than it reads. A reader that takes nothing for the
/// stated time is dropped and may resume from its cursor.
///
/// At most [#READY_BYTES] and one message wait in memory for a reader. Runs in its own virtual
/// thread.
final class FollowPump<T, W> implements Runnable {
  static final int READY_BYTES = 256 << 10;

  private final Followed<T, W> followed;
  private final ServerCallStreamObserver<W> out;
  private final ApiSettings.Streams limits;
  private final NodeMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// To be made inside the call's handler: it sets the call's handlers.
  FollowPump(
      Followed<T, W> followed,
      ServerCallStreamObserver<W> out,
      ApiSettings.Streams limits,
      NodeMetrics metrics) {
    this.followed = followed;
    this.out = out;
    this.limits = limits;
    this.metrics = metrics;
    out.setOnReadyThreshold(READY_BYTES);
    out.setOnReadyHandler(this::signal);
    out.setOnCancelHandler(this::signal);
  }

  @Override
  public void run() {
    String reason;
    try (followed) {
      reason = pump();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = refuse(stopping());
    } catch (RuntimeException e) {
      reason = out.isCancelled() ? "left" : refuse(Faults.report(followed.kind() + " stream", e));
    }
    metrics.streamEnded(followed.kind(), reason);
  }

  private String pump() throws InterruptedException {
    while (!out.isCancelled()) {
      switch (followed.next(limits.heartbeatMs())) {
        case Step.Items<T>(List<T> items) -> {
          for (T item : items) {
            if (!awaitReady()) {
              return out.isCancelled() ? "left" : refuse(tooSlow());
            }
            out.onNext(followed.wire(item));
          }
        }
        case Step.Nothing<T> _ -> {}
        case Step.Done<T> _ -> {
          out.onCompleted();
          return "done";
        }
        case Step.Broken<T>(Refusal refusal) -> {
          return refuse(refusal);
        }
      }
    }
    return "left";
  }

  private String refuse(Refusal refusal) {
    if (!out.isCancelled()) {
      out.onError(GrpcRefusals.exception(refusal));
    }
    return refusal.code().id();
  }

  /// Waits until the reader took enough; false if it is too slow or gone.
  private boolean awaitReady() throws InterruptedException {
    if (out.isReady()) {
      return true;
    }
    lock.lock();
    try {
      long leftNs = TimeUnit.MILLISECONDS.toNanos(limits.slowReaderTimeoutMs());
      while (!out.isReady() && !out.isCancelled()) {
        if (leftNs <= 0) {
          return false;
        }
        leftNs = changed.awaitNanos(leftNs);
      }
      return !out.isCancelled();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Refusal tooSlow() {
    return Refusal.of(
        RefusalCode.SLOW_READER,
        "",
        limits.slowReaderTimeoutMs() + " ms",
        "nothing was read for " + limits.slowReaderTimeoutMs() + " ms");
  }

  private static Refusal stopping() {
    return Refusal.of(RefusalCode.NODE_STOPPING, "", "", "the node is stopping");
  }
}
