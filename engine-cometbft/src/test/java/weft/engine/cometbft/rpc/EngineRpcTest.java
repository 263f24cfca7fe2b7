package weft.engine.cometbft.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.LocalEngine;
import weft.engine.cometbft.process.EngineProcess;
import weft.engine.cometbft.process.RestartPolicy;
import weft.engine.cometbft.process.TestEngine;
import weft.engine.cometbft.rpc.RpcAnswer.Failed;
import weft.engine.cometbft.rpc.RpcAnswer.Reason;

final class EngineRpcTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  private static void assertFails(RpcAnswer<?> answer, Reason reason) {
    assertThat(answer)
        .isInstanceOf(Failed.class)
        .asInstanceOf(type(Failed.class))
        .satisfies(failed -> assertThat(failed.reason()).as(failed.message()).isEqualTo(reason));
  }

  @Test
  void theRealEngineAnswers() throws IOException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore");
        EngineProcess process = EngineProcess.start(binary, engine.home(), RestartPolicy.DEFAULT);
        EngineRpc rpc = engine.rpc()) {
      engine.awaitHeightAbove(3);
      EngineStatus status = rpc.status().toOptional().orElseThrow();
      assertThat(status.chainId()).isEqualTo("weft-test");
      assertThat(status.nodeId())
          .isEqualTo(engine.home().nodeKey().publicKey().consensusAddress().bytes().toHex());
      assertThat(status.earliestHeight()).isEqualTo(1);
      assertThat(status.isCatchingUp()).isFalse();
      assertThat(rpc.peers().toOptional()).contains(List.of());
      assertThat(rpc.validators(2).toOptional())
          .contains(
              List.of(
                  new SetMember(
                      engine.validator().publicKey().consensusAddress().bytes(),
                      "tendermint/PubKeyEd25519",
                      engine.validator().publicKey().bytes(),
                      10,
                      0)));
      JsonNode header = rpc.header(2).toOptional().orElseThrow();
      assertThat(header.path("height").asString()).isEqualTo("2");
      JsonNode commit = rpc.commit(2).toOptional().orElseThrow().path("signed_header");
      assertThat(commit.path("header")).isEqualTo(header);
      assertThat(commit.path("commit").path("signatures")).hasSize(1);
      assertThat(
              rpc.consensusParameters(2)
                  .toOptional()
                  .orElseThrow()
                  .path("block")
                  .path("max_bytes")
                  .asString())
          .isEqualTo("4194304");
      assertThat(rpc.dumpConsensusState().toOptional().orElseThrow().has("round_state")).isTrue();
      assertFails(rpc.header(1_000_000), Reason.REFUSED);
      assertFails(rpc.commit(-1), Reason.REFUSED);
      assertFails(rpc.broadcastEvidence(JSON.createObjectNode()), Reason.REFUSED);
      assertThat(process.run().restarts()).isZero();
    }
  }

  @Test
  void nobodyThere() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    try (EngineRpc rpc = new EngineRpc(new HostPort("127.0.0.1", closed), 5_000)) {
      assertFails(rpc.status(), Reason.UNREACHABLE);
    }
  }

  @Test
  void silenceEndsInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        EngineRpc rpc = new EngineRpc(new HostPort("127.0.0.1", silent.getLocalPort()), 200)) {
      long startedNs = System.nanoTime();
      assertFails(rpc.status(), Reason.TIMEOUT);
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNs)).isLessThan(30);
    }
  }

  @Test
  void whatCannotBeReadIsMalformed() throws IOException {
    for (String answer :
        List.of(
            "",
            "<html>",
            "{}",
            "{\"result\":7}",
            "{\"result\":{}}",
            "{\"result\":{\"node_info\":{\"id\":\"a\",\"network\":\"b\"},\"sync_info\":{"
                + "\"latest_block_height\":\"x\"}}}",
            "{\"result\":{\"node_info\":{\"id\":\"a\",\"network\":\"b\"},\"sync_info\":{"
                + "\"latest_block_height\":\"1\",\"latest_block_time\":\"yesterday\"}}}")) {
      assertAnswer(answer, Reason.MALFORMED);
    }
  }

  @Test
  void anAnswerThatIsTooLongIsNotTaken() throws IOException {
    assertAnswer("{\"result\":\"" + "x".repeat(5 << 20) + "\"}", Reason.TOO_LARGE);
  }

  private static void assertAnswer(String answer, Reason reason) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1);
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    try (EngineRpc rpc =
        new EngineRpc(new HostPort("127.0.0.1", server.getAddress().getPort()), 10_000)) {
      assertFails(rpc.status(), reason);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void validatorsThatDoNotAddUpEnd() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1);
    byte[] body =
        "{\"result\":{\"validators\":[],\"total\":\"5\"}}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    try (EngineRpc rpc =
        new EngineRpc(new HostPort("127.0.0.1", server.getAddress().getPort()), 10_000)) {
      assertFails(rpc.validators(1), Reason.MALFORMED);
    } finally {
      server.stop(0);
    }
  }
}
