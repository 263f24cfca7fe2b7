package weft.rollup.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.MalformedException;
import weft.protocol.codec.RefusalWire;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// The refusal that a node attaches to a failed call.
final class GrpcRefusals {
  /// A serialized `weft.v1.Refusal`.
  static final Metadata.Key<byte[]> KEY =
      Metadata.Key.of("weft-refusal-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final String MESSAGE = "message";

  /// How gRPC itself says so; it has no code of its own for it.
  private static final String TOO_LARGE = "message exceeds maximum size";

  private GrpcRefusals() {}

  /// Whether a message on the way was larger than its reader takes. Such a refusal comes from gRPC,
  /// and may mean the request as well as the answer.
  static boolean isMessageSize(Refusal refusal) {
    return refusal.code() == RefusalCode.REQUEST_TOO_LARGE && refusal.field().equals(MESSAGE);
  }

  /// The refusal, or empty where the call failed on the way.
  static Optional<Refusal> of(StatusException failure) {
    return of(failure.getStatus(), failure.getTrailers());
  }

  static Optional<Refusal> of(Status status, @Nullable Metadata trailers) {
    byte[] attached = trailers == null ? null : trailers.get(KEY);
    if (attached == null) {
      return withoutRefusal(status);
    }
    try {
      return Optional.of(RefusalWire.fromWire(weft.protocol.wire.Refusal.parseFrom(attached)));
    } catch (MalformedException | InvalidProtocolBufferException e) {
      // A code of a newer version: the gRPC code still tells enough.
      return withoutRefusal(status);
    }
  }

  private static Optional<Refusal> withoutRefusal(Status status) {
    String message = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case NOT_FOUND -> Optional.of(Refusal.of(RefusalCode.NOT_FOUND, "", "", message));
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          Optional.of(Refusal.of(RefusalCode.INVALID_FIELD, "", "", message));
      case UNIMPLEMENTED ->
          Optional.of(Refusal.of(RefusalCode.METHOD_NOT_ALLOWED, "", "", message));
      case RESOURCE_EXHAUSTED ->
          Optional.of(
              message.contains(TOO_LARGE)
                  ? tooLarge(message)
                  : Refusal.of(RefusalCode.RATE_LIMITED, "", "", message));
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNAUTHENTICATED ->
          Optional.empty();
    };
  }

  /// Coming back does not help; the sizes are in gRPC's own words.
  private static Refusal tooLarge(String message) {
    return new Refusal(
        RefusalCode.REQUEST_TOO_LARGE,
        MESSAGE,
        "",
        message,
        "Take larger answers with ClientConfig.withMaxMessageBytes; where the request is what is"
            + " too large, send less at once.",
        0,
        Optional.empty());
  }
}
