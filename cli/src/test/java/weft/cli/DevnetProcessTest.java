package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.proof.Conserved;
import weft.proof.SmallDisk;

/// `weft devnet` as its users start it.
final class DevnetProcessTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long WAIT_MS = 180_000;
  private static final int SMALL_MIB = 14;

  @TempDir private Path folder = Path.of(".");

  private JsonNode run(String options) throws IOException, InterruptedException {
    if (!Files.exists(folder.resolve("weft"))) {
      WeftProcess.prepare(folder);
    }
    try (WeftProcess devnet =
        WeftProcess.bash(
            folder, "exec ./weft devnet --headless --port-base 0 --json summary.json " + options)) {
      assertThat(devnet.await(WAIT_MS)).as(devnet.output()).isZero();
    }
    return JSON.readTree(Files.readString(folder.resolve("summary.json")));
  }

  @Test
  void runsSumsUpAndGoesOnWhereItStopped() throws IOException, InterruptedException {
    JsonNode first = run("--for 8s --rate 50 --data data");
    assertThat(first.propertyNames())
        .containsExactly(
            "blocks",
            "transactions",
            "payloads",
            "payloadBytes",
            "refused",
            "softLatencyMs",
            "lanes",
            "receipts",
            "lost",
            "auctions",
            "voidBids",
            "revenue",
            "builders");
    assertSound(first);
    assertBuildersCompete(first);

    JsonNode second = run("--for 3s --rate 50 --data data");
    assertSound(second);
    for (int i = 0; i < 2; i++) {
      assertThat(second.get("lanes").get(i).get("laneHeight").asLong())
          .isGreaterThan(first.get("lanes").get(i).get("laneHeight").asLong());
    }
    Conserved.require(folder.resolve("data"));
  }

  private static void assertBuildersCompete(JsonNode summary) {
    String text = summary.toPrettyString();
    assertThat(summary.get("auctions").asLong()).as(text).isPositive();
    for (String builder : List.of("arbitrage", "reversion")) {
      JsonNode one = summary.get("builders").get(builder);
      assertThat(one.get("wins").asLong()).as(text).isPositive();
      assertThat(one.get("bids").asLong()).isGreaterThanOrEqualTo(one.get("wins").asLong());
      assertThat(new BigInteger(one.get("paid").get("weft").asString())).as(text).isPositive();
    }
    for (String rollup : List.of("amm-east", "amm-west")) {
      JsonNode one = summary.get("revenue").get(rollup).get("weft");
      BigInteger payment = new BigInteger(one.get("payment").asString());
      assertThat(payment).as(text).isPositive();
      assertThat(payment).isGreaterThanOrEqualTo(new BigInteger(one.get("alone").asString()));
      assertThat(one.get("below").asLong()).as(text).isZero();
    }
  }

  private static void assertSound(JsonNode summary) {
    String text = summary.toPrettyString();
    assertThat(summary.get("lost").asLong()).as(text).isZero();
    assertThat(summary.get("receipts").asLong()).as(text).isPositive();
    assertThat(summary.get("blocks").asLong()).as(text).isPositive();
    assertThat(summary.get("payloads").asLong()).as(text).isPositive();
    assertThat(summary.get("softLatencyMs").get("p99").asLong()).as(text).isPositive();
    assertThat(summary.get("lanes")).hasSize(2);
    for (JsonNode lane : summary.get("lanes")) {
      assertThat(lane.get("verified").asBoolean()).as(text).isTrue();
      assertThat(lane.get("stateRoot").asString()).matches("0x[0-9a-f]{64}");
      assertThat(lane.get("rollup").asString()).isIn(List.of("amm-east", "amm-west"));
    }
  }

  @Test
  void ctrlCStopsCleanlyWithASummary() throws IOException, InterruptedException {
    WeftProcess.prepare(folder);
    Path data = folder.resolve("data");
    try (WeftProcess devnet =
        WeftProcess.bash(
            folder,
            "exec ./weft devnet --headless --port-base 0 --rate 20 --json summary.json --data "
                + data)) {
      assertThat(devnet.awaitOutput(text -> text.contains("receipts"), WAIT_MS))
          .as(devnet.output())
          .isTrue();
      devnet.signal("INT");
      assertThat(devnet.await(WAIT_MS)).as(devnet.output()).isZero();
      assertThat(devnet.output()).contains("0 lost");
    }
    assertSound(JSON.readTree(Files.readString(folder.resolve("summary.json"))));
    Conserved.require(data);
  }

  @Test
  void aTakenPortIsNamed() throws IOException, InterruptedException {
    WeftProcess.prepare(folder);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WeftProcess devnet =
            WeftProcess.bash(
                folder,
                "exec ./weft devnet --headless --for 1s --port-base " + taken.getLocalPort())) {
      assertThat(devnet.await(WAIT_MS)).as(devnet.output()).isEqualTo(1);
      assertThat(devnet.output())
          .contains(String.valueOf(taken.getLocalPort()))
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aHaltedNodeEndsItWithTheReasonAndASummary() throws IOException, InterruptedException {
    WeftProcess.prepare(folder);
    try (SmallDisk disk = smallDisk();
        WeftProcess devnet =
            WeftProcess.bash(
                folder,
                "exec ./weft devnet --headless --port-base 0 --rate 2000 --for 120s"
                    + " --json summary.json --data "
                    + disk.path().resolve("data"))) {
      assertThat(devnet.await(WAIT_MS)).as(devnet.output()).isEqualTo(1);
      assertThat(devnet.output())
          .contains("weft: the node halted: ")
          .containsIgnoringCase("space")
          .contains("receipts, ")
          .doesNotContain("\tat ")
          .doesNotContain("rollup-stopped");
      JsonNode summary = JSON.readTree(Files.readString(folder.resolve("summary.json")));
      assertThat(summary.get("blocks").asLong()).as(devnet.output()).isPositive();
      assertThat(summary.get("receipts").asLong()).as(devnet.output()).isPositive();
    }
  }

  private SmallDisk smallDisk() {
    try {
      return SmallDisk.mount(folder.resolve("disk"), SMALL_MIB);
    } catch (IOException e) {
      return Assumptions.abort("needs the right to mount a tmpfs: " + e.getMessage());
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedAtTheStart() {
    CommandRun run =
        CommandRun.of("devnet", "--for", "1s", "--json", folder.resolve("no/summary").toString());
    assertThat(run.status()).as(run.describe()).isEqualTo(2);
    assertThat(run.describe()).contains("there is no such folder");
  }
}
