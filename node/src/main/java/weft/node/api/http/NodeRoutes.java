package weft.node.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import weft.node.api.answer.ReadinessAnswers;
import weft.node.metrics.NodeMetrics;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What operators and machines ask: health, metrics, the description of this interface.
final class NodeRoutes {
  private static final String OPENAPI = "/weft/openapi.json";

  private final ReadinessAnswers readiness;
  private final NodeMetrics metrics;
  private final Bytes openApi = resource(OPENAPI);

  NodeRoutes(ReadinessAnswers readiness, NodeMetrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/healthz", _ -> text("ok\n")),
        Route.get("/readyz", _ -> ready()),
        Route.get(
            "/metrics",
            _ -> new Reply.Content(NodeMetrics.CONTENT_TYPE, Bytes.wrap(metrics.scrape()))),
        Route.get("/openapi.json", _ -> new Reply.Content("application/json", openApi)),
        Route.get("/problems/{code}", NodeRoutes::problem));
  }

  private Reply ready() {
    return switch (readiness.ready()) {
      case Checked.Ok<Long>(Long height) -> text("ok at height " + height + "\n");
      case Checked.Refused<Long>(Refusal refusal) -> new Reply.Refused(refusal);
    };
  }

  private static Reply problem(Exchange exchange) {
    Optional<RefusalCode> code = RefusalCode.ofId(exchange.path("code"));
    return code.isPresent()
        ? Reply.json(out -> Problem.describe(code.get(), out))
        : new Reply.Refused(
            Refusal.of(RefusalCode.NOT_FOUND, "code", "", "there is no such refusal code"));
  }

  private static Reply text(String text) {
    return new Reply.Content("text/plain; charset=utf-8", Bytes.utf8(text));
  }

  private static Bytes resource(String path) {
    try (InputStream in = NodeRoutes.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + path + " is missing from this build");
      }
      return Bytes.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("reading the resource " + path, e);
    }
  }
}
