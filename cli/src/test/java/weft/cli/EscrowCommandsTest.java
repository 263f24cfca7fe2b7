package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `weft report` and `weft escrow`, against a real node: two rollups whose joint revenue waits.
final class EscrowCommandsTest {
  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningNode node;

  @BeforeAll
  static void start() {
    node = new RunningNode();
    done(node.run("bid", "bond", "1_000_000_000", "--key", "dev:4"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private static void register(String rollup, String payee, long blocks, String... reporters) {
    done(
        node.run(
            "rollup",
            "register",
            rollup,
            "--payee",
            payee,
            "--mechanism",
            "first/fixed/none",
            "--market-asset",
            "weft",
            "--defer",
            "500/volume/" + blocks,
            "--reporter",
            String.join(",", reporters),
            "--reporters-threshold",
            reporters.length > 1 ? "2" : "1"));
  }

  /// Sells the heads of two lanes for 90, so that 22 of each rollup's 45 wait.
  private static long sell(String one, String other) {
    JsonNode won =
        done(node.run(
                "bid",
                "submit",
                "--key",
                "dev:4",
                "--payload",
                one + "=0x01",
                "--payload",
                other + "=0x02",
                "--amount",
                "90",
                "--wait",
                "--json"))
            .json()
            .get("result");
    assertThat(won.get("outcome").asString()).isEqualTo("won");
    return won.get("height").asLong();
  }

  private static CommandRun report(String key, String rollup, long height, int volume) {
    return node.run(
        "report",
        "signals",
        "--rollup",
        rollup,
        "--height",
        Long.toString(height),
        "--volume",
        Integer.toString(volume),
        "--gas",
        "9",
        "--key",
        key,
        "--json");
  }

  private static BigInteger claimable(String account) {
    JsonNode all = done(node.run("account", account, "--json")).json().get("claimable");
    return new BigInteger(all.get(0).get("amount").asString());
  }

  private static JsonNode waiting(String rollup) {
    return done(node.run("escrow", "list", "--rollup", rollup, "--json")).json().get("waiting");
  }

  private static JsonNode total(String rollup) {
    return done(node.run("revenue", "--rollup", rollup, "--json")).json().get("totals").get(0);
  }

  @Test
  void whatReportersSayDividesWhatWaits() throws IOException, InterruptedException {
    register("east", "dev:7", 1_000, "dev:1", "dev:2", "dev:3");
    register("west", "dev:8", 1_000, "dev:2");
    assertThat(done(node.run("rollup", "show", "east")).out())
        .contains("holds 500 permille above the floors for volume, at most 1,000 blocks")
        .contains("2 must agree of");
    long height = sell("east", "west");
    BigInteger eastern = claimable("dev:7");
    BigInteger western = claimable("dev:8");
    JsonNode one = waiting("east").get(0);
    assertThat(one.get("height").asLong()).isEqualTo(height);
    assertThat(one.get("rollups"))
        .extracting(share -> share.get("part").asString())
        .containsExactly("22", "22");
    assertThat(get("/v1/rollups/east/escrow"))
        .contains("\"height\":" + height + ",", "\"dueHeight\":" + (height + 1_001) + ",");

    done(report("dev:1", "east", height, 1));
    assertThat(report("dev:1", "east", height, 1).json().get("error").asString())
        .isEqualTo("already-reported");
    assertThat(report("dev:4", "east", height, 1).json().get("error").asString())
        .isEqualTo("not-reporter");
    assertThat(done(node.run("escrow", "list", "--rollup", "west")).out())
        .contains("reported by 1, not enough yet")
        .contains("west: 22, not reported");
    done(report("dev:2", "west", height, 3));
    assertThat(claimable("dev:7")).isEqualTo(eastern);
    JsonNode last = done(report("dev:3", "east", height, 1)).json();

    assertThat(claimable("dev:7")).isEqualTo(eastern.add(BigInteger.valueOf(11)));
    assertThat(claimable("dev:8")).isEqualTo(western.add(BigInteger.valueOf(33)));
    assertThat(waiting("east")).isEmpty();
    assertThat(done(node.run("escrow", "list", "--rollup", "east")).out())
        .contains("nothing waits");
    assertThat(report("dev:2", "east", height, 1).json().get("error").asString())
        .isEqualTo("nothing-deferred");
    long paid = last.get("status").get("height").asLong();
    JsonNode shown =
        done(node.run("auction", "show", Long.toString(paid), "--json")).json().get("releases");
    assertThat(shown.get(0).get("height").asLong()).isEqualTo(height);
    assertThat(done(node.run("auction", "show", Long.toString(paid))).out())
        .contains("paid out of escrow");
    JsonNode total = total("east");
    assertThat(total.get("revenue").asString()).isEqualTo("45");
    assertThat(total.get("deferred").asString()).isEqualTo("22");
    assertThat(total.get("released").asString()).isEqualTo("11");
    assertThat(total.get("paid").asString()).isEqualTo("34");
    assertThat(total("west").get("paid").asString()).isEqualTo("56");
    assertAudited();
  }

  @Test
  void withoutReportsItIsPaidAsTheAuctionGaveIt() {
    register("north", "dev:5", 2, "dev:1");
    register("south", "dev:6", 2, "dev:1");
    long height = sell("north", "south");
    BigInteger northern = claimable("dev:5");
    for (int i = 0; i < 3; i++) {
      done(node.run("bid", "bond", "1", "--key", "dev:4"));
    }
    assertThat(waiting("north")).isEmpty();
    assertThat(claimable("dev:5")).isEqualTo(northern.add(BigInteger.valueOf(22)));
    JsonNode total = total("south");
    assertThat(total.get("releasedByDefault").asString()).isEqualTo("22");
    assertThat(total.get("paid").asString()).isEqualTo("45");
    assertThat(done(node.run("auction", "show", Long.toString(height + 3))).out())
        .contains("as the auction gave it");
    assertAudited();
  }

  private static void assertAudited() {
    assertThat(done(node.run("audit", "--json")).json().get("deviationCount").asLong()).isZero();
  }

  @Test
  void signedReportsArePrintedAndNotSent() {
    CommandRun run =
        done(
            node.run(
                "report",
                "signals",
                "--rollup",
                "east",
                "--height",
                "7",
                "--receipts-root",
                "0x" + "11".repeat(32),
                "--key",
                "dev:1",
                "--sign-only",
                "--json"));
    assertThat(run.out()).contains("0x");
  }

  @Test
  void optionsThatMakeNoSenseAreWrongUsage() {
    for (String options :
        List.of(
            "--defer 5",
            "--defer 0/volume/5",
            "--defer 1001/volume/5",
            "--defer 5/time/5",
            "--defer 5/gas/1000001",
            "--reporter dev:1 --reporters-threshold 2",
            "--reporter dev:1,nobody")) {
      CommandRun run =
          node.run(
              ("rollup register wrong --mechanism first/fixed/none --market-asset weft " + options)
                  .split(" ", -1));
      assertThat(run.status()).as(run.describe()).isEqualTo(2);
    }
    assertThat(node.run("report", "signals", "--rollup", "east", "--height", "0").status())
        .isEqualTo(2);
  }

  private static String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
