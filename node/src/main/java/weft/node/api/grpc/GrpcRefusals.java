package weft.node.api.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import weft.node.api.wire.RefusalKind;
import weft.primitives.Amount;
import weft.protocol.codec.RefusalWire;
import weft.protocol.refusal.Refusal;

/// Refusals as gRPC statuses. The trailers carry the fields of a problem document, each as
/// `weft-…`, and all of them exactly as a `weft.v1.Refusal` in `weft-refusal-bin`.
final class GrpcRefusals {
  static final Metadata.Key<String> CODE = key("weft-code");
  static final Metadata.Key<byte[]> REFUSAL =
      Metadata.Key.of("weft-refusal-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /// Trailers count against the client's limit of 8 KiB by default.
  private static final int MAX_TRAILER_CHARS = 512;

  private GrpcRefusals() {}

  static Status status(Refusal refusal) {
    return code(RefusalKind.of(refusal.code())).withDescription(refusal.toString());
  }

  static StatusRuntimeException exception(Refusal refusal) {
    return status(refusal).asRuntimeException(trailers(refusal));
  }

  static Metadata trailers(Refusal refusal) {
    Metadata trailers = new Metadata();
    put(trailers, "weft-code", refusal.code().id());
    put(trailers, "weft-field", refusal.field());
    put(trailers, "weft-limit", refusal.limit());
    put(trailers, "weft-next-step", refusal.nextStep());
    if (refusal.retryAfterMs() > 0) {
      put(trailers, "weft-retry-after-ms", Long.toString(refusal.retryAfterMs()));
    }
    put(
        trailers,
        "weft-required-max-fee",
        refusal.requiredMaxFee().map(Amount::toString).orElse(""));
    byte[] whole = RefusalWire.toWire(refusal).toByteArray();
    if (whole.length <= 4 * MAX_TRAILER_CHARS) {
      trailers.put(REFUSAL, whole);
    }
    return trailers;
  }

  private static Status code(RefusalKind kind) {
    return switch (kind) {
      case BAD_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE -> Status.INVALID_ARGUMENT;
      case FORBIDDEN -> Status.PERMISSION_DENIED;
      case NOT_FOUND -> Status.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> Status.UNIMPLEMENTED;
      case TIMEOUT -> Status.DEADLINE_EXCEEDED;
      case CONFLICT -> Status.ALREADY_EXISTS;
      case UNPROCESSABLE -> Status.FAILED_PRECONDITION;
      case TOO_MANY -> Status.RESOURCE_EXHAUSTED;
      case FAULT -> Status.INTERNAL;
      case UNAVAILABLE -> Status.UNAVAILABLE;
    };
  }

  /// Trailers are printable ASCII.
  private static void put(Metadata trailers, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    String cut = value.substring(0, Math.min(value.length(), MAX_TRAILER_CHARS));
    trailers.put(key(name), cut.replaceAll("[^\\x20-\\x7e]", "?"));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);
  }
}
