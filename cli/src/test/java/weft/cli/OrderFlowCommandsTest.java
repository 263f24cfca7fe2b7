package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;

/// Order flow by commands alone, against a real node.
final class OrderFlowCommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FRIEND =
      PrivateKey.fromSeed(Bytes.utf8("a friend")).address().toString();

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningNode node;

  @BeforeAll
  static void start() {
    node = new RunningNode();
    done(
        node.run(
            "rollup",
            "register",
            "east",
            "--mechanism",
            "first/nucleolus/percent",
            "--market-asset",
            "weft",
            "--reserve",
            "10"));
    done(node.run("bid", "bond", "1_000_000_000", "--key", "dev:3"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private static JsonNode keep(String text, String... more) {
    return done(node.run(
            concat(
                List.of("submit", "east", "--text", text, "--hold-ms", "60000", "--json"), more)))
        .json();
  }

  private static String[] concat(List<String> first, String... more) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void whatIsKeptBackIsWatchedAndBought() {
    String hash =
        keep("swap", "--key", "dev:4", "--refund-to", FRIEND, "--refund-percent", "60")
            .get("hash")
            .asString();
    assertThat(done(node.run("status", hash)).out()).contains("kept back until");

    JsonNode hint = hint(hash);
    assertThat(hint.get("rollups").toString()).isEqualTo("[\"east\"]");
    JsonNode refund = hint.get("refund");
    assertThat(refund.get("recipient").asString()).isEqualTo(FRIEND);

    JsonNode won =
        done(node.run(
                "bid",
                "submit",
                "--key",
                "dev:3",
                "--transaction",
                hash + "/" + FRIEND + "/" + refund.get("percent").asInt(),
                "--rollup",
                "east",
                "--amount",
                "1_000",
                "--wait",
                "--json"))
            .json();
    assertThat(won.get("result").get("outcome").asString()).isEqualTo("won");
    JsonNode status = done(node.run("status", hash, "--json")).json();
    assertThat(status.get("state").asString()).isEqualTo("soft");
    assertThat(status.get("height").asLong()).isEqualTo(won.get("result").get("height").asLong());
  }

  private static JsonNode hint(String hash) {
    return done(node.run("order-flow", "watch", "--for", "2s", "--json"))
        .out()
        .lines()
        .filter(line -> line.contains(hash))
        .map(line -> JSON.readTree(line))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatNobodyBuysInTimeExpiresIfItsSenderSaysSo() {
    CommandRun run =
        node.run(
            "submit",
            "east",
            "--text",
            "or never",
            "--key",
            "dev:5",
            "--hold-ms",
            "200",
            "--hold-then",
            "expire",
            "--wait",
            "--json");
    assertThat(run.status()).as(run.describe()).isEqualTo(1);
    assertThat(run.json().get("status").get("state").asString()).isEqualTo("expired");
  }

  @Test
  void optionsThatDoNotFitTogetherAreSaid() {
    assertThat(node.run("submit", "east", "--text", "x", "--hints", "size").status()).isEqualTo(2);
    assertThat(node.run("submit", "east", "--text", "x", "--refund-to", FRIEND).status())
        .isEqualTo(2);
    assertThat(
            node.run("submit", "east", "--text", "x", "--hold-ms", "9", "--hints", "all").status())
        .isEqualTo(2);
  }

  @Test
  void aCancellationIsSignedWithoutBeingSent() {
    String bid =
        done(node.run(
                "bid",
                "submit",
                "--key",
                "dev:3",
                "--payload",
                "east=0x01",
                "--amount",
                "20",
                "--first-height",
                "20000",
                "--last-height",
                "20001",
                "--json"))
            .json()
            .get("bid")
            .asString();
    JsonNode signed =
        done(node.run("bid", "cancel", bid, "--key", "dev:3", "--sign-only", "--json")).json();
    assertThat(signed.get("signed").get(0).get("transaction").asString()).startsWith("0x");
    assertThat(done(node.run("bid", "list", "--key", "dev:3", "--json")).out()).contains(bid);
  }
}
