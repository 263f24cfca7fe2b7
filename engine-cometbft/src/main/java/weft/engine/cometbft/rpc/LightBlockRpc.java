package weft.engine.cometbft.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.engine.cometbft.rpc.RpcAnswer.Answered;
import weft.engine.cometbft.rpc.RpcAnswer.Failed;
import weft.primitives.Bytes;
import weft.protocol.comet.CometHeader;

/// The engine's JSON-RPC as far as a light client of CometBFT needs it: commits, validators and
/// consensus parameters of a height. All of it is signed or hashed, so whoever asks needs no trust
/// in who answers. The engine itself has no limits for strangers; here nothing but these questions
/// passes, a few at once. May be used by many threads.
public final class LightBlockRpc {
  /// Where a node's HTTP interface answers these questions.
  public static final String PATH = "/v1/light-blocks";

  /// Far above any question.
  private static final int MAX_QUESTION_BYTES = 4 << 10;

  private static final int MAX_AT_ONCE = 16;
  private static final long WAIT_MS = 2_000;

  private static final int NOT_JSON = -32_700;
  private static final int INVALID_REQUEST = -32_600;
  private static final int UNKNOWN_METHOD = -32_601;
  private static final int INVALID_PARAMETERS = -32_602;
  private static final int INTERNAL = -32_603;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /// What may be asked, and with what.
  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "commit", Set.of("height"),
          "consensus_params", Set.of("height"),
          "validators", Set.of("height", "page", "per_page"));

  private final EngineRpc engine;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  /// @param engine closed by whoever made it
  public LightBlockRpc(EngineRpc engine) {
    this.engine = engine;
  }

  /// Answers one JSON-RPC 2.0 request, whatever the bytes are; no batches.
  public Bytes answer(byte[] question) {
    if (question.length > MAX_QUESTION_BYTES) {
      return error(
          null, INVALID_REQUEST, "a question has at most " + MAX_QUESTION_BYTES + " bytes");
    }
    JsonNode request;
    try {
      request = JSON.readTree(question);
    } catch (JacksonException _) {
      return error(null, NOT_JSON, "the question is no JSON");
    }
    JsonNode id = request.path("id");
    if (!id.isIntegralNumber() && !id.isString()) {
      return error(null, INVALID_REQUEST, "the question has no id");
    }
    String method = request.path("method").asString("");
    Set<String> known = METHODS.get(method);
    if (known == null) {
      return error(id, UNKNOWN_METHOD, "only commit, consensus_params and validators are answered");
    }
    Map<String, String> parameters = new TreeMap<>();
    for (Map.Entry<String, JsonNode> given : request.path("params").properties()) {
      String value = given.getValue().asString("");
      if (!known.contains(given.getKey()) || !NUMBER.matcher(value).matches()) {
        return error(id, INVALID_PARAMETERS, method + " takes the whole numbers " + known);
      }
      parameters.put(given.getKey(), value);
    }
    return ask(id, method, parameters);
  }

  /// The engine's header of a height; empty where it does not answer, or has none.
  public Optional<CometHeader> header(long height) {
    try {
      if (!places.tryAcquire(WAIT_MS, TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return engine
          .ask("commit", Map.of("height", Long.toString(height)))
          .toOptional()
          .flatMap(answer -> HeaderJson.read(answer.path("signed_header").path("header")));
    } finally {
      places.release();
    }
  }

  private Bytes ask(JsonNode id, String method, Map<String, String> parameters) {
    try {
      if (!places.tryAcquire(WAIT_MS, TimeUnit.MILLISECONDS)) {
        return error(id, INTERNAL, "too many questions at once; ask again in a second");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return error(id, INTERNAL, "the node is stopping");
    }
    try {
      return switch (engine.ask(method, parameters)) {
        case Answered<JsonNode>(JsonNode result) -> document(id, "result", result);
        // The client tells by these words whether another node may know more.
        case Failed<JsonNode>(RpcAnswer.Reason _, String message) -> error(id, INTERNAL, message);
      };
    } finally {
      places.release();
    }
  }

  private static Bytes error(@Nullable JsonNode id, int code, String text) {
    return document(id, "error", Map.of("code", code, "message", text, "data", ""));
  }

  private static Bytes document(@Nullable JsonNode id, String name, Object content) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("jsonrpc", "2.0");
    if (id != null) {
      document.put("id", id);
    }
    document.put(name, content);
    return Bytes.wrap(JSON.writeValueAsBytes(document));
  }
}
