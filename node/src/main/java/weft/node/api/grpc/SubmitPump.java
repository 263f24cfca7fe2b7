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
import weft.node.api.wire.Faults;
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
/// Answers that are there and not on their way yet count as memory for answers, of which one client
/// may take a part: where it is used up, the stream ends.
final class SubmitPump implements StreamObserver<SubmitBatchRequest> {
  private final TransactionCalls transactions;
  private final Gate gate;
  private final ClientAddress address;
  private final ServerCallStreamObserver<SubmitBatchResponse> out;
  private final ByteBudget.Share memory;
  private final ApiSettings.Streams limits;
  private final Executor executor;

  private final AtomicInteger signals = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long pendingBytes;
  private long unwrittenBytes;
  private long writtenBytes;
  private long written;
  private boolean asked;

  /// Whether the message that came last is not taken from the address's rate yet.
  private boolean owes;

  private boolean paused;
  private boolean watched;
  private boolean clientDone;
  private @Nullable Refusal refused;
  private boolean ended;

  /// A message that is not answered and written yet.
  private static final class Pending {
    final CompletableFuture<SubmitBatchResponse> answer;
    final int bytes;

    /// Size of the answer once it is counted as memory; 0 before.
    long answerBytes;

    Pending(CompletableFuture<SubmitBatchResponse> answer, int bytes) {
      this.answer = answer;
      this.bytes = bytes;
    }

    boolean isAnswered() {
      return answer.isDone() && !answer.isCompletedExceptionally();
    }
  }

  /// To be made inside the call's handler: it sets the call's handlers.
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
    out.setOnReadyHandler(this::signal);
    out.setOnCancelHandler(this::cancelled);
    signal();
  }

  @Override
  public void onNext(SubmitBatchRequest request) {
    if (isRefused()) {
      return;
    }
    switch (transactions.submitBatch(request)) {
      case Checked.Refused<CompletableFuture<SubmitBatchResponse>>(Refusal refusal) ->
          refuse(refusal);
      case Checked.Ok<CompletableFuture<SubmitBatchResponse>>(
              CompletableFuture<SubmitBatchResponse> answer) -> {
        enqueue(new Pending(answer, request.getSerializedSize()));
        var _ = answer.whenComplete((_, _) -> signal());
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

  private void enqueue(Pending one) {
    lock.lock();
    try {
      asked = false;
      owes = true;
      if (!ended) {
        pending.add(one);
        pendingBytes += one.bytes;
        askForMore();
      }
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
      if (!ended && !countAnswers()) {
        end(Gate.tooManyUnread());
      }
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

  /// Holds memory for the answers that are there; false if there is not enough.
  private boolean countAnswers() {
    for (Pending one : pending) {
      if (one.answerBytes == 0 && one.isAnswered()) {
        one.answerBytes = Math.max(1, one.answer.resultNow().getSerializedSize());
        unwrittenBytes += one.answerBytes;
      }
    }
    if (out.isReady()) {
      writtenBytes = 0;
    }
    return memory.hold(unwrittenBytes + writtenBytes);
  }

  private void write() {
    @Nullable Pending head = pending.peek();
    while (head != null && head.answer.isDone()) {
      if (!out.isReady()) {
        watch();
        return;
      }
      if (!head.isAnswered()) {
        end(Faults.report("SubmitStream", head.answer.exceptionNow()));
        return;
      }
      pending.remove();
      pendingBytes -= head.bytes;
      unwrittenBytes -= head.answerBytes;
      // At most this one answer, and a little of those before it, waits for the reader now.
      writtenBytes = head.answerBytes;
      written++;
      out.onNext(head.answer.resultNow());
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

  private boolean isRefused() {
    lock.lock();
    try {
      return refused != null;
    } finally {
      lock.unlock();
    }
  }

  private void end(Refusal refusal) {
    ended = true;
    pending.clear();
    memory.hold(writtenBytes);
    out.onError(GrpcRefusals.exception(refusal));
  }

  private void cancelled() {
    lock.lock();
    try {
      ended = true;
      pending.clear();
    } finally {
      lock.unlock();
    }
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
