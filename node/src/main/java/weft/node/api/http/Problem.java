package weft.node.api.http;

import io.javalin.http.Context;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import weft.node.api.json.Json;
import weft.node.api.json.WireJson;
import weft.node.api.wire.RefusalKind;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Refusals as problem documents (RFC 9457).
final class Problem {
  static final String CONTENT_TYPE = "application/problem+json";
  static final String PATH = "/problems/";

  private static final long MS_PER_SECOND = 1_000;

  private Problem() {}

  static void send(Context context, Refusal refusal) {
    context.status(status(refusal));
    context.contentType(CONTENT_TYPE);
    if (refusal.retryAfterMs() > 0) {
      context.header("Retry-After", Long.toString(retryAfterSeconds(refusal)));
    }
    context.result(bytes(refusal));
  }

  static int status(Refusal refusal) {
    return RefusalKind.of(refusal.code()).httpStatus();
  }

  static byte[] bytes(Refusal refusal) {
    return Json.bytes(out -> write(refusal, out));
  }

  /// `FEE_TOO_LOW` is "Fee too low".
  static String title(RefusalCode code) {
    String words = code.id().replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  static void write(Refusal refusal, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", PATH + refusal.code().id());
    out.writeStringProperty("title", title(refusal.code()));
    out.writeNumberProperty("status", status(refusal));
    out.writeStringProperty("detail", refusal.message());
    out.writeStringProperty("code", refusal.code().id());
    optional(out, "field", WireJson.fieldPath(refusal.field()));
    optional(out, "limit", refusal.limit());
    out.writeStringProperty("nextStep", refusal.nextStep());
    if (refusal.retryAfterMs() > 0) {
      out.writeNumberProperty("retryAfterMs", refusal.retryAfterMs());
    }
    refusal
        .requiredMaxFee()
        .ifPresent(fee -> out.writeStringProperty("requiredMaxFee", fee.toString()));
    out.writeEndObject();
  }

  /// What a problem's type URL shows.
  static void describe(RefusalCode code, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", PATH + code.id());
    out.writeStringProperty("title", title(code));
    out.writeNumberProperty("status", RefusalKind.of(code).httpStatus());
    out.writeStringProperty("code", code.id());
    out.writeStringProperty("nextStep", code.nextStep());
    out.writeEndObject();
  }

  private static void optional(JsonGenerator out, String name, String value) {
    if (!value.isEmpty()) {
      out.writeStringProperty(name, value);
    }
  }

  private static long retryAfterSeconds(Refusal refusal) {
    return (refusal.retryAfterMs() + MS_PER_SECOND - 1) / MS_PER_SECOND;
  }
}
