package weft.node.api.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.node.api.limit.ByteBudget;

/// Bounds the memory of all messages that are being received. The library bounds one message, but
/// collects any number of them at once; a call that finds the memory used up is refused.
///
/// One for each call; called by its connection's thread.
final class InboundMemory extends ServerStreamTracer {
  private static final Context.Key<InboundMemory> OF_CALL = Context.key("weft-inbound-memory");

  private final ByteBudget.Share share;
  private final Executor executor;
  private final AtomicReference<@Nullable Runnable> refusal = new AtomicReference<>();
  private volatile boolean exceeded;

  private InboundMemory(ByteBudget.Share share, Executor executor) {
    this.share = share;
    this.executor = executor;
  }

  /// @param executor runs refusals
  static Factory factory(long maxBytes, Executor executor) {
    ByteBudget budget = new ByteBudget(maxBytes);
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new InboundMemory(budget.open(), executor);
      }
    };
  }

  /// Says how to refuse the present call. To be used where the call begins.
  static void guard(Runnable refuse) {
    InboundMemory here = OF_CALL.get();
    if (here != null) {
      here.refusal.set(refuse);
      here.refuseIfExceeded();
    }
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(OF_CALL, this);
  }

  @Override
  public void inboundWireSize(long bytes) {
    if (!exceeded && !share.take(bytes)) {
      exceeded = true;
      refuseIfExceeded();
    }
  }

  @Override
  public void inboundMessageRead(int number, long wireSize, long size) {
    share.close();
  }

  @Override
  public void streamClosed(Status status) {
    share.close();
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
