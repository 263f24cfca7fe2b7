package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.CID;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.EASTERN;
import static weft.ledger.execution.AuctionScene.OWNER;
import static weft.ledger.execution.AuctionScene.WEST;
import static weft.ledger.execution.AuctionScene.WESTERN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestTransaction;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.VerifiedTransaction;

/// Random auctions that defer, with reporters who report, disagree, repeat themselves or stay
/// silent. The chain checks after each block that nothing was made or lost.
final class EscrowPropertyTest {
  private static final int SEEDS = 60;
  private static final int BLOCKS = 24;
  private static final int DEADLINE = 4;
  private static final List<TestAccount> REPORTERS = List.of(OWNER, BEN, CID);

  private final List<VerifiedTransaction> sent = new ArrayList<>();
  private final List<VerifiedTransaction> offered = new ArrayList<>();
  private int released;
  private int reported;
  private int repeated;

  /// Invariant I18: what is deferred is all paid out, once, in time, and never more than was put
  /// into escrow; and no rollup gets less than its floors.
  @Test
  void i18WhatIsDeferredIsPaidOnceAndWhole() {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed);
    }
    assertThat(released).isGreaterThan(SEEDS * 4);
    assertThat(reported).isGreaterThan(SEEDS / 2);
  }

  /// Invariant I17: a bid or a report that was in a block counts never again, whatever is sent once
  /// more; and none of another chain does.
  @Test
  void i17NothingOldCountsAgain() {
    for (long seed = 0; seed < SEEDS; seed++) {
      AuctionScene scene = run(seed);
      BlockExecution block = scene.chain.begin();
      VerifiedTransaction foreign =
          TestTransaction.from(ANN)
              .chainId(8)
              .nonce(1, 1_000_000)
              .action(offered.getFirst().body().bid().orElseThrow())
              .sign();
      assertThat(block.takeBid(foreign)).isPresent();
      for (VerifiedTransaction bid : offered) {
        assertThat(block.takeBid(bid)).as("seed " + seed).isPresent();
      }
      block.holdAuctions(new TreeSet<>(), new ArrayList<>());
      for (VerifiedTransaction report : sent) {
        assertThat(block.execute(report)).isInstanceOf(Checked.Refused.class);
        repeated++;
      }
      assertThat(block.releases()).isEmpty();
    }
    assertThat(repeated).isGreaterThan(SEEDS);
  }

  private AuctionScene run(long seed) {
    Random random = new Random(seed);
    Mechanism mechanism =
        new Mechanism(
            1_000,
            random.nextBoolean() ? Pricing.FIRST : Pricing.SECOND,
            random.nextBoolean() ? Sharing.FIXED : Sharing.EQUAL_SURPLUS,
            Refunds.NONE,
            Optional.empty(),
            Optional.of(
                new Deferral(
                    1 + random.nextInt(1_000),
                    random.nextBoolean() ? Signal.VOLUME : Signal.GAS,
                    1 + random.nextInt(DEADLINE))));
    AuctionScene scene = new AuctionScene(mechanism, random.nextInt(3) * 5L);
    scene.bond(ANN, 100_000);
    SortedMap<String, Amount> waiting = new TreeMap<>();
    Amount charged = Amount.ZERO;
    sent.clear();
    offered.clear();
    for (int block = 0; block < BLOCKS; block++) {
      String where = "seed " + seed + " block " + block;
      boolean bids = block < BLOCKS - DEADLINE - 2;
      List<VerifiedTransaction> offers = new ArrayList<>();
      for (int i = bids ? random.nextInt(4) : 0; i > 0; i--) {
        List<RollupId> rollups =
            List.of(List.of(EAST), List.of(WEST), List.of(EAST, WEST), List.of(EAST, WEST))
                .get(random.nextInt(4));
        offers.add(
            AuctionScene.bid(ANN, 100L * block + i, 1 + random.nextInt(90), rollups, Hash32.ZERO));
      }
      offered.addAll(offers);
      long height = scene.chain.height() + 1;
      BlockExecution execution = scene.begin(List.of(), offers.toArray(VerifiedTransaction[]::new));
      if (scene.record.isPresent()) {
        for (AssetAuctionRecord auction : scene.record.get().auctions()) {
          charged = charged.plus(charged(auction));
          Amount deferred = deferred(where, auction);
          if (!deferred.isZero()) {
            auction.winners().stream()
                .filter(winner -> winner.sellers().size() == 2)
                .forEach(winner -> waiting.put(height + "/" + winner.bid(), deferred));
          }
        }
      }
      report(scene, execution, random);
      for (Release release : execution.releases()) {
        Amount whole =
            release.parts().stream().map(Release.Part::amount).reduce(Amount.ZERO, Amount::plus);
        assertThat(waiting.remove(release.height() + "/" + release.bid()))
            .as(where)
            .isEqualTo(whole);
        assertThat(height - release.height()).as(where).isLessThanOrEqualTo(DEADLINE + 1L);
        released++;
        reported += release.isByDefault() ? 0 : 1;
      }
      scene.chain.commit(execution);
      Amount held = waiting.values().stream().reduce(Amount.ZERO, Amount::plus);
      assertThat(scene.earned(EASTERN).plus(scene.earned(WESTERN)).plus(held))
          .as(where)
          .isEqualTo(charged);
    }
    assertThat(waiting).as("seed " + seed).isEmpty();
    return scene;
  }

  private static Amount charged(AssetAuctionRecord auction) {
    return auction.winners().stream()
        .map(winner -> winner.charged().orElseThrow())
        .reduce(Amount.ZERO, Amount::plus);
  }

  private static Amount deferred(String where, AssetAuctionRecord auction) {
    Amount sum = Amount.ZERO;
    for (Seller seller : auction.sellers()) {
      if (!seller.deferred().isZero()) {
        assertThat(seller.paidAtOnce()).as(where).isGreaterThanOrEqualTo(seller.reserve());
        if (auction.mechanisms().getFirst().pricing() == Pricing.FIRST) {
          assertThat(seller.paidAtOnce()).as(where).isGreaterThanOrEqualTo(seller.alone());
        }
      }
      sum = sum.plus(seller.deferred());
    }
    return sum;
  }

  /// Some reports on recent blocks, and those of earlier blocks once more.
  private void report(AuctionScene scene, BlockExecution execution, Random random) {
    for (TestAccount reporter : REPORTERS) {
      long sequence = scene.chain.nextSequence(reporter, 0);
      for (int i = random.nextInt(4); i > 0; i--) {
        RollupId rollup = random.nextBoolean() ? EAST : WEST;
        long height = Math.max(1, scene.chain.height() - random.nextInt(DEADLINE + 2));
        int said = random.nextInt(2) * 7;
        Signals signals = new Signals(Amount.of(said), said, Optional.empty());
        VerifiedTransaction transaction =
            TestTransaction.from(reporter)
                .nonce(0, sequence)
                .lastHeight(scene.chain.height() + 5)
                .action(new Action.ReportSignals(rollup, height, signals))
                .sign();
        if (execution.execute(transaction) instanceof Checked.Ok<TransactionOutcome>) {
          sent.add(transaction);
          sequence++;
        }
      }
    }
    for (VerifiedTransaction before : sent) {
      assertThat(execution.execute(before)).isInstanceOf(Checked.Refused.class);
    }
  }
}
