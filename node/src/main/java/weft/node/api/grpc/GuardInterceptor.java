package weft.node.api.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;
import weft.node.api.limit.Slots;
import weft.node.api.wire.Faults;
import weft.node.api.wire.Gate;
import weft.node.metrics.NodeMetrics;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Stands before every call: rate, number of streams, metrics, and no fault leaves the node.
final class GuardInterceptor implements ServerInterceptor {
  static final Context.Key<ClientAddress> ADDRESS = Context.key("weft-address");

  /// The memory that the call's answer takes until the call is over.
  static final Context.Key<ByteBudget.Share> ANSWER = Context.key("weft-answer");

  /// A single answer up to here is not worth a timer; it counts as memory all the same.
  private static final long SMALL_ANSWER_BYTES = 64 << 10;

  /// A reader of a large answer has this much more time, and a second for each 64 KiB.
  private static final long READ_GRACE_MS = 2_000;

  private static final long SLOWEST_BYTES_PER_MS = 64;

  private final Gate gate;
  private final NodeMetrics metrics;
  private final ScheduledExecutorService timer;
  private final long messageTimeoutMs;
  private final long slowReaderTimeoutMs;

  /// Guards calls. The body timeout is what a call's one message may take to arrive, and each
  /// message of a stream once its length is there. A stream that stops inside the 5 bytes of the
  /// length holds no more than one that is quiet, and the library tells of neither.
  GuardInterceptor(
      Gate gate, NodeMetrics metrics, ScheduledExecutorService timer, ApiSettings settings) {
    this.gate = gate;
    this.metrics = metrics;
    this.timer = timer;
    this.messageTimeoutMs = settings.requests().bodyTimeoutMs();
    this.slowReaderTimeoutMs = settings.streams().slowReaderTimeoutMs();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    ClientAddress address = address(call.getAttributes());
    CountedCall<Q, R> counted = new CountedCall<>(call, gate.openAnswer(address));
    Optional<Refusal> refusal = gate.enter(address);
    if (refusal.isPresent()) {
      return counted.refuse(refusal.get());
    }
    if (!call.getMethodDescriptor().getType().serverSendsOneMessage()) {
      switch (gate.openStream(address)) {
        case Checked.Refused<Slots.Slot>(Refusal full) -> {
          return counted.refuse(full);
        }
        case Checked.Ok<Slots.Slot>(Slots.Slot slot) -> counted.holds(slot);
      }
    }
    InboundMemory.guard(
        address,
        new MessageTimer(timer, messageTimeoutMs, counted::messageStalled),
        () -> counted.close(overloaded()));
    Context context =
        Context.current().withValue(ADDRESS, address).withValue(ANSWER, counted.memory);
    if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      counted.awaitsMessage();
    }
    return new FaultCatcher<>(counted, Contexts.interceptCall(context, counted, headers, next));
  }

  private static Refusal overloaded() {
    return Refusal.of(
            RefusalCode.OVERLOADED, "message", "", "too many large messages are being received")
        .retryAfterMs(1_000);
  }

  private static ClientAddress address(Attributes attributes) {
    return ClientAddress.of(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  /// A call that is counted when it closes.
  private final class CountedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final ByteBudget.Share memory;
    private final CallReset reset = CallReset.ofCall();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile AutoCloseableSlot slot = () -> {};
    private volatile @Nullable Future<?> timeout;

    CountedCall(ServerCall<Q, R> call, ByteBudget.Share memory) {
      super(call);
      this.memory = memory;
    }

    void holds(Slots.Slot taken) {
      slot = taken::close;
    }

    /// From now on the message has its time to arrive.
    void awaitsMessage() {
      timeout = timer.schedule(() -> close(tooSlow()), messageTimeoutMs, TimeUnit.MILLISECONDS);
    }

    void messageIsThere() {
      Future<?> waiting = timeout;
      if (waiting != null) {
        waiting.cancel(false);
      }
    }

    /// A message began to arrive and did not go on.
    void messageStalled() {
      close(tooSlow());
    }

    /// Others may have closed the call meanwhile; what a service still says then is not for anyone.
    @Override
    public void sendHeaders(Metadata headers) {
      if (!isClosed()) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public void sendMessage(R message) {
      if (!isClosed()) {
        super.sendMessage(message);
      }
    }

    boolean isClosed() {
      return closed.get();
    }

    ServerCall.Listener<Q> refuse(Refusal refusal) {
      close(refusal);
      return new ServerCall.Listener<>() {};
    }

    void close(Refusal refusal) {
      close(GrpcRefusals.status(refusal), GrpcRefusals.trailers(refusal));
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        count(status);
        super.close(status, trailers);
        awaitsReader();
      }
    }

    /// From now on the reader has its time to take what is queued for it.
    private void awaitsReader() {
      long bytes = memory.held();
      boolean oneAnswer = getMethodDescriptor().getType().serverSendsOneMessage();
      if (!oneAnswer || bytes > SMALL_ANSWER_BYTES) {
        long waitMs = slowReaderTimeoutMs + READ_GRACE_MS + bytes / SLOWEST_BYTES_PER_MS;
        timeout = timer.schedule(reset::reset, waitMs, TimeUnit.MILLISECONDS);
      }
    }

    /// The last bytes have left, or the client has.
    void ended() {
      if (closed.compareAndSet(false, true)) {
        count(Status.CANCELLED);
      }
      slot.close();
      memory.close();
      messageIsThere();
    }

    private Refusal tooSlow() {
      String limit = messageTimeoutMs + " ms";
      return Refusal.of(
          RefusalCode.REQUEST_TIMEOUT, "message", limit, "the message took longer than " + limit);
    }

    private void count(Status status) {
      String method = getMethodDescriptor().getFullMethodName();
      metrics.answered("grpc", method, status.getCode().name());
    }
  }

  private interface AutoCloseableSlot {
    void close();
  }

  /// Turns an exception in a service into a refusal without details.
  private static final class FaultCatcher<Q> extends SimpleForwardingServerCallListener<Q> {
    private final CountedCall<Q, ?> call;

    FaultCatcher(CountedCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    /// A message that is too much is refused by another thread, which may come later than it.
    @Override
    public void onMessage(Q message) {
      if (InboundMemory.isExceeded()) {
        call.close(overloaded());
      }
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      call.messageIsThere();
      guarded(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }

    @Override
    public void onComplete() {
      call.ended();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      call.ended();
      super.onCancel();
    }

    private void guarded(Runnable step) {
      if (call.isClosed()) {
        return;
      }
      try {
        step.run();
      } catch (RuntimeException e) {
        Refusal refusal =
            e.getCause() instanceof InvalidProtocolBufferException malformed
                ? malformed(malformed)
                : Faults.report(call.getMethodDescriptor().getFullMethodName(), e);
        call.close(refusal);
      }
    }

    private static Refusal malformed(InvalidProtocolBufferException e) {
      return Refusal.of(
          RefusalCode.MALFORMED_REQUEST,
          "message",
          "",
          "the message does not parse: " + e.getMessage());
    }
  }
}
