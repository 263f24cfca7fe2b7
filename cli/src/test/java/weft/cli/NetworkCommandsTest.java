package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNetwork;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.client.ClaimedChange;

/// The commands about a network, against a node that serves one whose validators change.
final class NetworkCommandsTest {
  private static final RollupId LANE = RollupId.of("lane");

  @TempDir Path folder = Path.of("");

  private final SplittableRandom random = new SplittableRandom(1);
  private final FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
  private final FakeChain chain = new FakeChain(network);
  private FakeNode node;
  private String target = "";

  @BeforeEach
  void start() throws IOException {
    append(2);
    network.become(4, 5, 6);
    append(2);
    node = FakeNode.start(chain);
    target = node.target();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      chain.append(LANE, LaneData.entries(random, 2, 40));
    }
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(
        Stream.concat(Arrays.stream(arguments), Stream.of("--node", target))
            .toArray(String[]::new));
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  @Test
  void listsValidators() {
    JsonNode now = done(run("validator", "list", "--json")).json();
    assertThat(now.get("validators").size()).isEqualTo(3);
    assertThat(now.get("validatorsHash").asString()).isEqualTo(network.current().hash().toString());
    CommandRun text = done(run("validator", "list", "--of-genesis"));
    assertThat(text.out()).contains(network.first().hash().toString()).contains("power 14");
  }

  @Test
  void followsALaneAcrossAChangeOfValidators() {
    CommandRun followed = done(run("lane", "follow", "lane", "--count", "4", "--no-payloads"));
    assertThat(followed.out().lines()).hasSize(4);
    assertThat(followed.err())
        .contains("Trusting the node once")
        .contains(network.first().hash().toString());
    assertThat(done(run("lane", "show", "lane", "4", "--json")).json().get("laneHeight").asLong())
        .isEqualTo(4);
  }

  @Test
  void aPinnedPointIsTrusted() {
    Path point = folder.resolve("point.json");
    done(run("validator", "pin", "--out", point.toString()));
    append(1);
    Path proof = folder.resolve("proof.json");
    done(run("lane", "prove", "lane", "5", "--out", proof.toString()));

    CommandRun stale = run("lane", "verify", proof.toString(), "--trust", point.toString());
    assertThat(stale.status()).isEqualTo(1);
    assertThat(stale.err()).contains("LIGHT-4").contains("--trusting-period");

    node.close();
    String[] verify = {
      "lane",
      "verify",
      proof.toString(),
      "--trust",
      point.toString(),
      "--trusting-period",
      "999999h"
    };
    assertThat(done(run(verify)).out()).contains("lane block 5");
    assertThat(done(run(verify)).err()).isEmpty();
  }

  @Test
  void showsAndFollowsAttestations() {
    JsonNode shown = done(run("attestation", "show", "--json")).json();
    assertThat(shown.get("height").asLong()).isEqualTo(4);
    assertThat(shown.get("signingPower").asLong()).isEqualTo(45);
    assertThat(done(run("attestation", "show", "1")).out()).contains("attested by 50 of 50 power");

    CommandRun followed = done(run("attestation", "follow", "--from", "1", "--count", "4"));
    assertThat(followed.out().lines()).hasSize(4);
    assertThat(followed.err()).contains("4 heights, 0 without an attestation");
  }

  @Test
  void aForgedChangeOfValidatorsStopsTheCommand() {
    node.changeLie(
        changes ->
            changes.stream()
                .map(change -> new ClaimedChange(change.anchor(), FakeNetwork.set(30, 31)))
                .toList());
    String evidence = folder.resolve("evidence.json").toString();
    CommandRun run =
        run("lane", "follow", "lane", "--count", "4", "--evidence", evidence, "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("node-lied").contains("LIGHT-7");
    assertThat(run("attestation", "show").err()).contains("LIGHT-7");
  }
}
