package weft.rollup.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;

/// Lets each call try to connect anew. Left alone, a channel whose node was away for a while waits
/// for up to two minutes before it looks again, and fails every call until then; how long to wait
/// between attempts is for the [RetryPolicy] of the caller.
final class Reconnecting implements ClientInterceptor {
  private final ManagedChannel channel;

  Reconnecting(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return next.newCall(method, options);
  }
}
