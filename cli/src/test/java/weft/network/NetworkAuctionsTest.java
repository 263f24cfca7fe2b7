package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import weft.cli.CommandRun;
import weft.cli.node.NodeSetup;
import weft.cli.testnet.NodeProcess;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.proof.Poll;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.AccountState;
import weft.rollup.client.AuctionPage;
import weft.rollup.client.BidOrder;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.PlacedBid;
import weft.rollup.client.SignedSeal;
import weft.rollup.client.WeftClient;

/// Auctions of a network with its engine: every node shows the same, and passes the audit of a
/// reader that trusts the genesis only.
final class NetworkAuctionsTest {
  private static final RollupId SELLER = RollupId.of("market-east");
  private static final RollupId SECRETIVE = RollupId.of("market-west");
  private static final int BIDS = 3;

  private static final MarketTerms MARKET =
      MarketTerms.of(Mechanism.DEFAULT, NodeSetup.ASSET, Amount.ZERO);

  @TempDir private Path folder = Path.of(".");

  @Test
  void everyNodePassesTheAuditOfItsAuctions() throws Exception {
    TestNetwork.requireEngine();
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), TestNetwork.VALIDATORS, Map.of(), Map.of())) {
      network.start();
      long last = sell(network);
      Path genesis = network.node(0).directory().genesisFile();
      for (NodeProcess node : network.nodes()) {
        try (WeftClient client = node.connect(ClientConfig.defaults())) {
          Poll.require(
              "block " + (last + 1) + " at node " + node.index(),
              TestNetwork.WAIT_MS,
              () -> client.chain().attestation(last) instanceof Checked.Ok<?>);
        }
        CommandRun audit =
            CommandRun.of(
                "audit",
                "--to",
                Long.toString(last),
                "--trust",
                genesis.toString(),
                "--node",
                node.grpc().toString(),
                "--json");
        assertThat(audit.status()).as(audit.describe()).isZero();
        JsonNode document = audit.json();
        assertThat(document.get("withAuctions").asLong()).isGreaterThanOrEqualTo(1);
        assertThat(document.get("onlyLanesShown").asLong()).as(audit.describe()).isZero();
      }
    }
  }

  /// Sells the head of a lane some times.
  ///
  /// @return the height of the last auction
  private static long sell(TestNetwork network) throws Exception {
    PrivateKey bidder = TestNetwork.account(1);
    try (WeftClient client = network.node(0).connect(ClientConfig.defaults())) {
      send(
          client,
          TestNetwork.transaction(1, 0)
              .action(registration(SELLER, MARKET))
              .action(registration(SECRETIVE, MARKET.forSealedOnly()))
              .sign(bidder));
      send(
          client,
          TestNetwork.transaction(0, 0)
              .action(new Action.BondBids(NodeSetup.ASSET, Amount.of(1_000_000_000_000L)))
              .sign(bidder));
      Poll.require(
          "the bond and the rollup",
          TestNetwork.WAIT_MS,
          () ->
              client.chain().account(bidder.address())
                      instanceof Checked.Ok<AccountState>(AccountState account)
                  && !account.bidBonds().isEmpty()
                  && client.chain().rollup(SELLER) instanceof Checked.Ok<?>);
      Bidding bidding =
          Bidding.open(
              client, bidder, BiddingConfig.DEFAULTS.withPayloadChannels(10, 4).withBidChannel(9));
      for (int i = 1; i <= BIDS; i++) {
        BidOrder order =
            BidOrder.of(
                List.of(new Action.BundleEntry(SELLER, Payload.of(Bytes.utf8("first " + i)))),
                NodeSetup.ASSET,
                Amount.of(10L * i),
                10_000);
        assertThat(bidding.place(order))
            .isInstanceOfSatisfying(
                Checked.Ok.class,
                placed -> assertThat(((PlacedBid) placed.value()).isTaken()).isTrue());
        int wanted = i;
        Poll.require(
            "auction " + i,
            TestNetwork.WAIT_MS,
            () -> auctions(client).auctions().size() >= wanted);
      }
      showSealed(client, bidding);
      return auctions(client).auctions().getLast().height();
    }
  }

  /// Seals a bid on a rollup that takes no others, and shows it as soon as a block has the seal: it
  /// must be in one of the next ten, whoever proposes them.
  private static void showSealed(WeftClient client, Bidding bidding) throws Exception {
    BidOrder order =
        BidOrder.of(
            List.of(new Action.BundleEntry(SECRETIVE, Payload.of(Bytes.utf8("hidden")))),
            NodeSetup.ASSET,
            Amount.of(5_000),
            10_000);
    SignedSeal signed = ((Checked.Ok<SignedSeal>) bidding.seal(order, Amount.of(1_000))).value();
    assertThat(bidding.send(signed).isTaken()).isTrue();
    Poll.require(
        "the seal",
        TestNetwork.WAIT_MS,
        () -> softHeight(client, signed.seal().hash()).isPresent());
    PlacedBid placed = bidding.show(signed);
    assertThat(placed.isTaken()).as("%s", placed.outcome()).isTrue();
    Poll.require(
        "the auction of the sealed bid",
        TestNetwork.WAIT_MS,
        () -> auctions(client).auctions().size() > BIDS);
    long sealed = softHeight(client, signed.seal().hash()).orElseThrow();
    AuctionRecord shown = auctions(client).auctions().getLast();
    assertThat(shown.height()).isBetween(sealed + 1, sealed + 10);
    assertThat(shown.auctions().getFirst().winners())
        .extracting(Offer::bid)
        .containsExactly(placed.signed().bid().hash());
  }

  private static Optional<Long> softHeight(WeftClient client, Hash32 transaction) {
    return client.transactions().status(transaction)
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && status.progress() instanceof TransactionStatus.Soft soft
        ? Optional.of(soft.height())
        : Optional.empty();
  }

  private static AuctionPage auctions(WeftClient client) {
    return ((Checked.Ok<AuctionPage>) client.auctions().auctions(0, 0, Optional.empty(), 0))
        .value();
  }

  private static void send(WeftClient client, Transaction transaction) {
    assertThat(client.transactions().submit(transaction).isTaken()).isTrue();
  }

  private static Action registration(RollupId rollup, MarketTerms market) {
    return new Action.RegisterRollup(
        rollup,
        new RollupTerms(
                TestNetwork.account(2).address(),
                Policy.FIRST_COME,
                List.of(),
                1 << 20,
                "",
                Optional.empty(),
                List.of())
            .withMarket(Optional.of(market)));
  }
}
