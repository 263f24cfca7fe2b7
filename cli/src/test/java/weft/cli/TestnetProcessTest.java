package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private static final long WAIT_MS = 580_000;

  /// Longer than an engine's time to stop, after which it is killed.
  private static final long END_MS = 30_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void killedNodesComeBackAndNothingIsLost() throws IOException, InterruptedException {
    JsonNode summary = run("--for 6s --rate 20 --perturb kill --data data");
    assertThat(summary.get("restarts").get("kill").asLong()).as(summary.toString()).isPositive();
    assertThat(summary.get("recoveryMs").get("kill").get("max").asLong()).isPositive();
    assertThat(folder.resolve("data").resolve("node0").resolve("node.log")).isNotEmptyFile();
  }

  @Test
  @Tag("slow")
  void everyKindOfDisturbanceIsSurvivedAtOnceByAllNodes() throws IOException, InterruptedException {
    JsonNode summary =
        run("--for 4m --rate 50 --perturb kill,pause,restart,partition,disk --all-at-once");
    for (JsonNode count : summary.get("restarts")) {
      assertThat(count.asLong()).as(summary.toString()).isPositive();
    }
    assertThat(summary.get("restarts")).hasSize(5);
  }

  private JsonNode run(String options) throws IOException, InterruptedException {
    requireEngine();
    WeftProcess.prepare(folder);
    try (WeftProcess testnet =
        WeftProcess.bash(
            folder, "exec ./weft testnet --headless --seed 2 --json summary.json " + options)) {
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
      for (JsonNode lane : summary.get("lanes")) {
        assertThat(lane.get("verified").asBoolean()).as(text).isTrue();
        assertThat(lane.get("payloads").asLong()).as(text).isPositive();
      }
      return summary;
    }
  }

  @Test
  void nodesAndEnginesEndByThemselvesWhenTheTestnetIsKilledEvenIfTheyStandStill()
      throws IOException, InterruptedException {
    requireEngine();
    WeftProcess.prepare(folder);
    try (WeftProcess testnet =
        WeftProcess.bash(
            folder,
            "exec ./weft testnet --headless --validators 1 --rate 10 --perturb pause --all-at-once"
                + " --data data")) {
      assertThat(testnet.awaitOutput(text -> text.contains("node0 paused"), WAIT_MS))
          .as(testnet.output())
          .isTrue();
      List<ProcessHandle> left = testnet.killAlone();
      assertThat(left).as("node, engine, and what holds them").hasSizeGreaterThanOrEqualTo(3);
      for (ProcessHandle each : left) {
        assertThat(each.onExit())
            .as("process %d: %s", each.pid(), each.info().command())
            .succeedsWithin(Duration.ofMillis(END_MS));
      }
    }
  }

  @Test
  void whatCannotBeIsRefusedAtTheStart() {
    CommandRun none = CommandRun.of("testnet", "--validators", "3", "--perturb", "kill");
    assertThat(none.status()).as(none.describe()).isEqualTo(2);
    assertThat(none.describe()).contains("none may fail");
    CommandRun unknown = CommandRun.of("testnet", "--perturb", "kill,flood");
    assertThat(unknown.status()).as(unknown.describe()).isEqualTo(2);
    assertThat(unknown.describe()).contains("flood");
  }

  private static void requireEngine() {
    if (EngineBinary.find() instanceof EngineSearch.Missing(String message, String nextStep)) {
      Assumptions.abort(message + ". " + nextStep);
    }
  }
}
