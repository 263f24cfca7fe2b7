package weft.node.api.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;
import weft.node.api.wire.Gate;
import weft.node.api.wire.TransactionCalls;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;

/// Answers a stream of submissions, in their order.
///
/// A window bounds the messages, and their bytes, that are not answered and written yet: beyond it,
/// and until a message that came is paid for from the address's rate, no further message is asked
/// for, so a client that is faster than the node, or that does not read its answers, is held back
/// by flow control. One is asked for at a time: how large it is shows only when it is there. No
/// thread waits for a message: whoever completes an answer starts one short task, however many
/// complete meanwhile.
///
/// Answers count as memory for answers, of which one client may take a part, from when they are
/// there until the reader has taken them; where it is used up, the stream ends.
final class SubmitPump implements StreamObserver<SubmitBatchRequest> {
  private static final int READY_BYTES = 32 << 10;

  private final TransactionCalls transactions;
  private final Gate gate;
  private final ClientAddress address;
  private final ServerCallStreamObserver<SubmitBatchResponse> out;
  private final ByteBudget.Share memory;
  private final ApiSettings.Streams limits;
  private final Executor executor;

  private final AtomicInteger signals = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<AwaitedAnswer> pending = new ArrayDeque<>();
  private long pendingBytes;

  /// The most that the library may still hold of what was written.
  private long queuedBytes;

  private long written;
  private boolean asked;

  /// Whether the message that came last is not taken from the address's rate yet.
  private boolean owes;

  private boolean paused;
  private boolean watched;
  private boolean clientDone;
  private @Nullable Refusal refused;
  private boolean ended;

  /// To be made inside the call's handler: it sets the call's handlers.
  ///
  /// @param memory for what was written and is not read
  SubmitPump(
      TransactionCalls transactions,
      Gate gate,
      ClientAddress address,
      ServerCallStreamObserver<SubmitBatchResponse> out,
      ByteBudget.Share memory,
      ApiSettings.Streams limits,
      Executor executor) {
    this.transactions = transactions;
    this.gate = gate;
    this.address = address;
    this.out = out;
    this.memory = memory;
    this.limits = limits;
    this.executor = executor;
    out.disableAutoRequest();
    out.setOnReadyThreshold(READY_BYTES);
    out.setOnReadyHandler(this::signal);
    out.setOnCancelHandler(this::cancelled);
    signal();
  }

  @Override
  public void onNext(SubmitBatchRequest request) {
    if (isOver()) {
      return;
    }
    switch (transactions.submitBatch(address, request)) {
      case Checked.Refused<CompletableFuture<SubmitBatchResponse>>(Refusal refusal) ->
          refuse(refusal);
      case Checked.Ok<CompletableFuture<SubmitBatchResponse>>(
              CompletableFuture<SubmitBatchResponse> answer) -> {
        AwaitedAnswer one = new AwaitedAnswer(windowBytes(request), gate.openAnswer(address));
        CompletableFuture<?> counted = answer.whenComplete(one::complete);
        enqueue(one);
        var _ = counted.whenComplete((_, _) -> signal());
      }
    }
  }

  @Override
  public void onError(Throwable t) {
    cancelled();
  }

  @Override
  public void onCompleted() {
    lock.lock();
    try {
      clientDone = true;
    } finally {
      lock.unlock();
    }
    signal();
  }

  /// A message takes its own bytes or those of its answer, whichever are more.
  private static long windowBytes(SubmitBatchRequest request) {
    return Math.max(
        request.getSerializedSize(),
        TransactionCalls.ANSWER_BYTES * request.getTransactionsCount());
  }

  private void enqueue(AwaitedAnswer one) {
    lock.lock();
    try {
      asked = false;
      owes = true;
      if (ended) {
        one.close();
        return;
      }
      pending.add(one);
      pendingBytes += one.windowBytes();
      askForMore();
    } finally {
      lock.unlock();
    }
  }

  /// Makes sure that [#advance] runs after this; signals that come while it runs share one run.
  private void signal() {
    if (signals.getAndIncrement() == 0) {
      executor.execute(
          () -> {
            int seen;
            do {
              seen = signals.get();
              advance();
            } while (signals.addAndGet(-seen) != 0);
          });
    }
  }

  /// Writes the answers that are there, in order, and asks for more messages.
  private void advance() {
    lock.lock();
    try {
      if (!ended) {
        write();
      }
      if (!ended && pending.isEmpty()) {
        finish();
      }
      if (!ended && !clientDone && refused == null) {
        askForMore();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends the stream if nothing more can come.
  private void finish() {
    @Nullable Refusal last = refused;
    if (last != null) {
      end(last);
    } else if (clientDone) {
      ended = true;
      out.onCompleted();
    }
  }

  private void write() {
    if (out.isReady()) {
      // Nothing else tells how much of what was written is still there.
      queuedBytes = Math.min(queuedBytes, READY_BYTES);
      memory.hold(queuedBytes);
    }
    @Nullable AwaitedAnswer head = pending.peek();
    while (head != null) {
      @Nullable Checked<SubmitBatchResponse> outcome = head.outcome();
      if (outcome == null) {
        return;
      }
      if (!out.isReady()) {
        watch();
        return;
      }
      switch (outcome) {
        case Checked.Refused<SubmitBatchResponse>(Refusal refusal) -> {
          end(refusal);
          return;
        }
        case Checked.Ok<SubmitBatchResponse>(SubmitBatchResponse answer) -> {
          pending.remove();
          pendingBytes -= head.windowBytes();
          head.close();
          queuedBytes = Math.min(queuedBytes, READY_BYTES) + answer.getSerializedSize();
          if (!memory.hold(queuedBytes)) {
            end(Gate.tooManyUnread());
            return;
          }
          written++;
          out.onNext(answer);
        }
      }
      head = pending.peek();
    }
  }

  /// Ends the stream if nothing is read for the stated time.
  private void watch() {
    if (watched) {
      return;
    }
    watched = true;
    long before = written;
    later(
        limits.slowReaderTimeoutMs(),
        () -> {
          watched = false;
          if (!ended && written == before && !out.isReady()) {
            end(tooSlow());
          }
        });
  }

  private void askForMore() {
    if (!asked
        && isPaid()
        && pending.size() < limits.submitWindowMessages()
        && pendingBytes < limits.submitWindowBytes()) {
      asked = true;
      out.request(1);
    }
  }

  /// Whether all messages that came are taken from the address's rate; if not, tries again later.
  private boolean isPaid() {
    if (owes && !paused) {
      long waitMs = gate.takeMessage(address);
      owes = waitMs > 0;
      if (owes) {
        paused = true;
        later(waitMs, () -> paused = false);
      }
    }
    return !owes;
  }

  /// Runs a step after a time, then goes on.
  private void later(long waitMs, Runnable step) {
    CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS, executor)
        .execute(
            () -> {
              lock.lock();
              try {
                step.run();
              } finally {
                lock.unlock();
              }
              signal();
            });
  }

  /// Ends the stream behind the answers that are still to come; later messages are not looked at.
  private void refuse(Refusal refusal) {
    lock.lock();
    try {
      refused = refusal;
    } finally {
      lock.unlock();
    }
    signal();
  }

  private boolean isOver() {
    lock.lock();
    try {
      return ended || refused != null;
    } finally {
      lock.unlock();
    }
  }

  private void end(Refusal refusal) {
    drop();
    out.onError(GrpcRefusals.exception(refusal));
  }

  private void cancelled() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets what was not written.
  private void drop() {
    ended = true;
    pending.forEach(AwaitedAnswer::close);
    pending.clear();
  }

  private Refusal tooSlow() {
    String limit = limits.slowReaderTimeoutMs() + " ms";
    return Refusal.of(
        RefusalCode.SLOW_READER,
        "",
        limit,
        "no answer was read for " + limit + "; sending the same transactions again is safe");
  }
}
