package weft.node.api.grpc;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ByteBudget;
import weft.node.api.stream.StreamSource.Step;
import weft.node.api.wire.Faults;
import weft.node.api.wire.Followed;
import weft.node.api.wire.Gate;
import weft.node.api.wire.StreamEnds;
import weft.node.metrics.NodeMetrics;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Sends a stream to one reader, no faster than it reads. A reader that takes nothing for the
/// stated time is dropped and may resume from its cursor.
///
/// Beside [#READY_BYTES], what waits for a reader is what was read from the store at once, counted
/// as memory for answers; nothing more is read before it is on its way. Runs in its own virtual
/// thread.
final class FollowPump<T, W extends Message> implements Runnable {
  /// An item that was read, and its message on the way out.
  private static final long COPIES = 2;

  static final int READY_BYTES = 32 << 10;

  private final Followed<T, W> followed;
  private final ServerCallStreamObserver<W> out;
  private final ByteBudget.Share memory;
  private final ApiSettings.Streams limits;
  private final NodeMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// To be made inside the call's handler: it sets the call's handlers.
  FollowPump(
      Followed<T, W> followed,
      ServerCallStreamObserver<W> out,
      ByteBudget.Share memory,
      ApiSettings.Streams limits,
      NodeMetrics metrics) {
    this.followed = followed;
    this.out = out;
    this.memory = memory;
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
    StreamEnds.report(metrics, followed.kind(), reason);
  }

  private String pump() throws InterruptedException {
    while (awaitReady()) {
      memory.hold(0);
      switch (followed.next(limits.heartbeatMs())) {
        case Step.Items<T>(List<T> items) -> {
          if (!memory.hold(COPIES * followed.bytes(items))) {
            return out.isCancelled() ? "left" : refuse(Gate.tooManyUnread());
          }
          for (T item : items) {
            if (!awaitReady()) {
              return leftOrSlow();
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
    return leftOrSlow();
  }

  private String leftOrSlow() {
    return out.isCancelled() ? "left" : refuse(tooSlow());
  }

  private String refuse(Refusal refusal) {
    if (!out.isCancelled()) {
      out.onError(GrpcRefusals.exception(refusal));
    }
    return refusal.code().id();
  }

  /// Waits until the reader took enough; false if it is too slow or gone.
  private boolean awaitReady() throws InterruptedException {
    if (out.isReady() && !out.isCancelled()) {
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
