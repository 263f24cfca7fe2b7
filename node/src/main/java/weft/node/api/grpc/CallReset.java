package weft.node.api.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Ends a call at once, with all that is queued for its reader. The library closes a call only
/// behind what was sent before, however long that waits; what it does reset is a call whose time is
/// up, so that is how this looks to it.
///
/// One for each call.
final class CallReset extends ServerStreamTracer {
  private static final Context.Key<CallReset> OF_CALL = Context.key("weft-call-reset");

  private volatile Context.@Nullable CancellableContext call;

  private CallReset() {}

  static Factory factory() {
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new CallReset();
      }
    };
  }

  /// Of the present call. To be used where the call begins.
  static CallReset ofCall() {
    return OF_CALL.get();
  }

  @Override
  public Context filterContext(Context context) {
    Context.CancellableContext made = context.withValue(OF_CALL, this).withCancellation();
    call = made;
    return made;
  }

  /// Does nothing if the call is over.
  void reset() {
    Context.CancellableContext there = call;
    if (there != null) {
      there.cancel(new TimeoutException("the answer was not read"));
    }
  }
}
