package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.block.PendingBid;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Use;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// A block in which somebody else's transaction is bid on, and asks for half of what that brings.
final class OrderFlowAuditTest {
  private static final RollupId SELLER = RollupId.of("seller");
  private static final int PERCENT = 50;

  private final TestNet net = TestNet.of(4);
  private final Chain chain = net.open(new InMemoryChainStore());
  private final Address recipient = net.account(3).address();
  private ShownBlock honest = ShownBlock.of(TestNet.step(chain), false);

  @BeforeEach
  void sellOrderFlow() {
    Mechanism mechanism =
        new Mechanism(1_000, Pricing.FIRST, Sharing.EQUAL_SURPLUS, Refunds.PERCENT);
    TestTransactions plain = TestTransactions.plain();
    TestNet.step(
        chain,
        plain.sign(
            net.account(0),
            new Nonce(0, 0),
            TestRollups.register(
                SELLER,
                TestRollups.terms(Policy.PRIORITY, 10_000)
                    .withMarket(
                        Optional.of(
                            MarketTerms.of(mechanism, TestTransactions.WEFT, Amount.ZERO))))),
        plain.sign(
            net.account(1),
            new Nonce(0, 0),
            new Action.BondBids(TestTransactions.WEFT, Amount.of(1_000_000_000))));
    VerifiedTransaction flow =
        plain.sign(
            net.account(2),
            new Nonce(0, 0),
            new Action.Submit(SELLER, List.of(Payload.of(Bytes.utf8("order")))),
            new Action.RefundTerms(recipient, PERCENT));
    VerifiedTransaction bid =
        plain.sign(
            net.account(1),
            new Nonce(1, 0),
            new Action.Bid(
                List.of(SELLER),
                List.of(flow.hash()),
                TestTransactions.WEFT,
                Amount.of(90),
                0,
                0,
                Amount.ZERO,
                List.of(),
                List.of(new OrderFlow(0, recipient, PERCENT))));
    honest =
        ShownBlock.of(
            TestNet.commit(
                chain,
                TestNet.propose(
                        chain,
                        Long.MAX_VALUE,
                        TestMarket.offering(List.of(new PendingBid(bid, List.of(flow)))))
                    .block()
                    .candidate()),
            false);
  }

  private AssetAuctionRecord auction() {
    return honest.record().auctions().getFirst();
  }

  @Test
  void anHonestBlockHasNoDeviations() {
    assertThat(auction().winners()).hasSize(1);
    assertThat(auction().refunds()).extracting(Refund::recipient).containsExactly(recipient);
    assertThat(honest.audit()).isEmpty();
  }

  @Test
  void theRecordHasTheOrderFlowThatTheBidNames() {
    assertThat(honest.agreed(record -> using(record, 40)).brokenRules()).contains("BID-28");
    List<Refund> toSomebodyElse =
        List.of(new Refund(net.account(2).address(), auction().refunds().getFirst().amount()));
    assertThat(honest.agreed(record -> refunding(record, toSomebodyElse)).brokenRules())
        .containsExactly("BID-28");
  }

  @Test
  void aRefundThatDiffersByOneUnitIsFound() {
    Refund told = auction().refunds().getFirst();
    Refund more = new Refund(told.recipient(), told.amount().plus(Amount.of(1)));
    assertThat(honest.agreed(record -> refunding(record, List.of(more))).brokenRules())
        .containsExactly("BID-22");
  }

  private static AuctionRecord using(AuctionRecord record, int percent) {
    return ShownBlock.withOffers(
        record,
        offers -> {
          List<Offer> changed = new ArrayList<>();
          for (Offer one : offers) {
            changed.add(
                new Offer(
                    one.bid(),
                    one.bidder(),
                    one.sellers(),
                    one.amount(),
                    one.exclusiveGroup(),
                    one.mechanism(),
                    one.split(),
                    one.charged(),
                    List.of(new Use(0, percent))));
          }
          return changed;
        });
  }

  private static AuctionRecord refunding(AuctionRecord record, List<Refund> refunds) {
    AssetAuctionRecord first = record.auctions().getFirst();
    return ShownBlock.with(
        record,
        new AssetAuctionRecord(
            first.asset(),
            first.sellers(),
            first.bidders(),
            first.mechanisms(),
            first.offers(),
            first.isExact(),
            first.nodes(),
            first.fallbacks(),
            refunds));
  }
}
