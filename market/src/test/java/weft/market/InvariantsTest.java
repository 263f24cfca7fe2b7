package weft.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.certificate.CertificateCheck;
import weft.market.certificate.Verdict;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.market.selection.SlowSelection;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// The market's invariants on random auctions with every rule, by the numbers of docs/market.md.
/// Those of the chain (16 to 18: attested floors, replay, deferred rebates) are tested there.
final class InvariantsTest {
  private static final long SEED = 16_180;
  private static final int ROUNDS = 600;
  private static final List<Case> CASES = new ArrayList<>();

  private record Case(Auction auction, Outcome outcome) {}

  @BeforeAll
  static void runAll() {
    SampleAuctions samples = new SampleAuctions(new SplittableRandom(SEED));
    for (int round = 0; round < ROUNDS; round++) {
      Auction auction = samples.any();
      CASES.add(new Case(auction, AuctionRun.run(auction)));
    }
  }

  @Test
  void i1WhatIsChargedIsPaidOut() {
    for (Case one : CASES) {
      BigFraction charged = sum(one.outcome.charged().stream());
      BigInteger paid = total(one.outcome.payments()).add(total(one.outcome.refunds()));
      assertThat(one.outcome.dust().add(paid)).as("%s", one).isEqualTo(charged);
      assertThat(one.outcome.dust().signum()).isNotNegative();
      assertThat(one.outcome.dust().subtract(one.outcome.charged().size() + 1).signum())
          .isNegative();
      assertThat(one.outcome.payments()).allMatch(payment -> payment.signum() >= 0);
      assertThat(one.outcome.refunds()).allMatch(refund -> refund.signum() >= 0);
    }
  }

  @Test
  void i2WinnersExcludeNoneOfEachOther() {
    for (Case one : CASES) {
      RollupSet sold = RollupSet.EMPTY;
      TreeSet<Integer> groups = new TreeSet<>();
      for (Bid bid : winners(one)) {
        assertThat(bid.rollups().intersects(sold)).as("%s", one).isFalse();
        sold = sold.union(bid.rollups());
        bid.xorGroup().ifPresent(group -> assertThat(groups.add(group)).isTrue());
      }
    }
  }

  @Test
  void i3NobodyIsChargedMoreThanItOffered() {
    for (Case one : CASES) {
      List<Bid> winners = winners(one);
      for (int place = 0; place < winners.size(); place++) {
        BigFraction left =
            BigFraction.of(winners.get(place).amount()).subtract(one.outcome.charged().get(place));
        assertThat(left.signum()).as("%s", one).isNotNegative();
      }
    }
  }

  @Test
  void i4WinnersOfferMost() {
    for (Case one : CASES) {
      assertThat(one.outcome.selected().exact()).isTrue();
      assertThat(one.outcome.selected().value())
          .as("%s", one)
          .isEqualTo(new SlowSelection().select(one.auction).value());
    }
  }

  /// Where groups and budgets exclude no bid, and bids of the payer itself count.
  @Test
  void i5NobodyGetsLessThanItsReserveAndItsBestBidAlone() {
    int shown = 0;
    for (Case one : CASES) {
      for (Bid bid : winners(one)) {
        boolean free =
            !constrained(one.auction)
                && one.auction.mechanisms().get(bid.mechanism()).pricing() == Pricing.FIRST;
        for (int rollup : bid.rollups().indices().toArray()) {
          BigInteger payment = one.outcome.payments().get(rollup);
          assertThat(payment)
              .as("%s", one)
              .isGreaterThanOrEqualTo(one.auction.rollups().get(rollup).reserve());
          if (free) {
            assertThat(payment)
                .as("%s", one)
                .isGreaterThanOrEqualTo(one.outcome.certificate().alone().get(rollup));
            shown++;
          }
        }
      }
    }
    assertThat(shown).isGreaterThan(50);
  }

  @Test
  void i6MoneyStaysWithItsPackage() {
    for (Case one : CASES) {
      List<Bid> winners = winners(one);
      for (int place = 0; place < winners.size(); place++) {
        BigFraction refunded =
            sum(
                one.outcome.certificate().settled().get(place).refunds().stream()
                    .map(refund -> refund.amount()));
        BigFraction shared =
            sum(
                winners
                    .get(place)
                    .rollups()
                    .indices()
                    .mapToObj(one.outcome.shares().shares()::get));
        assertThat(shared.add(refunded)).as("%s", one).isEqualTo(one.outcome.charged().get(place));
      }
    }
  }

  /// The nucleolus under first price; where the core is not empty, the guarantees change nothing.
  @Test
  void i7NoCoalitionComplainsMoreThanItMust() {
    Mechanism mechanism = new Mechanism(100_000, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE);
    SampleAuctions samples = new SampleAuctions(new SplittableRandom(SEED + 7));
    int empty = 0;
    for (int round = 0; round < 300; round++) {
      Auction auction = samples.free(mechanism);
      Outcome outcome = AuctionRun.run(auction);
      Game game = Games.of(auction);
      Outcome.Core core = outcome.core().orElseThrow();
      List<BigFraction> x = outcome.solution().orElseThrow().shares();
      for (long set = 1; set < 1L << x.size(); set++) {
        RollupSet coalition = RollupSet.ofMask(set);
        BigFraction complaint =
            BigFraction.of(game.value(coalition))
                .subtract(sum(coalition.indices().mapToObj(x::get)));
        BigFraction allowed = core.nonEmpty() ? BigFraction.ZERO : core.excess();
        assertThat(complaint.subtract(allowed).signum())
            .as("seed %s round %s: %s", SEED, round, auction)
            .isNotPositive();
      }
      if (core.nonEmpty()) {
        assertThat(outcome.shares().shares()).as("round %s: %s", round, auction).isEqualTo(x);
        assertThat(outcome.certificate().inCore()).isTrue();
        assertThat(CertificateCheck.check(auction, outcome.claim(), outcome.certificate()))
            .isEqualTo(new Verdict.Valid(true, true));
      } else {
        empty++;
      }
    }
    assertThat(empty).as("empty cores").isBetween(3, 200);
  }

  @Test
  void i8NothingIsPaidForWhatIsNotSold() {
    for (Case one : CASES) {
      RollupSet sold =
          winners(one).stream().map(Bid::rollups).reduce(RollupSet.EMPTY, RollupSet::union);
      one.auction
          .grandCoalition()
          .minus(sold)
          .indices()
          .forEach(i -> assertThat(one.outcome.payments().get(i)).isEqualTo(BigInteger.ZERO));
    }
  }

  /// Amounts are made so different that no two sets of bids offer the same: names then break no
  /// ties.
  @Test
  void i9NamesAndOrderDoNotMatter() {
    SplittableRandom random = new SplittableRandom(SEED + 9);
    for (Sharing sharing : Sharing.values()) {
      for (Pricing pricing : Pricing.values()) {
        Mechanism mechanism = new Mechanism(100_000, pricing, sharing, Refunds.FLAT_TAX);
        for (int round = 0; round < 12; round++) {
          Auction auction = distinct(new SampleAuctions(random.split()).free(mechanism), random);
          List<Integer> rollups = shuffled(auction.rollups().size(), random);
          List<Integer> bids = shuffled(auction.bids().size(), random);
          Outcome outcome = AuctionRun.run(auction);
          Outcome renamed = AuctionRun.run(renamed(auction, rollups, bids));
          for (int i = 0; i < rollups.size(); i++) {
            assertThat(renamed.shares().shares().get(rollups.get(i)))
                .as("%s %s %s", rollups, bids, auction)
                .isEqualTo(outcome.shares().shares().get(i));
          }
          assertThat(renamed.refunds()).isEqualTo(outcome.refunds());
        }
      }
    }
  }

  @Test
  void i10RaisingAWinningBidKeepsItWinning() {
    for (Case one : CASES) {
      if (one.auction.budgets().stream().anyMatch(Optional::isPresent)) {
        continue;
      }
      for (int winner : one.outcome.selected().winners()) {
        Bid bid = one.auction.bids().get(winner);
        List<Bid> bids = new ArrayList<>(one.auction.bids());
        bids.set(winner, offering(bid, bid.amount().add(BigInteger.ONE)));
        assertThat(AuctionRun.run(with(one.auction, bids)).selected().winners())
            .as("%s", one)
            .contains(winner);
      }
    }
  }

  /// Without reserves and bidders' splits, which a further bid can make another bid miss.
  @Test
  void i11AFurtherBidLowersNoValueUnderFirstPrice() {
    SplittableRandom random = new SplittableRandom(SEED + 11);
    SampleAuctions samples = new SampleAuctions(random);
    Mechanism mechanism = new Mechanism(100_000, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
    for (int round = 0; round < 200; round++) {
      Auction auction = samples.free(mechanism);
      RollupSet rollups = RollupSet.ofMask(random.nextLong(1, 1L << auction.rollups().size()));
      List<Bid> bids = new ArrayList<>(auction.bids());
      bids.add(Bid.of(0, rollups, BigInteger.valueOf(random.nextInt(1, 30))));
      Auction more = with(auction, bids);
      for (long set = 1; set < 1L << auction.rollups().size(); set++) {
        RollupSet coalition = RollupSet.ofMask(set);
        assertThat(Games.of(more).value(coalition))
            .isGreaterThanOrEqualTo(Games.of(auction).value(coalition));
      }
      assertThat(
              sum(AuctionRun.run(more).charged().stream())
                  .subtract(sum(AuctionRun.run(auction).charged().stream()))
                  .signum())
          .isNotNegative();
    }
  }

  /// The limit of the last: B takes no less than 5, so 10 for A and B is legal until somebody
  /// offers 6 for A alone.
  @Test
  void i11EndsWhereAReserveMakesABidMissItsFloors() {
    Bid both = Bid.of(0, RollupSet.of(0, 1), BigInteger.TEN);
    Bid alone = Bid.of(1, RollupSet.of(0), BigInteger.valueOf(6));
    List<RollupTerms> terms =
        List.of(RollupTerms.PLAIN, new RollupTerms(BigInteger.valueOf(5), BigInteger.ONE));
    Auction auction =
        new Auction(
            terms,
            List.of(both),
            Collections.nCopies(2, Optional.empty()),
            List.of(Mechanism.DEFAULT));
    assertThat(AuctionRun.run(auction).selected().value()).isEqualTo(10);
    assertThat(AuctionRun.run(with(auction, List.of(both, alone))).selected().value()).isEqualTo(6);
  }

  @Test
  void i12RefundsStayWithinWhatIsChargedAboveTheFloors() {
    for (Case one : CASES) {
      for (int place = 0; place < one.outcome.charged().size(); place++) {
        BigInteger floors = total(one.outcome.certificate().settled().get(place).floors());
        BigFraction refunded =
            sum(
                one.outcome.certificate().settled().get(place).refunds().stream()
                    .map(refund -> refund.amount()));
        assertThat(one.outcome.charged().get(place).subtract(floors).subtract(refunded).signum())
            .as("%s", one)
            .isNotNegative();
      }
    }
  }

  @Test
  void i15TheSameAuctionHasTheSameOutcome() {
    for (Case one : CASES) {
      assertThat(AuctionRun.run(one.auction)).isEqualTo(one.outcome);
    }
  }

  @Test
  void everyOutcomePassesItsCertificatesCheck() {
    for (Case one : CASES) {
      assertThat(
              CertificateCheck.check(one.auction, one.outcome.claim(), one.outcome.certificate()))
          .as("%s", one)
          .isInstanceOf(Verdict.Valid.class);
    }
  }

  /// I4's other half: an answer that is cut short is flagged, and all but the optimum still holds.
  @Test
  void i4ASpentNodeBudgetIsFlaggedAndKeepsTheGuarantees() {
    SplittableRandom random = new SplittableRandom(SEED + 4);
    int cut = 0;
    for (int round = 0; round < 300; round++) {
      Auction auction = new SampleAuctions(random.split()).any();
      List<Mechanism> hasty =
          auction.mechanisms().stream()
              .map(m -> new Mechanism(1, m.pricing(), m.sharing(), m.refunds()))
              .toList();
      Auction hurried = new Auction(auction.rollups(), auction.bids(), auction.budgets(), hasty);
      Outcome outcome = AuctionRun.run(hurried);
      assertThat(CertificateCheck.check(hurried, outcome.claim(), outcome.certificate()))
          .as("round %s: %s", round, hurried)
          .isInstanceOf(Verdict.Valid.class);
      if (!outcome.selected().exact()) {
        assertThat(outcome.fallbacks()).anyMatch(f -> f.code().equals("node-budget"));
        boolean isFirst =
            auction.mechanisms().stream()
                .allMatch(m -> m.pricing() == Pricing.FIRST && m.refunds() != Refunds.FLAT_TAX);
        if (isFirst) {
          assertThat(outcome.fallbacks()).noneMatch(f -> f.code().equals("price-node-budget"));
        }
        cut++;
      }
    }
    assertThat(cut).isGreaterThan(10);
  }

  private static List<Bid> winners(Case one) {
    return one.outcome.selected().winners().stream().map(one.auction.bids()::get).toList();
  }

  private static boolean constrained(Auction auction) {
    return auction.bids().stream().anyMatch(bid -> bid.xorGroup().isPresent())
        || auction.budgets().stream().anyMatch(Optional::isPresent);
  }

  private static Auction with(Auction auction, List<Bid> bids) {
    return new Auction(auction.rollups(), bids, auction.budgets(), auction.mechanisms());
  }

  private static Bid offering(Bid bid, BigInteger amount) {
    List<BigInteger> split = new ArrayList<>(bid.split());
    if (!split.isEmpty()) {
      split.set(0, split.getFirst().add(amount.subtract(bid.amount())));
    }
    return new Bid(
        bid.bidder(), bid.rollups(), amount, bid.xorGroup(), bid.mechanism(), split, bid.uses());
  }

  private static Auction distinct(Auction auction, SplittableRandom random) {
    return with(
        auction,
        auction.bids().stream()
            .map(
                bid ->
                    offering(
                        bid,
                        bid.amount()
                            .shiftLeft(40)
                            .add(BigInteger.valueOf(random.nextLong(1L << 40)))))
            .toList());
  }

  private static List<Integer> shuffled(int count, SplittableRandom random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    for (int i = count - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }

  /// Rollup i becomes `rollups[i]`; bids come in the order of `bids`.
  private static Auction renamed(Auction auction, List<Integer> rollups, List<Integer> bids) {
    List<RollupTerms> terms = new ArrayList<>(auction.rollups());
    for (int i = 0; i < rollups.size(); i++) {
      terms.set(rollups.get(i), auction.rollups().get(i));
    }
    List<Bid> moved =
        bids.stream()
            .map(auction.bids()::get)
            .map(
                bid -> {
                  int[] before = bid.rollups().indices().toArray();
                  int[] after = IntStream.of(before).map(rollups::get).toArray();
                  List<BigInteger> split = new ArrayList<>();
                  if (!bid.split().isEmpty()) {
                    IntStream.of(after)
                        .sorted()
                        .forEach(
                            target ->
                                split.add(
                                    bid.split()
                                        .get(
                                            IntStream.range(0, after.length)
                                                .filter(i -> after[i] == target)
                                                .findFirst()
                                                .orElseThrow())));
                  }
                  return new Bid(
                      bid.bidder(),
                      RollupSet.of(after),
                      bid.amount(),
                      bid.xorGroup(),
                      bid.mechanism(),
                      split,
                      bid.uses());
                })
            .toList();
    return new Auction(terms, moved, auction.budgets(), auction.mechanisms());
  }

  private static BigInteger total(List<BigInteger> amounts) {
    return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigFraction sum(Stream<BigFraction> numbers) {
    return numbers.reduce(BigFraction.ZERO, BigFraction::add);
  }
}
