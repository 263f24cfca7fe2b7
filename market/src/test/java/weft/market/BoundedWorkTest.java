package weft.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.selection.NodesLeft;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// A mechanism's node budget bounds the whole auction, and nobody uses up that of others.
final class BoundedWorkTest {
  private static final int EASY = 18;
  private static final int HARD = 20;

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void aSmallBudgetSpoilsNobodysAuction() {
    List<Bid> bids = easy();
    bids.add(
        new Bid(
            0, RollupSet.of(EASY), BigInteger.ONE, OptionalInt.empty(), 1, List.of(), List.of()));
    Auction spoiled = auction(EASY + 1, bids, List.of(mechanism(500_000), mechanism(1)));
    assertThat(AuctionRun.run(spoiled).selected().exact()).isTrue();
  }

  /// Packages of three of twenty rollups, all for nearly the same, take whatever nodes there are.
  @Test
  void hardBidsElsewhereLeaveAnAuctionExact() {
    List<Bid> bids = easy();
    Selected alone = AuctionRun.run(auction(EASY, bids, List.of(mechanism(500_000)))).selected();
    List<Bid> all = new ArrayList<>(bids);
    for (int i = 0; i < 2 * bids.size(); i++) {
      int first = random.nextInt(HARD);
      all.add(
          Bid.of(
              0,
              RollupSet.of(
                  EASY + first,
                  EASY + (first + 1 + random.nextInt(9)) % HARD,
                  EASY + (first + 10) % HARD),
              BigInteger.valueOf(1_000_000 + random.nextInt(1_000))));
    }
    Selected both =
        AuctionRun.run(auction(EASY + HARD, all, List.of(mechanism(40_000)))).selected();
    assertThat(alone.exact()).isTrue();
    assertThat(both.exact()).as("the hard ones were not solved").isFalse();
    assertThat(both.winners()).containsAll(alone.winners());
  }

  /// Bids on neighbours of a chain of rollups.
  private List<Bid> easy() {
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      int first = random.nextInt(EASY - 1);
      bids.add(
          Bid.of(
              i % 7,
              RollupSet.of(first, first + 1),
              BigInteger.valueOf(1 + random.nextInt(1_000))));
    }
    return bids;
  }

  @Test
  void pricesThatCannotBePaidForAreFirstPrices() {
    for (Pricing pricing : List.of(Pricing.SECOND, Pricing.VCG, Pricing.CORE)) {
      Mechanism scarce = new Mechanism(40, pricing, Sharing.FIXED, Refunds.NONE);
      Outcome outcome = AuctionRun.run(auction(3, rivals(), List.of(scarce)));
      Mechanism rich = new Mechanism(500_000, pricing, Sharing.FIXED, Refunds.NONE);
      Outcome ample = AuctionRun.run(auction(3, rivals(), List.of(rich)));
      assertThat(outcome.selected().winners()).isEqualTo(ample.selected().winners());
      assertThat(sum(ample)).as("%s", pricing).isLessThan(outcome.selected().value());
      assertThat(sum(outcome)).as("%s", pricing).isEqualTo(outcome.selected().value());
      assertThat(codes(outcome)).contains("price-node-budget");
    }
  }

  @Test
  void refundsThatCannotBePaidForAreThePercentagesAskedFor() {
    List<Bid> bids = new ArrayList<>();
    for (Bid bid : rivals()) {
      bids.add(
          new Bid(
              bid.bidder(),
              bid.rollups(),
              bid.amount(),
              bid.xorGroup(),
              0,
              List.of(),
              List.of(new OrderUse(bid.bidder(), 40))));
    }
    Outcome scarce =
        AuctionRun.run(
            auction(
                3,
                bids,
                List.of(new Mechanism(40, Pricing.FIRST, Sharing.FIXED, Refunds.FLAT_TAX))));
    Outcome percent =
        AuctionRun.run(
            auction(
                3,
                bids,
                List.of(new Mechanism(40, Pricing.FIRST, Sharing.FIXED, Refunds.PERCENT))));
    assertThat(scarce.refunds()).isEqualTo(percent.refunds());
    assertThat(percent.refunds().getFirst()).isPositive();
    assertThat(codes(scarce)).contains("price-node-budget");
  }

  @Test
  void valuesThatCannotBePaidForGiveEqualSurplus() {
    for (Sharing sharing : List.of(Sharing.NUCLEOLUS, Sharing.SHAPLEY, Sharing.MARGINAL)) {
      Mechanism scarce = new Mechanism(60, Pricing.FIRST, sharing, Refunds.NONE);
      Outcome outcome = AuctionRun.run(auction(3, linked(), List.of(scarce)));
      Outcome equal =
          AuctionRun.run(
              auction(
                  3,
                  linked(),
                  List.of(new Mechanism(60, Pricing.FIRST, Sharing.EQUAL_SURPLUS, Refunds.NONE))));
      assertThat(outcome.payments()).isEqualTo(equal.payments());
      assertThat(codes(outcome)).contains("value-node-budget");
      assertThat(outcome.solution()).isEmpty();
    }
  }

  /// What each rollup earns alone is known whatever may be spent: the guarantees rest on it.
  @Test
  void whatRollupsEarnAloneCostsNothing() {
    Mechanism scarce = new Mechanism(1, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE);
    Outcome outcome = AuctionRun.run(auction(3, linked(), List.of(scarce)));
    assertThat(outcome.certificate().alone())
        .isEqualTo(List.of(BigInteger.TEN, BigInteger.TWO, BigInteger.ZERO));
  }

  @Test
  void noRuleTakesMoreThanItsNodes() {
    Auction auction = auction(EASY, easy(), List.of(mechanism(500_000)));
    WatchedSelection selection = new WatchedSelection(new NodesLeft(5_000));
    long reading = 10L * auction.bids().size();
    long taken = 0;
    int answers = 0;
    while (!selection.isSpent()) {
      Selected selected = selection.select(auction);
      if (!selection.isSpent()) {
        taken += reading + selected.nodes();
        answers++;
      }
    }
    assertThat(answers).isPositive();
    assertThat(taken).isLessThanOrEqualTo(5_000);
    assertThat(selection.select(auction).winners()).isEmpty();
    assertThat(selection.alwaysExact()).isFalse();
  }

  private static Mechanism mechanism(long nodes) {
    return new Mechanism(nodes, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
  }

  /// Two who want everything, and others who want a part.
  private static List<Bid> rivals() {
    return List.of(
        bid(0, 20, 0, 1, 2), bid(1, 14, 0, 1, 2), bid(2, 5, 0), bid(3, 4, 1), bid(4, 3, 2));
  }

  /// A group links the bids, so that each value takes a search.
  private static List<Bid> linked() {
    List<Bid> bids = new ArrayList<>(List.of(bid(0, 30, 0, 1), bid(1, 10, 0), bid(2, 2, 1)));
    for (int rollup = 1; rollup < 3; rollup++) {
      bids.add(
          new Bid(
              3,
              RollupSet.of(rollup, (rollup + 1) % 3),
              BigInteger.valueOf(11 + rollup),
              OptionalInt.of(0),
              0,
              List.of(),
              List.of()));
    }
    return bids;
  }

  private static Bid bid(int bidder, long amount, int... rollups) {
    return Bid.of(bidder, RollupSet.of(rollups), BigInteger.valueOf(amount));
  }

  private static Auction auction(int rollups, List<Bid> bids, List<Mechanism> mechanisms) {
    int bidders = bids.stream().mapToInt(Bid::bidder).max().orElse(0) + 1;
    return new Auction(
        Collections.nCopies(rollups, RollupTerms.PLAIN),
        bids,
        Collections.nCopies(bidders, Optional.empty()),
        mechanisms);
  }

  private static BigInteger sum(Outcome outcome) {
    BigFraction sum = outcome.charged().stream().reduce(BigFraction.ZERO, BigFraction::add);
    assertThat(sum.getDenominator()).isEqualTo(BigInteger.ONE);
    return sum.getNumerator();
  }

  private static List<String> codes(Outcome outcome) {
    return outcome.fallbacks().stream().map(Outcome.Fallback::code).toList();
  }
}
