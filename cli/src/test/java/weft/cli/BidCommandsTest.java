package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.node.NodeSetup;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.BidOrder;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.SignedSeal;
import weft.rollup.client.WeftClient;

/// `weft bid`, against a real node.
final class BidCommandsTest {
  private static final String GROUP = "9d9ab9b0-1c2d-4c58-b3c4-5a6b7c8d9e0f";

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningNode node;

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void start() {
    node = new RunningNode();
    for (String rollup : List.of("east", "west")) {
      done(
          node.run(
              "rollup",
              "register",
              rollup,
              "--mechanism",
              "first/nucleolus/none,first/vector/none",
              "--market-asset",
              "weft",
              "--reserve",
              "10"));
    }
    for (String bidder : List.of("dev:2", "dev:3", "dev:4", "dev:5", "dev:6", "dev:9")) {
      done(node.run("bid", "bond", "1_000_000_000", "--key", bidder));
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private static CommandRun bid(String bidder, String... more) {
    List<String> words = new ArrayList<>(List.of("bid", "submit", "--key", bidder, "--json"));
    words.addAll(List.of(more));
    return node.run(words.toArray(String[]::new));
  }

  @Test
  void aBidOnTwoLanesWinsAndItsPayloadsAreThere() throws IOException {
    Path payload = folder.resolve("sell.bin");
    Files.write(payload, new byte[] {7, 8});

    JsonNode won =
        done(bid(
                "dev:3",
                "--payload",
                "east=0x0102",
                "--payload",
                "west=@" + payload,
                "--amount",
                "5_000",
                "--wait"))
            .json();

    JsonNode result = won.get("result");
    assertThat(result.get("outcome").asString()).isEqualTo("won");
    assertThat(result.get("charged").asString()).isEqualTo("5000");
    assertThat(
            Long.parseLong(result.get("payments").get("east").asString())
                + Long.parseLong(result.get("payments").get("west").asString()))
        .isEqualTo(5_000);
    JsonNode payloads = done(node.run("status", won.get("payloads").asString(), "--json")).json();
    assertThat(payloads.get("state").asString()).isEqualTo("soft");
    assertThat(payloads.get("height").asLong()).isEqualTo(result.get("height").asLong());
    assertThat(payloads.get("lanes")).hasSize(2);
    assertThat(payloads.get("lanes").get(0).get("firstPayload").asLong()).isZero();
  }

  /// Through the node's archive, which is filled beside the chain.
  @Test
  void whatABidPaidIsToldAsRelaysTellIt() {
    JsonNode won = done(bid("dev:9", "--payload", "west=0x0c", "--amount", "77", "--wait")).json();
    String asked =
        "/relay/v1/data/bidtraces/proposer_payload_delivered?block_number="
            + won.get("result").get("height").asLong();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(get(asked))
                    .contains(won.get("bid").asString())
                    .contains("\"value\":\"77\"")
                    .contains("\"rollups\":[\"west\"]"));
  }

  private static String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void theGreaterBidForABlockWinsAndTheOtherLoses() {
    long height = height() + 4;
    String[] low = offer("west", "20", height);
    String[] high = offer("west", "30", height);
    JsonNode loser = done(bid("dev:4", low)).json();

    CommandRun winner = bid("dev:5", withWait(high));

    assertThat(winner.status()).as(winner.describe()).isZero();
    assertThat(winner.json().get("result").get("height").asLong()).isEqualTo(height);
    JsonNode lost = done(node.run("status", loser.get("bid").asString(), "--json")).json();
    assertThat(lost.get("height").asLong()).isEqualTo(height);
    JsonNode unserved = node.run("status", loser.get("payloads").asString(), "--json").json();
    assertThat(unserved.get("state").asString()).isNotEqualTo("soft");
  }

  @Test
  void whatIsVoidSaysWhy() {
    done(node.run("rollup", "register", "not-sold"));

    CommandRun run = bid("dev:4", "--payload", "not-sold=0x01", "--amount", "20", "--wait");

    assertThat(run.status()).as(run.describe()).isEqualTo(1);
    assertThat(run.json().get("result").get("outcome").asString()).isEqualTo("void");
    assertThat(run.json().get("result").get("reason").asString()).isEqualTo("not-for-sale");
  }

  @Test
  void aSplitGoesToTheRollupsAsItSays() {
    JsonNode won =
        done(bid(
                "dev:3",
                "--payload",
                "east=01",
                "--payload",
                "west=02",
                "--amount",
                "100",
                "--split",
                "east=25,west=75",
                "--budget",
                "100",
                "--wait"))
            .json();
    assertThat(won.get("result").get("outcome").asString()).isEqualTo("won");
  }

  @Test
  void waitingBidsAreListedReplacedAndCancelled() {
    long height = height() + 150;
    List<String> words = new ArrayList<>(List.of(offer("east", "40", height)));
    words.addAll(List.of("--group", GROUP));
    JsonNode first = done(bid("dev:6", words.toArray(String[]::new))).json();
    JsonNode listed = done(node.run("bid", "list", "dev:6", "--json")).json();
    assertThat(listed.get("bids")).hasSize(1);
    assertThat(listed.get("bids").get(0).get("amount").asString()).isEqualTo("40");

    JsonNode second =
        done(node.run(
                "bid",
                "replace",
                first.get("bid").asString(),
                "--amount",
                "50",
                "--key",
                "dev:6",
                "--json"))
            .json();
    assertThat(second.get("sequence").asLong()).isEqualTo(first.get("sequence").asLong() + 1);
    CommandRun text = done(node.run("bid", "list", "--key", "dev:6"));
    assertThat(text.out()).contains("50 weft for east").contains("bond        ");

    JsonNode cancelled =
        done(node.run("bid", "cancel", "--group", GROUP, "--key", "dev:6", "--json"))
            .json()
            .get("cancelled");
    assertThat(cancelled).hasSize(2);
    for (JsonNode one : cancelled) {
      done(node.run("status", one.get("hash").asString(), "--follow"));
    }
    assertThat(done(node.run("bid", "list", "--key", "dev:6", "--json")).json().get("bids"))
        .isEmpty();
    CommandRun nothing = node.run("bid", "cancel", "--group", GROUP, "--key", "dev:6", "--json");
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.json().get("error").asString()).isEqualTo("not-found");
  }

  @Test
  void aSealedBidIsShownOnceItsSealIsInABlock() {
    done(
        node.run(
            "rollup",
            "register",
            "secretive",
            "--mechanism",
            "first/nucleolus/none",
            "--market-asset",
            "weft",
            "--bids",
            "sealed"));
    assertThat(done(node.run("rollup", "show", "secretive", "--json")).json().toString())
        .contains("\"bids\":\"sealed\"");
    CommandRun openly = bid("dev:4", "--payload", "secretive=0x01", "--amount", "5_000");
    assertThat(openly.status()).as(openly.describe()).isEqualTo(1);
    assertThat(openly.json().get("error").asString()).isEqualTo("not-sealed");

    JsonNode won =
        done(bid("dev:4", "--payload", "secretive=0x02", "--amount", "5_000", "--sealed", "--wait"))
            .json();

    JsonNode result = won.get("result");
    assertThat(result.get("outcome").asString()).isEqualTo("won");
    assertThat(result.get("charged").asString()).isEqualTo("5000");
    long sealedHeight = won.get("sealedHeight").asLong();
    assertThat(result.get("height").asLong()).isBetween(sealedHeight + 1, sealedHeight + 10);
    JsonNode seal = done(node.run("status", won.get("seal").asString(), "--json")).json();
    assertThat(seal.get("height").asLong()).isEqualTo(sealedHeight);
    CommandRun audited =
        node.run(
            "audit",
            "--from",
            Long.toString(sealedHeight),
            "--to",
            Long.toString(result.get("height").asLong()),
            "--json");
    assertThat(audited.json().get("deviations")).as(audited.describe()).isEmpty();
  }

  /// Whoever stops between the seal and the bid.
  @Test
  void aSealedBidThatIsNotShownForfeitsItsDeposit() {
    long before = held("dev:2");
    SignedSeal signed;
    try (WeftClient client = node.client()) {
      Bidding bidding = Bidding.open(client, DevelopmentKeys.account(2), BiddingConfig.DEFAULTS);
      BidOrder order =
          BidOrder.of(
              List.of(new Action.BundleEntry(RollupId.of("east"), Payload.of(Bytes.utf8("never")))),
              NodeSetup.ASSET,
              Amount.of(5_000),
              height() + 100);
      signed = ((Checked.Ok<SignedSeal>) bidding.seal(order, Amount.of(700))).value();
      assertThat(bidding.send(signed).isTaken()).isTrue();
      JsonNode seal =
          done(node.run("status", signed.seal().hash().toString(), "--follow", "--json")).json();
      assertThat(seal.toString()).contains("soft");
      // Blocks are made where something waits; the tenth is the last that may show it.
      for (int i = 0; i <= 10; i++) {
        height();
      }
      assertThat(bidding.show(signed).outcome().toString()).contains("seal-unknown");
    }
    assertThat(held("dev:2")).isEqualTo(before - 700);
    assertThat(done(node.run("account", "dev:2", "--json")).json().toString())
        .contains("\"sealed\":\"0\"");
  }

  private static long held(String account) {
    JsonNode listed = done(node.run("bid", "list", account, "--json")).json();
    return Long.parseLong(listed.get("bonds").get(0).get("held").asString());
  }

  @Test
  void signedBidsArePrintedAndNotSent() {
    JsonNode signed =
        done(bid("dev:7", "--payload", "east=01", "--amount", "20", "--sign-only")).json();
    assertThat(signed.get("bid").asString()).startsWith("0x");
    assertThat(signed.get("payloads").asString()).startsWith("0x");
    assertThat(done(node.run("bid", "list", "dev:7", "--json")).json().get("bids")).isEmpty();
    assertThat(done(node.run("bid", "list", "dev:7")).out()).contains("no bid waits");
  }

  @Test
  void optionsThatMakeNoSenseAreWrongUsage() {
    for (String options :
        List.of(
            "--amount 5",
            "--payload east=01",
            "--payload east --amount 5",
            "--payload east=zz --amount 5",
            "--payload east=01 --rollup west --amount 5",
            "--payload east=01 --rollup east --rollup west --amount 5",
            "--transaction " + "00".repeat(32) + " --amount 5",
            "--payload east=01 --amount 5 --split west=5",
            "--payload east=01 --amount 5 --split east=4",
            "--payload east=01 --amount 5 --group mine",
            "--transaction " + "00".repeat(32) + "/dev:1/101 --rollup east --amount 5",
            "--transaction " + "00".repeat(32) + "/dev:1 --rollup east --amount 5",
            "--payload east=01 --amount 5 --deposit 5",
            "--payload east=01 --amount 5 --sealed --sign-only",
            "--payload east=01 --amount 0")) {
      CommandRun run = bid("dev:3", options.split(" ", -1));
      assertThat(run.status()).as(run.describe()).isEqualTo(2);
    }
  }

  @Test
  void aBidWithoutABondIsRefusedWithWhatToDo() {
    CommandRun run = bid("dev:8", "--payload", "east=01", "--amount", "20");
    assertThat(run.status()).as(run.describe()).isEqualTo(1);
    assertThat(run.json().get("error").asString()).isEqualTo("bid-bond-too-low");
  }

  /// Each would lose its deposit, had it been sealed.
  @Test
  void aSealedBidThatCouldNotBeShownIsNotSealed() {
    BigInteger bond = heldBond("dev:5");
    for (List<String> order :
        List.of(
            List.of("seal-too-low", "--amount", "5_000", "--deposit", "499"),
            List.of("bid-bond-too-low", "--amount", bond.add(BigInteger.ONE).toString()))) {
      List<String> words = new ArrayList<>(List.of("--payload", "east=0x01", "--sealed"));
      words.addAll(order.subList(1, order.size()));
      CommandRun run = bid("dev:5", words.toArray(String[]::new));
      assertThat(run.status()).as(run.describe()).isEqualTo(1);
      assertThat(run.json().get("error").asString()).isEqualTo(order.getFirst());
    }
    assertThat(heldBond("dev:5")).isEqualTo(bond);
  }

  private static BigInteger heldBond(String bidder) {
    JsonNode bond = done(node.run("bid", "list", bidder, "--json")).json().get("bonds").get(0);
    assertThat(bond.get("sealed").asString()).isEqualTo("0");
    return new BigInteger(bond.get("held").asString());
  }

  private static long height() {
    JsonNode sent = done(node.run("bid", "bond", "1000", "--key", "dev:6", "--json")).json();
    return sent.get("status").get("height").asLong();
  }

  private static String[] offer(String rollup, String amount, long height) {
    String at = Long.toString(height);
    return new String[] {
      "--payload", rollup + "=0x0a", "--amount", amount, "--first-height", at, "--last-height", at
    };
  }

  private static String[] withWait(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--wait");
    return all.toArray(String[]::new);
  }
}
