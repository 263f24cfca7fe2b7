package weft.node.api.grpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import weft.node.api.wire.Faults;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;

/// Sends one answer, or the refusal.
final class Replies {
  private Replies() {}

  static <T> void reply(StreamObserver<T> out, Checked<T> answer) {
    switch (answer) {
      case Checked.Ok<T>(T value) -> {
        out.onNext(value);
        out.onCompleted();
      }
      case Checked.Refused<T>(Refusal refusal) -> out.onError(GrpcRefusals.exception(refusal));
    }
  }

  /// Sends the answer when it is there.
  static <T> void replyLater(StreamObserver<T> out, String where, CompletableFuture<T> answer) {
    var _ =
        answer.whenComplete(
            (value, fault) -> {
              if (fault != null) {
                out.onError(GrpcRefusals.exception(Faults.report(where, fault)));
              } else {
                out.onNext(value);
                out.onCompleted();
              }
            });
  }
}
