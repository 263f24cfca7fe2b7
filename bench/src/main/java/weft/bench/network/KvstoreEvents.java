package weft.bench.network;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.engine.cometbft.home.HostPort;

/// The blocks of an engine, from its event stream.
final class KvstoreEvents implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;

  /// @param taker gets `data.value` of each event
  KvstoreEvents(HostPort rpc, String event, Consumer<JsonNode> taker) {
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + rpc + "/websocket"), new Reader(taker))
            .join();
    String query = "\"params\":{\"query\":\"tm.event='" + event + "'\"}";
    socket
        .sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"," + query + "}", true)
        .join();
  }

  /// A header's time as Unix time in milliseconds, fractions included.
  static double timeMs(JsonNode header) {
    Instant time = Instant.parse(header.path("time").asString(""));
    return time.getEpochSecond() * 1e3 + time.getNano() / 1e6;
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }

  private static final class Reader implements WebSocket.Listener {
    private final Consumer<JsonNode> taker;
    private final StringBuilder text = new StringBuilder();

    Reader(Consumer<JsonNode> taker) {
      this.taker = taker;
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        JsonNode value = JSON.readTree(text.toString()).path("result").path("data").path("value");
        text.setLength(0);
        if (value.isObject()) {
          taker.accept(value);
        }
      }
      webSocket.request(1);
      return null;
    }
  }
}
