package weft.node.api.grpc;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import weft.node.api.ApiSettings;
import weft.node.api.wire.Calls;
import weft.node.api.wire.FollowCalls;
import weft.node.api.wire.Followed;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;

/// Runs streams: one virtual thread for each that is followed, and ends them when the node stops.
final class StreamRunner {
  private final Calls calls;
  private final ApiSettings.Streams limits;
  private final Executor executor;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  StreamRunner(Calls calls, ApiSettings.Streams limits, Executor executor) {
    this.calls = calls;
    this.limits = limits;
    this.executor = executor;
  }

  FollowCalls calls() {
    return calls.follow();
  }

  <T, W extends Message> void follow(Checked<Followed<T, W>> opened, StreamObserver<W> out) {
    switch (opened) {
      case Checked.Refused<Followed<T, W>>(Refusal refusal) ->
          out.onError(GrpcRefusals.exception(refusal));
      case Checked.Ok<Followed<T, W>>(Followed<T, W> followed) ->
          start(
              new FollowPump<>(
                  followed,
                  (ServerCallStreamObserver<W>) out,
                  GuardInterceptor.ANSWER.get(),
                  limits,
                  calls.metrics()));
    }
  }

  StreamObserver<SubmitBatchRequest> submissions(
      ServerCallStreamObserver<SubmitBatchResponse> out) {
    return new SubmitPump(
        calls.transactions(),
        calls.gate(),
        GuardInterceptor.ADDRESS.get(),
        out,
        GuardInterceptor.ANSWER.get(),
        limits,
        executor);
  }

  /// Ends every followed stream with a refusal that says that the node stops.
  void close() {
    running.forEach(Thread::interrupt);
  }

  private void start(Runnable pump) {
    Thread thread =
        Thread.ofVirtual()
            .name("follow")
            .unstarted(
                () -> {
                  try {
                    pump.run();
                  } finally {
                    running.remove(Thread.currentThread());
                  }
                });
    running.add(thread);
    thread.start();
    if (calls.gate().isClosed()) {
      thread.interrupt();
    }
  }
}
