package weft.node.api.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.exc.JacksonIOException;
import weft.node.api.ApiSettings;
import weft.node.api.json.Json;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;
import weft.node.api.wire.Faults;
import weft.node.api.wire.Gate;
import weft.node.metrics.NodeMetrics;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Stands before and after every request: headers, rate, refusals, metrics; no fault leaves the
/// node.
final class HttpGuard {
  private static final Logger LOG = LoggerFactory.getLogger("weft.api");
  private static final String ROUTE = "weft.route";
  private static final String UNMATCHED = "unmatched";
  private static final Set<String> PROBES = Set.of("/healthz", "/readyz", "/metrics");

  /// What is not worth counting as memory for answers, so that a probe is answered whatever else is
  /// not read.
  private static final int SMALL_ANSWER_BYTES = 1 << 10;

  private final ApiSettings.Requests limits;
  private final Gate gate;
  private final NodeMetrics metrics;
  private final Cors cors;
  private final ByteBudget bodies;

  HttpGuard(ApiSettings settings, Gate gate, NodeMetrics metrics) {
    this.limits = settings.requests();
    this.gate = gate;
    this.metrics = metrics;
    this.cors = new Cors(settings.corsOrigins());
    this.bodies =
        ByteBudget.inParts(
            limits.maxBodiesInFlightBytes(),
            ApiSettings.Requests.BODY_PARTS,
            limits.maxBodyBytes());
  }

  /// Runs before a route is looked for.
  void before(Context context) {
    secure(context);
    cors.apply(context);
    Optional<Refusal> refusal = admit(context);
    if (refusal.isPresent()) {
      Problem.send(context, refusal.get());
    } else if (context.method().equals(HandlerType.OPTIONS)) {
      context.status(HttpStatus.NO_CONTENT);
    } else {
      return;
    }
    context.skipRemainingHandlers();
    count(context);
  }

  /// Runs a route.
  void run(Route route, Context context) {
    context.attribute(ROUTE, route.path());
    TrackedConnection connection = connection(context);
    try (RequestBody body = new RequestBody(context, limits, connection, bodies)) {
      Optional<String> unknown = unknownQuery(route, context);
      if (unknown.isPresent()) {
        Problem.send(context, unknownParameter(unknown.get(), route.query()));
        return;
      }
      send(context, connection, route.action().answer(new Exchange(context, connection, body)));
    } catch (MalformedException e) {
      Problem.send(
          context,
          Refusal.of(RefusalCode.INVALID_FIELD, e.field(), "", String.valueOf(e.getMessage())));
    } catch (IOException | JacksonIOException e) {
      LOG.debug("a client left {}", route.path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Problem.send(context, Refusal.of(RefusalCode.NODE_STOPPING, "", "", "the node is stopping"));
    } catch (RuntimeException e) {
      Problem.send(context, Faults.report(route.path(), e));
    } finally {
      count(context);
    }
  }

  /// What Javalin itself refuses: no route, wrong method.
  void refused(HttpResponseException refusal, Context context) {
    Problem.send(
        context,
        switch (refusal.getStatus()) {
          case 404 ->
              Refusal.of(RefusalCode.NOT_FOUND, "path", "", "there is nothing at this path");
          case 405 ->
              Refusal.of(
                  RefusalCode.METHOD_NOT_ALLOWED, "method", "", "this path has other methods");
          default ->
              Refusal.of(RefusalCode.MALFORMED_REQUEST, "request", "", "this request is not valid");
        });
    count(context);
  }

  /// What nobody expected.
  void fault(Exception fault, Context context) {
    Problem.send(context, Faults.report(UNMATCHED, fault));
    count(context);
  }

  private Optional<Refusal> admit(Context context) {
    @Nullable String query = context.queryString();
    int size = context.path().length() + (query == null ? 0 : query.length() + 1);
    if (size > limits.maxPathBytes()) {
      String limit = limits.maxPathBytes() + " bytes";
      return Optional.of(
          Refusal.of(
              RefusalCode.REQUEST_TOO_LARGE, "path", limit, "the path is longer than " + limit));
    }
    ClientAddress address = connection(context).address();
    return PROBES.contains(context.path()) ? gate.enterProbe(address) : gate.enter(address);
  }

  private void send(Context context, TrackedConnection connection, Reply reply) throws IOException {
    switch (reply) {
      case Reply.Json json -> {
        try (ByteBudget.Share memory = gate.openAnswer(connection.address())) {
          if (!memory.take(json.heldBytes())) {
            Problem.send(context, Gate.tooManyUnread());
            return;
          }
          context.status(json.status());
          context.res().setContentType("application/json");
          Json.write(new TimedOutput(context.res().getOutputStream(), connection), json.writer());
        }
      }
      case Reply.Content(String contentType, Bytes bytes) -> {
        try (ByteBudget.Share memory = gate.openAnswer(connection.address())) {
          if (bytes.size() > SMALL_ANSWER_BYTES && !memory.take(bytes.size())) {
            Problem.send(context, Gate.tooManyUnread());
            return;
          }
          context.res().setContentType(contentType);
          context.res().setContentLength(bytes.size());
          try (OutputStream out = new TimedOutput(context.res().getOutputStream(), connection)) {
            out.write(bytes.toArrayUnsafe());
          }
        }
      }
      case Reply.Refused refused -> Problem.send(context, refused.refusal());
      case Reply.Sent _ -> {}
    }
  }

  private void count(Context context) {
    @Nullable String route = context.attribute(ROUTE);
    metrics.answered(
        "http", route == null ? UNMATCHED : route, Integer.toString(context.statusCode()));
  }

  private static TrackedConnection connection(Context context) {
    @Nullable TrackedConnection found = context.attribute(TrackedConnection.ATTRIBUTE);
    if (found == null) {
      throw new IllegalStateException("every request has a tracked connection");
    }
    return found;
  }

  private static void secure(Context context) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Cache-Control", "no-store");
    context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    context.header("Referrer-Policy", "no-referrer");
  }

  private static Optional<String> unknownQuery(Route route, Context context) {
    Set<String> names = new TreeSet<>(context.queryParamMap().keySet());
    names.removeAll(route.query());
    return names.stream().findFirst();
  }

  private static Refusal unknownParameter(String name, Set<String> known) {
    String limit = known.isEmpty() ? "no query parameters" : String.join(", ", known);
    return Refusal.of(
        RefusalCode.UNKNOWN_FIELD,
        name,
        limit,
        "there is no query parameter " + name + "; known are: " + limit);
  }
}
