package weft.node.api.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;

/// Bounds the memory of all messages that are being received, and the time that each takes. The
/// library bounds one message, but collects any number of them at once and waits for each for ever;
/// a call that finds the memory used up is refused.
///
/// One for each call; called by its connection's thread.
final class InboundMemory extends ServerStreamTracer {
  private static final Context.Key<InboundMemory> OF_CALL = Context.key("weft-inbound-memory");

  private final ByteBudget budget;
  private final Executor executor;
  private final AtomicReference<@Nullable Runnable> refusal = new AtomicReference<>();
  private volatile ClientAddress address = ClientAddress.UNKNOWN;
  private volatile ByteBudget.@Nullable Share share;
  private volatile @Nullable MessageTimer timer;
  private volatile boolean exceeded;

  private InboundMemory(ByteBudget budget, Executor executor) {
    this.budget = budget;
    this.executor = executor;
  }

  /// @param executor runs refusals
  static Factory factory(ApiSettings.Requests limits, Executor executor) {
    ByteBudget budget =
        ByteBudget.inParts(
            limits.maxBodiesInFlightBytes(),
            ApiSettings.Requests.BODY_PARTS,
            limits.maxBodyBytes());
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new InboundMemory(budget, executor);
      }
    };
  }

  /// Says whose the present call is and how to refuse it. To be used where the call begins: no
  /// message is received before it has begun.
  static void guard(ClientAddress caller, MessageTimer timer, Runnable refuse) {
    InboundMemory here = OF_CALL.get();
    if (here != null) {
      here.address = caller;
      here.timer = timer;
      here.refusal.set(refuse);
      here.refuseIfExceeded();
    }
  }

  /// Whether the present call's message found the memory used up, so that nothing may be made of
  /// it.
  static boolean isExceeded() {
    InboundMemory here = OF_CALL.get();
    return here != null && here.exceeded;
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(OF_CALL, this);
  }

  @Override
  public void inboundWireSize(long bytes) {
    if (exceeded) {
      return;
    }
    MessageTimer waiting = timer;
    if (waiting != null) {
      waiting.bytes();
    }
    ByteBudget.Share held = share;
    if (held == null) {
      held = budget.open(address);
      share = held;
    }
    if (!held.take(bytes)) {
      exceeded = true;
      refuseIfExceeded();
    }
  }

  @Override
  public void inboundMessageRead(int number, long wireSize, long size) {
    MessageTimer waiting = timer;
    if (waiting != null) {
      waiting.complete();
    }
    ByteBudget.Share held = share;
    if (held != null) {
      held.hold(0);
    }
  }

  @Override
  public void streamClosed(Status status) {
    MessageTimer waiting = timer;
    if (waiting != null) {
      waiting.end();
    }
    ByteBudget.Share held = share;
    if (held != null) {
      held.close();
    }
  }

  /// Whichever comes second, the excess or the way to refuse it, refuses.
  private void refuseIfExceeded() {
    if (exceeded) {
      Runnable refuse = refusal.getAndSet(null);
      if (refuse != null) {
        executor.execute(refuse);
      }
    }
  }
}
