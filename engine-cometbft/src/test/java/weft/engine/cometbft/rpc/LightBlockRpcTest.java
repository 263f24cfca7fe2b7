package weft.engine.cometbft.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

/// What strangers may ask an engine, and what not.
final class LightBlockRpcTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  private static JsonNode ask(LightBlockRpc rpc, String question) {
    return JSON.readTree(rpc.answer(question.getBytes(StandardCharsets.UTF_8)).toArray());
  }

  private static String question(String method, String parameters) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
        .formatted(method, parameters);
  }

  @Test
  void lightBlocksAreAnsweredAndNothingElse() throws IOException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore");
        EngineProcess process = EngineProcess.start(binary, engine.home(), RestartPolicy.DEFAULT);
        EngineRpc direct = engine.rpc()) {
      engine.awaitHeightAbove(3);
      LightBlockRpc rpc = new LightBlockRpc(direct);
      JsonNode commit = ask(rpc, question("commit", "{\"height\":\"2\"}"));
      assertThat(commit.path("id").asInt()).isEqualTo(7);
      assertThat(commit.path("result")).isEqualTo(direct.commit(2).toOptional().orElseThrow());
      assertThat(
              ask(rpc, question("validators", "{\"height\":2,\"page\":\"1\",\"per_page\":\"100\"}"))
                  .at("/result/total")
                  .asString())
          .isEqualTo("1");
      assertThat(ask(rpc, question("consensus_params", "{}")).at("/result/consensus_params/abci"))
          .isNotEmpty();
      // By these words CometBFT's light client knows that another node may have the height.
      assertThat(
              ask(rpc, question("commit", "{\"height\":\"99999999\"}"))
                  .at("/error/message")
                  .asString())
          .contains("must be less than or equal to");
      for (String method :
          List.of("status", "broadcast_evidence", "dial_peers", "abci_query", "")) {
        assertThat(ask(rpc, question(method, "{}")).at("/error/code").asInt())
            .as(method)
            .isEqualTo(-32_601);
      }
      assertThat(process.run().pid()).isPresent();
    }
  }

  @Test
  void whatIsNoQuestionIsRefused() {
    try (EngineRpc nobody = new EngineRpc(HostPort.parse("127.0.0.1:1"), 1_000)) {
      LightBlockRpc rpc = new LightBlockRpc(nobody);
      for (String wrong :
          List.of(
              "",
              "[]",
              "{",
              "null",
              "{\"id\":1}",
              "[" + question("commit", "{}") + "]",
              "\u0000")) {
        assertThat(ask(rpc, wrong).path("error").isObject()).as(wrong).isTrue();
      }
      for (String parameters :
          List.of(
              "{\"height\":\"-1\"}",
              "{\"height\":\"1;\"}",
              "{\"height\":[1]}",
              "{\"hash\":\"1\"}",
              "{\"height\":\"1234567890123456789\"}")) {
        assertThat(ask(rpc, question("commit", parameters)).at("/error/code").asInt())
            .as(parameters)
            .isEqualTo(-32_602);
      }
      String tooLong = question("commit", "{\"height\":\"" + "1".repeat(5_000) + "\"}");
      assertThat(ask(rpc, tooLong).at("/error/code").asInt()).isEqualTo(-32_600);
      assertThat(ask(rpc, question("commit", "{}")).at("/error/message").asString())
          .contains("127.0.0.1:1");
    }
  }
}
