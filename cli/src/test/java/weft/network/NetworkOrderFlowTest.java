package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.node.NodeSetup;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.proof.Poll;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.AccountState;
import weft.rollup.client.BidOrder;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.Incoming;
import weft.rollup.client.PlacedBid;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Order flow in a network with its engine: kept back at one node, bought at another.
final class NetworkOrderFlowTest {
  private static final RollupId EAST = RollupId.of("market-east");
  private static final RollupId WEST = RollupId.of("market-west");
  private static final PrivateKey BIDDER = TestNetwork.account(1);
  private static final PrivateKey USER = TestNetwork.account(3);
  private static final Address FRIEND = PrivateKey.fromSeed(Bytes.utf8("a friend")).address();
  private static final long HINT_MS = 60_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void aBidAtOneNodeBringsOutWhatAnotherKeepsBackAndPaysTheRefund() throws Exception {
    TestNetwork.requireEngine();
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), TestNetwork.VALIDATORS, Map.of(), Map.of())) {
      network.start();
      try (WeftClient keeping = network.node(0).connect(ClientConfig.defaults());
          WeftClient other = network.node(2).connect(ClientConfig.defaults())) {
        open(keeping, other);
        Transaction swap = swap();
        Hash32 hash = swap.hash();
        Hold hold =
            Hold.of(60_000, false, new TreeSet<>(List.of(HintKind.ROLLUPS, HintKind.REFUND)));
        assertThat(keeping.transactions().submit(Envelope.of(swap), hold).isTaken()).isTrue();
        assertThat(other.transactions().status(hash)).isInstanceOf(Checked.Refused.class);

        Hint hint = hint(keeping);
        assertThat(hint.hash()).isEqualTo(hash);
        Action.RefundTerms terms = hint.refund().orElseThrow();
        BidOrder order =
            new BidOrder(
                new TreeSet<>(hint.rollups()),
                List.of(hash),
                List.of(),
                List.of(),
                NodeSetup.ASSET,
                Amount.of(1_000),
                0,
                10_000,
                0,
                Optional.empty(),
                List.of(),
                List.of(new OrderFlow(0, terms.recipient(), terms.percent())));
        Bidding bidding = Bidding.open(other, BIDDER, BiddingConfig.DEFAULTS);
        assertThat(bidding.place(order))
            .isInstanceOfSatisfying(
                Checked.Ok.class,
                placed -> assertThat(((PlacedBid) placed.value()).isTaken()).isTrue());

        Poll.require(
            "the block with the transaction",
            TestNetwork.WAIT_MS,
            () ->
                other.transactions().status(hash)
                        instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
                    && status.state() == TransactionState.SOFT);
        Poll.require(
            "the refund of 40 % of what 1,000 are above no reserve",
            TestNetwork.WAIT_MS,
            () ->
                other.chain().account(FRIEND)
                        instanceof Checked.Ok<AccountState>(AccountState account)
                    && account
                        .claimable()
                        .contains(new AccountState.Balance(NodeSetup.ASSET, Amount.of(400))));
      }
    }
  }

  private static Hint hint(WeftClient client) throws InterruptedException {
    try (Subscription<Hint> hints = client.orderFlow().followHints()) {
      return switch (hints.next(HINT_MS)) {
        case Incoming.Item<Hint>(Hint hint) -> hint;
        case Incoming<Hint> nothing -> throw new AssertionError("no hint but " + nothing);
      };
    }
  }

  private static Transaction swap() {
    Payload payload = Payload.of(Bytes.utf8("swap all of it"));
    return TestNetwork.transaction(0, 0)
        .actions(
            List.of(
                new Action.Bundle(
                    List.of(
                        new Action.BundleEntry(EAST, payload),
                        new Action.BundleEntry(WEST, payload))),
                new Action.RefundTerms(FRIEND, 40)))
        .sign(USER);
  }

  /// Two rollups for sale, and a bond, known to both nodes.
  private static void open(WeftClient... clients) throws Exception {
    Transaction opening =
        TestNetwork.transaction(1, 0)
            .actions(
                List.of(
                    new Action.RegisterRollup(EAST, terms()),
                    new Action.RegisterRollup(WEST, terms()),
                    new Action.BondBids(NodeSetup.ASSET, Amount.of(1_000_000_000_000L))))
            .sign(BIDDER);
    assertThat(clients[0].transactions().submit(opening).isTaken()).isTrue();
    for (WeftClient client : clients) {
      Poll.require(
          "the rollups for sale",
          TestNetwork.WAIT_MS,
          () -> client.chain().rollup(WEST) instanceof Checked.Ok<?>);
    }
  }

  private static RollupTerms terms() {
    Mechanism refunding = new Mechanism(1_000, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.PERCENT);
    return new RollupTerms(
            TestNetwork.account(2).address(),
            Policy.FIRST_COME,
            List.of(),
            1 << 20,
            "",
            Optional.empty(),
            List.of())
        .withMarket(Optional.of(MarketTerms.of(refunding, NodeSetup.ASSET, Amount.ZERO)));
  }
}
