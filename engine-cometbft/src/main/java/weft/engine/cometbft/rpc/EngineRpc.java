package weft.engine.cometbft.rpc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.rpc.RpcAnswer.Answered;
import weft.engine.cometbft.rpc.RpcAnswer.Failed;
import weft.engine.cometbft.rpc.RpcAnswer.Reason;
import weft.primitives.Bytes;

/// Asks one engine. Each question waits for its answer at most as long as the constructor says; may
/// be used by several threads at once.
///
/// Documents that have a reader of their own, such as commits, come as CometBFT writes them: JSON
/// with whole numbers of 64 bits as text, hashes in upper-case hexadecimal, keys and signatures in
/// base64.
public final class EngineRpc implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  /// Of a network with many validators, the dump of all votes is the longest answer.
  private static final int MAX_DUMP_BYTES = 32 << 20;

  private static final int PAGE = 100;

  /// As many validators as CometBFT takes.
  private static final int MAX_VALIDATORS = 10_000;

  private final HttpClient client;
  private final URI uri;
  private final long timeoutMs;

  /// @param address as in the engine's settings
  /// @param timeoutMs for each question, from the start to the last byte of the answer
  public EngineRpc(HostPort address, long timeoutMs) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    this.uri = URI.create("http://" + address + "/");
    this.timeoutMs = timeoutMs;
  }

  public RpcAnswer<EngineStatus> status() {
    return ask("status", Map.of(), MAX_ANSWER_BYTES)
        .then(answer -> read(answer, EngineRpc::status));
  }

  /// The peers that it is connected to.
  public RpcAnswer<List<ConnectedPeer>> peers() {
    return ask("net_info", Map.of(), MAX_ANSWER_BYTES)
        .then(answer -> read(answer, EngineRpc::peers));
  }

  /// The header of a height and the commit for it:
  /// `{"signed_header":{"header","commit"},"canonical"}`.
  public RpcAnswer<JsonNode> commit(long height) {
    return ask("commit", Map.of("height", Long.toString(height)), MAX_DUMP_BYTES);
  }

  /// The header of a height: `{"version","chain_id","height",…}`.
  public RpcAnswer<JsonNode> header(long height) {
    return ask("header", Map.of("height", Long.toString(height)), MAX_ANSWER_BYTES)
        .then(answer -> read(answer, result -> required(result, "header")));
  }

  /// The parameters in force at a height: `{"block","evidence","validator","version","abci"}`.
  public RpcAnswer<JsonNode> consensusParameters(long height) {
    return ask("consensus_params", Map.of("height", Long.toString(height)), MAX_ANSWER_BYTES)
        .then(answer -> read(answer, result -> required(result, "consensus_params")));
  }

  /// The whole set of a height, in its order; known for one height after the last block as well.
  public RpcAnswer<List<SetMember>> validators(long height) {
    List<SetMember> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      Map<String, Object> question =
          Map.of(
              "height", Long.toString(height),
              "page", Integer.toString(page),
              "per_page", Integer.toString(PAGE));
      RpcAnswer<Boolean> isLast =
          ask("validators", question, MAX_ANSWER_BYTES)
              .then(
                  answer ->
                      read(
                          answer,
                          result -> {
                            for (JsonNode member : required(result, "validators")) {
                              all.add(member(member));
                            }
                            return all.size() >= wholeNumber(result, "total");
                          }));
      switch (isLast) {
        case Failed<Boolean>(Reason reason, String message) -> {
          return new Failed<>(reason, message);
        }
        case Answered<Boolean>(Boolean last) -> {
          if (last) {
            return new Answered<>(List.copyOf(all));
          }
          if (all.size() < (long) page * PAGE || all.size() >= MAX_VALIDATORS) {
            return new Failed<>(Reason.MALFORMED, "the validators do not add up to their total");
          }
        }
      }
    }
  }

  /// Hands in evidence of a double signing.
  ///
  /// @param evidence `{"type":"tendermint/DuplicateVoteEvidence","value":{…}}`
  /// @return the evidence's hash
  public RpcAnswer<Bytes> broadcastEvidence(JsonNode evidence) {
    return ask("broadcast_evidence", Map.of("evidence", evidence), MAX_ANSWER_BYTES)
        .then(
            answer ->
                read(
                    answer,
                    result -> Bytes.wrap(Base64.getDecoder().decode(text(result, "hash")))));
  }

  /// What the engine's consensus and its peers' wait for: for people.
  public RpcAnswer<JsonNode> dumpConsensusState() {
    return ask("dump_consensus_state", Map.of(), MAX_DUMP_BYTES);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /// Any question, answered as the engine writes it.
  RpcAnswer<JsonNode> ask(String method, Map<String, ?> parameters) {
    return ask(method, parameters, MAX_ANSWER_BYTES);
  }

  private RpcAnswer<JsonNode> ask(String method, Map<String, ?> parameters, int maxBytes) {
    String question =
        JSON.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
    try {
      return read(answer.get(timeoutMs, TimeUnit.MILLISECONDS).body());
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new Failed<>(
          Reason.TIMEOUT, "the engine did not answer " + method + " in " + timeoutMs + " ms");
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Failed<>(Reason.TIMEOUT, "interrupted while the engine answered " + method);
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNullElse(e.getCause(), e), method);
    }
  }

  private RpcAnswer<JsonNode> failed(Throwable cause, String method) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("exceeds capacity")) {
      return new Failed<>(Reason.TOO_LARGE, "the engine's answer to " + method + " is too long");
    }
    if (cause instanceof IOException) {
      return new Failed<>(
          Reason.UNREACHABLE,
          "the engine does not answer at "
              + uri.getAuthority()
              + (cause.getMessage() == null ? "" : ": " + message));
    }
    throw new IllegalStateException("asking the engine for " + method, cause);
  }

  private static RpcAnswer<JsonNode> read(byte[] body) {
    try {
      JsonNode document = JSON.readTree(body);
      JsonNode error = document.path("error");
      if (error.isObject()) {
        return new Failed<>(
            Reason.REFUSED,
            error.path("message").asString("") + ": " + error.path("data").asString(""));
      }
      return document.path("result").isObject()
          ? new Answered<>(document.path("result"))
          : new Failed<>(Reason.MALFORMED, "the engine's answer has no result");
    } catch (JacksonException _) {
      return new Failed<>(Reason.MALFORMED, "the engine's answer is no JSON");
    }
  }

  /// Reads a part of an answer; what is not as it must be is an answer that cannot be read.
  private static <T> RpcAnswer<T> read(JsonNode result, Reader<T> reader) {
    try {
      return new Answered<>(reader.read(result));
    } catch (UnreadableException | IllegalArgumentException | DateTimeException e) {
      return new Failed<>(Reason.MALFORMED, "the engine's answer: " + e.getMessage());
    }
  }

  private static EngineStatus status(JsonNode result) throws UnreadableException {
    JsonNode node = required(result, "node_info");
    JsonNode sync = required(result, "sync_info");
    return new EngineStatus(
        text(node, "id"),
        text(node, "network"),
        wholeNumber(sync, "latest_block_height"),
        Instant.parse(text(sync, "latest_block_time")),
        wholeNumber(sync, "earliest_block_height"),
        required(sync, "catching_up").asBoolean());
  }

  private static List<ConnectedPeer> peers(JsonNode result) throws UnreadableException {
    List<ConnectedPeer> all = new ArrayList<>();
    for (JsonNode peer : required(result, "peers")) {
      JsonNode node = required(peer, "node_info");
      all.add(
          new ConnectedPeer(
              text(node, "id"),
              text(node, "moniker"),
              text(peer, "remote_ip"),
              required(peer, "is_outbound").asBoolean()));
    }
    return List.copyOf(all);
  }

  private static SetMember member(JsonNode member) throws UnreadableException {
    JsonNode key = required(member, "pub_key");
    return new SetMember(
        Bytes.fromHex(text(member, "address")),
        text(key, "type"),
        Bytes.wrap(Base64.getDecoder().decode(text(key, "value"))),
        wholeNumber(member, "voting_power"),
        wholeNumber(member, "proposer_priority"));
  }

  private static JsonNode required(JsonNode parent, String name) throws UnreadableException {
    JsonNode child = parent.path(name);
    if (child.isMissingNode() || child.isNull()) {
      throw new UnreadableException("no " + name);
    }
    return child;
  }

  private static String text(JsonNode parent, String name) throws UnreadableException {
    JsonNode child = required(parent, name);
    if (!child.isString()) {
      throw new UnreadableException(name + " is no text");
    }
    return child.asString();
  }

  private static long wholeNumber(JsonNode parent, String name) throws UnreadableException {
    return Long.parseLong(text(parent, name));
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonNode result) throws UnreadableException;
  }

  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }
}
