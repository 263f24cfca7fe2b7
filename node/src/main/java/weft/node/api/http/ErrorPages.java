package weft.node.api.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Problem documents for what never reaches a route: requests that are no HTTP, headers that are
/// too large.
final class ErrorPages extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Refusal refusal = refusal(response.getStatus());
    response.setStatus(Problem.status(refusal));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(Problem.bytes(refusal)), callback);
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback)
      throws IOException {
    handle(request, response, callback);
  }

  private static Refusal refusal(int status) {
    return switch (status) {
      case 408 ->
          Refusal.of(RefusalCode.REQUEST_TIMEOUT, "request", "", "the request took too long");
      case 413 -> Refusal.of(RefusalCode.REQUEST_TOO_LARGE, "body", "", "the body is too large");
      case 414 ->
          Refusal.of(RefusalCode.REQUEST_TOO_LARGE, "path", "", "the request line is too long");
      case 431 ->
          Refusal.of(RefusalCode.REQUEST_TOO_LARGE, "headers", "", "the headers are too large");
      case 404 -> Refusal.of(RefusalCode.NOT_FOUND, "path", "", "there is nothing at this path");
      default ->
          // 501 and 505 are about what the client sent too.
          status == 500 || status == 503
              ? Refusal.of(RefusalCode.NODE_FAULT, "", "", "the node could not answer")
              : Refusal.of(RefusalCode.MALFORMED_REQUEST, "request", "", "this is not valid HTTP");
    };
  }
}
