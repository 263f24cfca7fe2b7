package weft.node.api.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ByteBudget;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// The body of a request, read once: bounded in size, in time, and in the memory that all requests
/// share. What it took of that memory it gives back when it is closed.
final class RequestBody implements AutoCloseable {
  static final String JSON = "application/json";
  static final String OCTET_STREAM = "application/octet-stream";

  private static final int CHUNK_BYTES = 16 << 10;

  private final Context context;
  private final ApiSettings.Requests limits;
  private final TrackedConnection connection;
  private final ByteBudget.Share memory;

  RequestBody(
      Context context,
      ApiSettings.Requests limits,
      TrackedConnection connection,
      ByteBudget budget) {
    this.context = context;
    this.limits = limits;
    this.connection = connection;
    this.memory = budget.open(connection.address());
  }

  boolean isOctetStream() {
    return OCTET_STREAM.equals(mediaType());
  }

  /// Reads a body that must be JSON; one without a content type is taken for it.
  Checked<byte[]> readJson() throws IOException {
    String type = mediaType();
    return type.isEmpty() || type.equals(JSON) || type.equals("application/x-www-form-urlencoded")
        ? read()
        : unsupported(type, JSON);
  }

  Checked<byte[]> read() throws IOException {
    @Nullable String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return unsupported("Content-Encoding " + encoding, "no Content-Encoding");
    }
    long declared = context.req().getContentLengthLong();
    if (declared > limits.maxBodyBytes()) {
      return tooLarge();
    }
    connection.bodyBegins();
    try {
      return readAll(context.req().getInputStream(), Math.max(declared, 0));
    } finally {
      connection.bodyEnds();
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  private Checked<byte[]> readAll(InputStream in, long declared) throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.bodyTimeoutMs());
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(declared, CHUNK_BYTES));
    byte[] chunk = new byte[CHUNK_BYTES];
    while (true) {
      int count;
      try {
        count = in.read(chunk);
      } catch (IOException e) {
        if (isTimeout(e)) {
          return tooSlow();
        }
        throw e;
      }
      if (count < 0) {
        return Checked.ok(out.toByteArray());
      }
      if (out.size() + count > limits.maxBodyBytes()) {
        return tooLarge();
      }
      if (!memory.take(count)) {
        return outOfMemory();
      }
      if (System.nanoTime() - deadlineNs > 0) {
        return tooSlow();
      }
      out.write(chunk, 0, count);
    }
  }

  private static boolean isTimeout(IOException e) {
    return e.getCause() instanceof TimeoutException;
  }

  /// `Application/JSON; charset=utf-8` is `application/json`.
  private String mediaType() {
    @Nullable String header = context.header("Content-Type");
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private <T> Checked<T> tooLarge() {
    String limit = limits.maxBodyBytes() + " bytes";
    return Checked.refused(
        Refusal.of(
            RefusalCode.REQUEST_TOO_LARGE, "body", limit, "the body is larger than " + limit));
  }

  private <T> Checked<T> tooSlow() {
    String limit = limits.bodyTimeoutMs() + " ms";
    return Checked.refused(
        Refusal.of(
            RefusalCode.REQUEST_TIMEOUT, "body", limit, "the body took longer than " + limit));
  }

  private static <T> Checked<T> outOfMemory() {
    return Checked.refused(
        Refusal.of(RefusalCode.OVERLOADED, "body", "", "too many large bodies at once")
            .retryAfterMs(1_000));
  }

  static <T> Checked<T> unsupported(String got, String expected) {
    return Checked.refused(
        Refusal.of(
            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
            "Content-Type",
            expected,
            "expected " + expected + ", got " + got));
  }
}
