package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.CID;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.EASTERN;
import static weft.ledger.execution.AuctionScene.WEST;
import static weft.ledger.execution.AuctionScene.WESTERN;
import static weft.ledger.execution.AuctionScene.bid;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.VoidedBid;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.VerifiedTransaction;

/// Auctions inside the execution of a block.
final class AuctionExecutionTest {
  private final AuctionScene scene = new AuctionScene();

  @Test
  void theWinnerPaysAndItsRollupsEarn() {
    scene.bond(ANN, 100);
    scene.bond(BEN, 100);
    VerifiedTransaction body = scene.body(ANN, 1, EAST, WEST);
    VerifiedTransaction both = bid(ANN, 0, 30, List.of(EAST, WEST), body.hash());
    VerifiedTransaction east = bid(BEN, 0, 12, List.of(EAST), Hash32.ZERO);

    BlockExecution block = scene.begin(List.of(), both, east);
    assertThat(block.winners()).extracting(one -> one.bid().hash()).containsExactly(both.hash());
    assertThat(block.undelivered()).isPresent();
    scene.end(block, body);

    assertThat(block.undelivered()).isEmpty();
    assertThat(scene.held(ANN)).isEqualTo(Amount.of(70));
    assertThat(scene.held(BEN)).isEqualTo(Amount.of(100));
    assertThat(scene.earned(EASTERN).plus(scene.earned(WESTERN))).isEqualTo(Amount.of(30));
    assertThat(scene.earned(EASTERN)).isGreaterThanOrEqualTo(Amount.of(12));
    assertThat(scene.chain.lastLanes())
        .allSatisfy(
            lane -> {
              assertThat(lane.sold()).hasSize(1);
              assertThat(lane.units()).isEmpty();
            });
  }

  @Test
  void whatIsOnlyForPackagesNeedsAWinner() {
    scene.bond(ANN, 100);
    scene.bond(BEN, 100);
    VerifiedTransaction winning = scene.body(ANN, 1, EAST);
    VerifiedTransaction losing = scene.body(BEN, 1, EAST);
    BlockExecution block =
        scene.begin(
            List.of(),
            bid(ANN, 0, 30, List.of(EAST), winning.hash()),
            bid(BEN, 0, 20, List.of(EAST), losing.hash()));

    Checked<TransactionOutcome> refused = block.execute(losing);
    scene.end(block, winning);

    assertThat(((Checked.Refused<TransactionOutcome>) refused).refusal().code())
        .isEqualTo(RefusalCode.NOT_IN_PACKAGE);
    assertThat(scene.chain.runRefused(losing).code()).isEqualTo(RefusalCode.NOT_IN_PACKAGE);
  }

  @Test
  void bidsUseUpTheirSequencesAndPayTheirFees() {
    scene.bond(ANN, 100, 5_000_000);
    Amount before = scene.chain.balance(ANN, TestChain.WEFT);
    VerifiedTransaction body = scene.body(ANN, 1, EAST);
    VerifiedTransaction winner = bid(ANN, 4, 30, List.of(EAST), body.hash());
    VerifiedTransaction sameSequence = bid(ANN, 4, 20, List.of(EAST), Hash32.ZERO);
    VerifiedTransaction gap = bid(ANN, 7, 500, List.of(EAST), Hash32.ZERO);

    BlockExecution block = scene.begin(List.of(), winner, sameSequence, gap);
    assertThat(scene.bidOutcomes).hasSize(3).allMatch(one -> !one.fee().isZero());
    scene.end(block, body);

    assertThat(scene.record.orElseThrow().voids())
        .extracting(VoidedBid::bid)
        .as("the bond covers the one of 500 with no other")
        .contains(gap.hash());
    assertThat(scene.chain.nextSequence(ANN, 1)).isEqualTo(8);
    Amount fees =
        scene.bidOutcomes.stream().map(TransactionOutcome::fee).reduce(Amount.ZERO, Amount::plus);
    assertThat(scene.chain.reader().bidBond(ANN.address(), TestChain.WEFT).held())
        .isEqualTo(Amount.of(5_000_000).minus(fees));
    assertThat(scene.chain.balance(ANN, TestChain.WEFT))
        .as("only the body is paid from the balance")
        .isLessThan(before);
    assertThat(scene.chain.begin().takeBid(bid(ANN, 7, 1, List.of(EAST), Hash32.ZERO)))
        .hasValueSatisfying(no -> assertThat(no.code()).isEqualTo(RefusalCode.NONCE_USED));
  }

  @Test
  void aBondThatRunsOutPaysWhatIsLeft() {
    scene.bond(ANN, 100);
    VerifiedTransaction probe = bid(ANN, 0, 1, List.of(EAST), Hash32.ZERO);
    scene.begin(List.of(), probe);
    long fee = scene.bidOutcomes.getFirst().fee().toLongExact();
    scene.bond(BEN, 100, fee + fee / 2);

    BlockExecution block =
        scene.begin(
            List.of(),
            bid(BEN, 0, 1, List.of(EAST), Hash32.ZERO),
            bid(BEN, 1, 1, List.of(WEST), Hash32.ZERO));
    List<Amount> paid = scene.bidOutcomes.stream().map(TransactionOutcome::fee).toList();
    scene.chain.commit(block);

    assertThat(paid.getFirst().plus(paid.getLast())).isEqualTo(Amount.of(fee + fee / 2));
    assertThat(paid.getLast()).isLessThan(paid.getFirst());
    assertThat(scene.chain.reader().bidBond(BEN.address(), TestChain.WEFT).held())
        .isEqualTo(Amount.ZERO);
  }

  @Test
  void aBidWhoseTransactionsAreMissingForfeits() {
    scene.bond(ANN, 1_000);
    scene.bond(BEN, 100);
    VerifiedTransaction gone = bid(ANN, 0, 505, List.of(EAST, WEST), Hash32.ZERO);
    VerifiedTransaction body = scene.body(BEN, 1, EAST);
    VerifiedTransaction other = bid(BEN, 0, 12, List.of(EAST), body.hash());

    BlockExecution block = scene.begin(List.of(gone.hash()), gone, other);
    scene.end(block, body);

    assertThat(scene.record.orElseThrow().voids())
        .containsExactly(new VoidedBid(gone.hash(), "missing-transaction", Amount.of(51)));
    assertThat(scene.record.orElseThrow().auctions().getFirst().winners())
        .extracting(Offer::bid)
        .containsExactly(other.hash());
    assertThat(scene.held(ANN)).isEqualTo(Amount.of(949));
    assertThat(scene.earned(EASTERN)).isEqualTo(Amount.of(26 + 12));
    assertThat(scene.earned(WESTERN)).isEqualTo(Amount.of(25));
  }

  @Test
  void aBondOnItsWayBackIsStillCharged() {
    scene.bond(ANN, 100);
    VerifiedTransaction body = scene.body(ANN, 2, EAST);
    scene.chain.runAll(
        TestTransaction.from(ANN)
            .nonce(0, 1)
            .action(new Action.UnbondBids(TestChain.USD, Amount.of(100)))
            .sign());
    scene.end(scene.begin(List.of(), bid(ANN, 0, 30, List.of(EAST), body.hash())), body);
    assertThat(scene.held(ANN)).isEqualTo(Amount.of(70));
    scene.chain.runEmpty(100);
    assertThat(scene.held(ANN)).isEqualTo(Amount.ZERO);
    assertThat(scene.chain.claimable(ANN, TestChain.USD)).isEqualTo(Amount.of(70));
  }

  /// A user's transaction that asks for 50 percent, and a bid on it.
  private VerifiedTransaction asking(long sequence) {
    return TestTransaction.from(BEN)
        .nonce(0, sequence)
        .action(TestChain.submit(EAST, 9))
        .action(new Action.RefundTerms(CID.address(), 50))
        .sign();
  }

  private static VerifiedTransaction bidOn(
      VerifiedTransaction users, long amount, List<OrderFlow> flow) {
    return TestTransaction.from(ANN)
        .nonce(1, 0)
        .action(
            new Action.Bid(
                List.of(EAST),
                List.of(users.hash()),
                TestChain.USD,
                Amount.of(amount),
                0,
                0,
                Amount.ZERO,
                List.of(),
                flow))
        .sign();
  }

  @Test
  void orderFlowGetsItsRefund() {
    Mechanism refunding = new Mechanism(1_000, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.PERCENT);
    AuctionScene other = new AuctionScene(refunding, 10);
    other.bond(ANN, 100);
    VerifiedTransaction users = asking(0);
    VerifiedTransaction bid = bidOn(users, 31, List.of(new OrderFlow(0, CID.address(), 50)));
    Amount before = other.earned(CID);

    other.end(other.begin(List.of(), bid), users);

    // With first prices the floor is what the best bid on the rollup alone offers: this one.
    AssetAuctionRecord auction = other.record.orElseThrow().auctions().getFirst();
    Amount refund = auction.refunds().getFirst().amount();
    assertThat(auction.refunds().getFirst().recipient()).isEqualTo(CID.address());
    assertThat(other.earned(CID).minus(before)).isEqualTo(refund);
    assertThat(other.earned(EASTERN).plus(refund)).isEqualTo(Amount.of(31));
    assertThat(other.held(ANN)).isEqualTo(Amount.of(69));
  }

  @Test
  void aBidThatHidesWhatOrderFlowAsksForIsNotDelivered() {
    scene.bond(ANN, 100);
    VerifiedTransaction users = asking(0);
    for (List<OrderFlow> told :
        List.of(
            List.<OrderFlow>of(),
            List.of(new OrderFlow(0, CID.address(), 49)),
            List.of(new OrderFlow(0, ANN.address(), 50)))) {
      BlockExecution block = scene.begin(List.of(), bidOn(users, 30, told));
      assertThat(block.execute(users)).isInstanceOf(Checked.Ok.class);
      assertThat(block.undelivered()).isPresent();
    }
    BlockExecution honest =
        scene.begin(List.of(), bidOn(users, 30, List.of(new OrderFlow(0, CID.address(), 50))));
    assertThat(honest.execute(users)).isInstanceOf(Checked.Ok.class);
    assertThat(honest.undelivered()).isEmpty();
  }
}
