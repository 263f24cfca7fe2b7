package weft.node.api.http;

import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/// One path and method of the HTTP interface.
///
/// @param path with parameters in braces, as in the OpenAPI document
/// @param query names of the query parameters that it knows; others are refused
record Route(HandlerType method, String path, Set<String> query, Action action) {

  /// What a route does.
  @FunctionalInterface
  interface Action {
    Reply answer(Exchange exchange) throws IOException, InterruptedException;
  }

  static Route get(String path, Action action, String... query) {
    return new Route(HandlerType.GET, path, names(query), action);
  }

  static Route post(String path, Action action, String... query) {
    return new Route(HandlerType.POST, path, names(query), action);
  }

  private static Set<String> names(String... query) {
    return new TreeSet<>(Set.of(query));
  }
}
