package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.node.NodeSetup;
import weft.node.configuration.Configuration;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Seller;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.BidOrder;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.PlacedBid;
import weft.rollup.client.WeftClient;

/// Two bidders at one node, and what the commands say of it.
final class AuctionCommandsTest {
  private static final String EAST = "market-east";
  private static final String WEST = "market-west";
  private static final long VALID_TO = 1_000;

  private RunningNode node;
  private WeftClient client;
  private Bidding ann;
  private Bidding ben;

  @BeforeEach
  void sellTwoHeads() {
    node = new RunningNode(Configuration.defaults(), true);
    for (String rollup : List.of(EAST, WEST)) {
      done(
          node.run(
              "rollup",
              "register",
              rollup,
              "--mechanism",
              "first/equal-surplus/none",
              "--market-asset",
              "weft",
              "--no-wait"));
    }
    for (String bidder : List.of("dev:1", "dev:2")) {
      done(node.run("bid", "bond", "1_000_000_000_000", "--key", bidder, "--no-wait"));
    }
    node.blocks(1);
    connect();
  }

  private void connect() {
    client = node.client();
    ann = Bidding.open(client, DevelopmentKeys.account(1), BiddingConfig.DEFAULTS);
    ben = Bidding.open(client, DevelopmentKeys.account(2), BiddingConfig.DEFAULTS);
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private static void bid(Bidding bidder, long amount, String... rollups) {
    List<Action.BundleEntry> payloads = new ArrayList<>();
    for (String rollup : rollups) {
      payloads.add(
          new Action.BundleEntry(RollupId.of(rollup), Payload.of(Bytes.utf8("first " + amount))));
    }
    BidOrder order = BidOrder.of(payloads, NodeSetup.ASSET, Amount.of(amount), VALID_TO);
    assertThat(bidder.place(order))
        .isInstanceOfSatisfying(
            Checked.Ok.class,
            placed -> assertThat(((PlacedBid) placed.value()).isTaken()).isTrue());
  }

  /// Blocks 2 and 4 hold auctions: of both rollups together, and of the eastern one.
  private void sell() {
    bid(ann, 100, EAST, WEST);
    bid(ben, 40, EAST);
    node.blocks(2);
    bid(ben, 30, EAST);
    node.blocks(1);
  }

  @Test
  void showsWhatTheAuctionsOfABlockCameTo() {
    sell();
    JsonNode shown = done(node.run("auction", "show", "2", "--json")).json();
    assertThat(shown.get("verified").asBoolean()).isTrue();
    JsonNode auction = shown.get("auctions").get(0);
    assertThat(auction.get("winners").get(0).get("amount").asString()).isEqualTo("100");
    assertThat(auction.get("winners").get(0).get("charged").asString()).isEqualTo("100");
    assertThat(auction.get("losers").get(0).get("amount").asString()).isEqualTo("40");
    for (JsonNode rollup : auction.get("rollups")) {
      boolean isEast = rollup.get("rollup").asString().equals(EAST);
      assertThat(rollup.get("alone").asString()).isEqualTo(isEast ? "40" : "0");
      assertThat(rollup.get("payment").asString()).isEqualTo(isEast ? "70" : "30");
      assertThat(rollup.get("soldTo").asString()).isEqualTo(ann.address().toString());
    }
    assertThat(done(node.run("auction", "show", "2")).out())
        .contains("2 bids, 1 wins")
        .contains(ann.address().toString())
        .contains(ben.address().toString())
        .contains("lost");
    assertThat(done(node.run("auction", "show", "3")).out()).contains("block 3 has no bids");
    assertThat(done(node.run("auction", "show", "3", "--json")).json().get("auctions").isEmpty())
        .isTrue();
    CommandRun beyond = node.run("auction", "show", "99", "--json");
    assertThat(beyond.status()).isEqualTo(1);
    assertThat(beyond.json().get("error").asString()).isEqualTo("height-not-found");
  }

  @Test
  void statesWhatARollupEarned() {
    sell();
    JsonNode all = done(node.run("revenue", "--rollup", EAST, "--json")).json();
    assertThat(all.get("from").asLong()).isEqualTo(1);
    assertThat(all.get("to").asLong()).isEqualTo(4);
    JsonNode total = all.get("totals").get(0);
    assertThat(total.get("asset").asString()).isEqualTo("weft");
    assertThat(total.get("revenue").asString()).isEqualTo("100");
    assertThat(total.get("alone").asString()).isEqualTo("70");
    assertThat(total.get("surplus").asString()).isEqualTo("30");
    assertThat(total.get("blocksSold").asLong()).isEqualTo(2);
    List<String> from = new ArrayList<>();
    total
        .get("bidders")
        .forEach(
            one -> from.add(one.get("bidder").asString() + " " + one.get("revenue").asString()));
    assertThat(from).containsExactlyInAnyOrder(ann.address() + " 70", ben.address() + " 30");
    assertThat(all.get("blocks").get(0).get("height").asLong()).isEqualTo(2);
    assertThat(all.get("blocks").get(1).get("revenue").asString()).isEqualTo("30");

    JsonNode late = done(node.run("revenue", "--rollup", EAST, "--from", "3", "--json")).json();
    assertThat(late.get("totals").get(0).get("revenue").asString()).isEqualTo("30");
    JsonNode periods =
        done(node.run("revenue", "--rollup", EAST, "--period", "3", "--json"))
            .json()
            .get("periods");
    assertThat(periods.get(0).get("from").asLong()).isEqualTo(1);
    assertThat(periods.get(0).get("totals").get(0).get("revenue").asString()).isEqualTo("70");
    assertThat(periods.get(1).get("totals").get(0).get("revenue").asString()).isEqualTo("30");
    assertThat(done(node.run("revenue", "--rollup", WEST)).out())
        .contains("in weft: 30, against 0 alone: 30 more; sold in 1 block")
        .contains(EAST + "+" + WEST);
    assertThat(done(node.run("revenue", "--rollup", EAST, "--period", "2")).out()).contains("3-4");
    assertThat(done(node.run("revenue", "--rollup", WEST, "--from", "3")).out())
        .contains("no bids on it");
    assertThat(node.run("revenue", "--rollup", "nobody", "--json").json().get("error").asString())
        .isEqualTo("rollup-not-found");
    assertThat(node.run("revenue", "--rollup", EAST, "--from", "4", "--to", "2").status())
        .isEqualTo(2);
  }

  @Test
  void anHonestNodePassesTheAudit() {
    sell();
    CommandRun audited = done(node.run("audit"));
    assertThat(audited.out()).contains("audited 4 blocks, 2 with auctions: no deviations");
    JsonNode document = done(node.run("audit", "--from", "2", "--to", "3", "--json")).json();
    assertThat(document.get("blocks").asLong()).isEqualTo(2);
    assertThat(document.get("withAuctions").asLong()).isEqualTo(1);
    assertThat(document.get("deviationCount").asLong()).isZero();
    assertThat(document.get("notVouchedFor").isEmpty()).isTrue();
    assertThat(node.run("audit", "--to", "9", "--json").json().get("error").asString())
        .isEqualTo("height-not-found");
    assertThat(node.run("audit", "--from", "3", "--to", "2").status()).isEqualTo(2);
  }

  @Test
  void aStoreThatWasChangedByHandIsFound() {
    sell();
    client.close();
    node.restart(store -> AlteredStore.auctions(store, 2, AuctionCommandsTest::takingFromOne));
    connect();

    CommandRun audited = node.run("audit", "--json");
    assertThat(audited.status()).as(audited.describe()).isEqualTo(1);
    JsonNode deviations = audited.json().get("deviations");
    assertThat(deviations.size()).isEqualTo(1);
    assertThat(deviations.get(0).get("height").asLong()).isEqualTo(2);
    assertThat(deviations.get(0).get("rule").asString()).isEqualTo("EXEC-28");
    assertThat(node.run("audit").out())
        .contains("block 2: EXEC-28: ")
        .contains("audited 4 blocks, 2 with auctions: 1 deviation");
    CommandRun shown = node.run("auction", "show", "2", "--json");
    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.json().get("error").asString()).isEqualTo("not-verified");
    done(node.run("audit", "--from", "3"));
  }

  /// Moves one unit from one rollup to the other.
  private static AuctionRecord takingFromOne(AuctionRecord record) {
    AssetAuctionRecord first = record.auctions().getFirst();
    List<Seller> sellers = new ArrayList<>();
    for (Seller seller : first.sellers()) {
      Amount payment = seller.payment();
      Amount one = Amount.of(1);
      sellers.add(
          new Seller(
              seller.rollup(),
              seller.reserve(),
              seller.weights(),
              seller.alone(),
              sellers.isEmpty() ? payment.plus(one) : payment.minus(one)));
    }
    return new AuctionRecord(
        record.height(),
        List.of(
            new AssetAuctionRecord(
                first.asset(),
                sellers,
                first.bidders(),
                first.mechanisms(),
                first.offers(),
                first.isExact(),
                first.nodes(),
                first.fallbacks())),
        record.voids());
  }
}
