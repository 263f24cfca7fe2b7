package weft.node.api.grpc;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import weft.node.api.limit.ByteBudget;
import weft.node.api.wire.Faults;
import weft.node.api.wire.Gate;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;

/// Sends one answer, or the refusal. To be used in the call's handler.
final class Replies {
  private Replies() {}

  static <T extends Message> void reply(StreamObserver<T> out, Checked<T> answer) {
    switch (answer) {
      case Checked.Ok<T>(T value) -> send(out, value, GuardInterceptor.ANSWER.get());
      case Checked.Refused<T>(Refusal refusal) -> out.onError(GrpcRefusals.exception(refusal));
    }
  }

  /// Sends the answer when it is there.
  static <T extends Message> void replyLater(
      StreamObserver<T> out, String where, CompletableFuture<T> answer) {
    ByteBudget.Share memory = GuardInterceptor.ANSWER.get();
    var _ =
        answer.whenComplete(
            (value, fault) -> {
              if (fault != null) {
                out.onError(GrpcRefusals.exception(Faults.report(where, fault)));
              } else {
                send(out, value, memory);
              }
            });
  }

  /// The library queues an answer whether its reader takes it or not, until the call is over.
  private static <T extends Message> void send(
      StreamObserver<T> out, T value, ByteBudget.Share memory) {
    if (memory.hold(value.getSerializedSize())) {
      out.onNext(value);
      out.onCompleted();
    } else {
      out.onError(GrpcRefusals.exception(Gate.tooManyUnread()));
    }
  }
}
