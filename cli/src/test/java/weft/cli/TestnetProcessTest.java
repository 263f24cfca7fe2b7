package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;

/// `weft testnet` as its users start it.
final class TestnetProcessTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long WAIT_MS = 280_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  @Tag("slow")
  void killedNodesComeBackAndNothingIsLost() throws IOException, InterruptedException {
    if (EngineBinary.find() instanceof EngineSearch.Missing(String message, String nextStep)) {
      Assumptions.abort(message + ". " + nextStep);
    }
    WeftProcess.prepare(folder);
    try (WeftProcess testnet =
        WeftProcess.bash(
            folder,
            "exec ./weft testnet --headless --for 15s --rate 50 --perturb kill"
                + " --json summary.json --data data")) {
      int status = testnet.await(WAIT_MS);
      assertThat(status).as(testnet.output()).isZero();
      JsonNode summary = JSON.readTree(Files.readString(folder.resolve("summary.json")));
      String text = summary.toPrettyString();
      assertThat(summary.get("validators").asInt()).isEqualTo(4);
      assertThat(summary.get("heights")).hasSize(4);
      assertThat(summary.get("receipts").asLong()).as(text).isPositive();
      assertThat(summary.get("lost").asLong()).as(text).isZero();
      assertThat(summary.get("appHashesAgree").asBoolean()).as(text).isTrue();
      assertThat(summary.get("rollupStateRootsAgree").asBoolean()).as(text).isTrue();
      assertThat(summary.get("attestedHeights").asLong()).as(text).isPositive();
      assertThat(summary.get("restarts").get("kill").asLong()).as(text).isPositive();
      for (JsonNode lane : summary.get("lanes")) {
        assertThat(lane.get("verified").asBoolean()).as(text).isTrue();
        assertThat(lane.get("payloads").asLong()).as(text).isPositive();
      }
      assertThat(folder.resolve("data").resolve("node0").resolve("node.log")).isNotEmptyFile();
    }
  }

  @Test
  @Tag("slow")
  void whatCannotBeIsRefusedAtTheStart() {
    CommandRun none = CommandRun.of("testnet", "--validators", "3", "--perturb", "kill");
    assertThat(none.status()).as(none.describe()).isEqualTo(2);
    assertThat(none.describe()).contains("none may fail");
    CommandRun unknown = CommandRun.of("testnet", "--perturb", "kill,flood");
    assertThat(unknown.status()).as(unknown.describe()).isEqualTo(2);
    assertThat(unknown.describe()).contains("flood");
  }
}
