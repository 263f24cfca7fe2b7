package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.CID;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.EASTERN;
import static weft.ledger.execution.AuctionScene.EAST_REPORTERS;
import static weft.ledger.execution.AuctionScene.OWNER;
import static weft.ledger.execution.AuctionScene.WEST;
import static weft.ledger.execution.AuctionScene.WESTERN;
import static weft.ledger.execution.AuctionScene.bid;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.state.EscrowId;
import weft.ledger.state.EscrowRecord;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.VerifiedTransaction;

/// What waits for reports, and where it goes.
final class EscrowTest {
  private static final long BLOCKS = 12;

  /// Half of what stands above the floors waits for volumes.
  private static final Mechanism DEFERRING =
      new Mechanism(
          1_000,
          Pricing.FIRST,
          Sharing.FIXED,
          Refunds.NONE,
          Optional.empty(),
          Optional.of(new Deferral(500, Signal.VOLUME, BLOCKS)));

  private final AuctionScene scene = new AuctionScene(DEFERRING, 0);

  /// Of 40 each gets 20; east could have 12 alone, so half of 8 waits, and half of 20 of west's.
  private long sell() {
    scene.bond(ANN, 1_000);
    scene.bond(BEN, 1_000);
    VerifiedTransaction both = bid(ANN, 0, 40, List.of(EAST, WEST), Hash32.ZERO);
    VerifiedTransaction east = bid(BEN, 0, 12, List.of(EAST), Hash32.ZERO);
    scene.end(scene.begin(List.of(), both, east));
    return scene.chain.height();
  }

  private static Action report(RollupId rollup, long height, long volume) {
    return new Action.ReportSignals(
        rollup, height, new Signals(Amount.of(volume), 9, Optional.empty()));
  }

  private VerifiedTransaction sign(TestAccount account, Action... actions) {
    TestTransaction transaction =
        TestTransaction.from(account)
            .nonce(0, scene.chain.nextSequence(account, 0))
            .lastHeight(scene.chain.height() + 5);
    List.of(actions).forEach(transaction::action);
    return transaction.sign();
  }

  private void run(TestAccount account, Action... actions) {
    scene.chain.runAll(sign(account, actions));
  }

  private Refusal refused(TestAccount account, Action... actions) {
    return scene.chain.runRefused(sign(account, actions));
  }

  private void assertEarned(long eastern, long western) {
    assertThat(scene.earned(EASTERN)).isEqualTo(Amount.of(eastern));
    assertThat(scene.earned(WESTERN)).isEqualTo(Amount.of(western));
  }

  private EscrowRecord escrow(long height) {
    EscrowId id = scene.chain.reader().escrowOf(EAST, height).orElseThrow();
    return scene.chain.reader().escrow(id).orElseThrow();
  }

  private void passTo(long height) {
    while (scene.chain.height() < height) {
      scene.chain.runAll();
    }
  }

  @Test
  void aPartAboveTheFloorsWaits() {
    long height = sell();
    assertThat(scene.record.orElseThrow().auctions().getFirst().sellers())
        .allSatisfy(seller -> assertThat(seller.payment()).isEqualTo(Amount.of(20)))
        .extracting(Seller::deferred)
        .containsExactlyInAnyOrder(Amount.of(4), Amount.of(10));
    assertEarned(16, 10);
    assertThat(escrow(height).pot()).isEqualTo(Amount.of(14));
    assertThat(escrow(height).dueHeight()).isEqualTo(height + BLOCKS + 1);
  }

  @Test
  void oneRollupAloneIsPaidAtOnce() {
    scene.bond(ANN, 1_000);
    scene.end(scene.begin(List.of(), bid(ANN, 0, 40, List.of(EAST), Hash32.ZERO)));
    assertEarned(40, 0);
    assertThat(scene.chain.reader().escrowOf(EAST, scene.chain.height())).isEmpty();
  }

  @Test
  void whatAllReportedDividesIt() {
    long height = sell();
    run(OWNER, report(EAST, height, 3), report(WEST, height, 4));
    assertEarned(16, 10);
    run(CID, report(EAST, height, 3));
    assertEarned(16 + 6, 10 + 8);
    assertThat(scene.chain.reader().escrowOf(EAST, height)).isEmpty();
    assertThat(scene.chain.reader().escrowOf(WEST, height)).isEmpty();
    assertThat(scene.chain.reader().escrowsDue(height + BLOCKS + 1)).isEmpty();
  }

  @Test
  void nobodySoldAnythingLeavesItAsTheAuctionGaveIt() {
    long height = sell();
    run(OWNER, report(EAST, height, 0), report(WEST, height, 0));
    run(BEN, report(EAST, height, 0));
    assertEarned(20, 20);
  }

  @Test
  void reportersWhoDisagreeSayNothing() {
    long height = sell();
    run(OWNER, report(EAST, height, 3), report(WEST, height, 4));
    run(BEN, report(EAST, height, 5));
    assertThat(escrow(height).isReported()).isFalse();
    run(CID, report(EAST, height, 5));
    assertThat(scene.chain.reader().escrowOf(EAST, height)).isEmpty();
    // 14 by 5 and 4: 7.78 and 6.22.
    assertEarned(16 + 8, 10 + 6);
  }

  @Test
  void whoDoesNotReportInTimeCountsAsNothing() {
    long height = sell();
    run(OWNER, report(WEST, height, 4));
    run(BEN, report(EAST, height, 9));
    passTo(height + BLOCKS);
    assertEarned(16, 10);
    scene.chain.runAll();
    assertEarned(16, 10 + 14);
    assertThat(refused(CID, report(EAST, height, 9)).code())
        .isEqualTo(RefusalCode.NOTHING_DEFERRED);
  }

  @Test
  void withoutAnyReportItIsPaidAsTheAuctionGaveIt() {
    long height = sell();
    passTo(height + BLOCKS);
    assertEarned(16, 10);
    BlockExecution block = scene.chain.begin();
    assertThat(block.releases())
        .singleElement()
        .satisfies(
            release -> {
              assertThat(release.height()).isEqualTo(height);
              assertThat(release.isByDefault()).isTrue();
              assertThat(release.parts())
                  .extracting(Release.Part::signal)
                  .containsOnly(Optional.empty());
            });
    scene.chain.commit(block);
    assertEarned(20, 20);
  }

  @Test
  void reportsInTheLastBlockCount() {
    long height = sell();
    passTo(height + BLOCKS - 1);
    scene.chain.runAll(
        sign(OWNER, report(EAST, height, 1), report(WEST, height, 0)),
        sign(BEN, report(EAST, height, 1)));
    assertEarned(16 + 14, 10);
  }

  @Test
  void onlyReportersOfNowReportOnceOnWhatWaits() {
    long height = sell();
    Refusal refusal = refused(ANN, report(EAST, height, 3));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_REPORTER);
    assertThat(refusal.limit()).contains(BEN.address().toString());
    assertThat(refused(BEN, report(WEST, height, 3)).code()).isEqualTo(RefusalCode.NOT_REPORTER);
    refusal = refused(BEN, report(EAST, height - 1, 3));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NOTHING_DEFERRED);
    assertThat(refusal.field()).isEqualTo("body.actions[0].report_signals.height");
    assertThat(refused(BEN, report(RollupId.of("north"), height, 3)).code())
        .isEqualTo(RefusalCode.ROLLUP_NOT_FOUND);
    run(BEN, report(EAST, height, 3));
    assertThat(refused(BEN, report(EAST, height, 4)).code())
        .isEqualTo(RefusalCode.ALREADY_REPORTED);
    run(OWNER, report(EAST, height, 3));
    assertThat(refused(CID, report(EAST, height, 3)).code())
        .isEqualTo(RefusalCode.ALREADY_REPORTED);
  }

  @Test
  void aRefusedTransactionReportsNothing() {
    long height = sell();
    run(BEN, report(EAST, height, 3));
    run(OWNER, report(WEST, height, 4));
    // The first action would divide the escrow.
    Refusal refusal = refused(CID, report(EAST, height, 3), new Action.Claim(TestChain.USD));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NOTHING_TO_CLAIM);
    assertEarned(16, 10);
    run(CID, report(EAST, height, 3), new Action.BondBids(TestChain.USD, Amount.of(1)));
    assertEarned(16 + 6, 10 + 8);
  }

  @Test
  void reportersAndPayeesAreThoseOfNow() {
    long height = sell();
    run(BEN, report(EAST, height, 7));
    long activation = scene.chain.height() + 5;
    Reporters only = new Reporters(List.of(OWNER.address(), ANN.address()), 2);
    run(
        OWNER,
        new Action.ChangeRollup(
            EAST, AuctionScene.terms(CID, DEFERRING, 0, only), Optional.empty(), activation));
    passTo(activation);
    assertThat(refused(CID, report(EAST, height, 7)).code()).isEqualTo(RefusalCode.NOT_REPORTER);
    scene.chain.runAll(sign(OWNER, report(EAST, height, 7), report(WEST, height, 0)));
    // What ben said counts no longer.
    assertThat(escrow(height).isReported()).isFalse();
    run(ANN, report(EAST, height, 7));
    assertEarned(16, 10);
    assertThat(scene.earned(CID)).isEqualTo(Amount.of(14));
  }

  @Test
  void aRollupThatDefersHasReporters() {
    MarketTerms silent = MarketTerms.of(DEFERRING, TestChain.USD, Amount.ZERO);
    Refusal refusal =
        refused(
            OWNER,
            new Action.RegisterRollup(
                RollupId.of("north"), TestChain.terms(10_000).withMarket(Optional.of(silent))));
    assertThat(refusal.code()).isEqualTo(RefusalCode.TERMS_INVALID);
    assertThat(refusal.field()).isEqualTo("body.actions[0].register_rollup.terms.market.reporters");
    run(
        OWNER,
        new Action.RegisterRollup(
            RollupId.of("north"),
            TestChain.terms(10_000).withMarket(Optional.of(silent.with(EAST_REPORTERS)))));
  }
}
