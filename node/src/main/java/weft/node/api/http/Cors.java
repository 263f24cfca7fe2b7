package weft.node.api.http;

import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which web pages may call this node (the CORS protocol of the Fetch standard).
final class Cors {
  private static final String MAX_AGE_SECONDS = "600";

  private final List<String> origins;

  /// @param origins `*` = all; empty = none
  Cors(List<String> origins) {
    this.origins = origins;
  }

  void apply(Context context) {
    @Nullable String origin = context.header("Origin");
    if (origin == null || origins.isEmpty()) {
      return;
    }
    context.header("Vary", "Origin");
    if (!origins.contains("*") && !origins.contains(origin)) {
      return;
    }
    context.header("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
    context.header("Access-Control-Expose-Headers", "Retry-After");
    if (context.header("Access-Control-Request-Method") != null) {
      context.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      context.header("Access-Control-Allow-Headers", "Content-Type, Last-Event-ID");
      context.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }
  }
}
