package weft.node.api.bundle;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// A JSON-RPC 2.0 request with one parameter, which is an object.
///
/// @param id a number, a text or null
public record RpcRequest(JsonNode id, String method, JsonNode parameter) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> MEMBERS = Set.of("jsonrpc", "id", "method", "params");

  /// What bytes are.
  public sealed interface Read {}

  /// A request.
  public record Asked(RpcRequest request) implements Read {}

  /// No request.
  ///
  /// @param id as far as it could be read
  public record Unreadable(@Nullable JsonNode id, RpcError error) implements Read {}

  /// Reads a request, whatever the bytes are; no batches.
  public static Read read(byte[] bytes) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException e) {
      return new Unreadable(
          null,
          new RpcError(
              RpcError.NOT_JSON,
              Refusal.of(
                  RefusalCode.MALFORMED_REQUEST, "body", "", "the body is not one JSON value")));
    }
    if (!root.isObject()) {
      return invalid(null, "body", "one JSON object; no batch");
    }
    JsonNode id = root.path("id");
    boolean isId = id.isIntegralNumber() || id.isString() || id.isNull();
    if (!isId) {
      return invalid(null, "id", "a whole number or a text");
    }
    Set<String> unknown = new TreeSet<>(root.propertyNames());
    unknown.removeAll(MEMBERS);
    if (!unknown.isEmpty()) {
      return invalid(id, unknown.iterator().next(), "nothing; the members are " + MEMBERS);
    }
    if (!root.path("jsonrpc").asString("").equals("2.0")) {
      return invalid(id, "jsonrpc", "2.0");
    }
    JsonNode params = root.path("params");
    if (!params.isArray() || params.size() != 1 || !params.get(0).isObject()) {
      return invalid(id, "params", "a list of one object");
    }
    return root.path("method").isString()
        ? new Asked(new RpcRequest(id, root.path("method").asString(), params.get(0)))
        : invalid(id, "method", "a text");
  }

  private static Unreadable invalid(@Nullable JsonNode id, String field, String expected) {
    return new Unreadable(
        id,
        new RpcError(
            RpcError.INVALID_REQUEST,
            Refusal.of(
                RefusalCode.INVALID_FIELD, field, expected, field + ": expected " + expected)));
  }
}
