package weft.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.linear.Rational;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// How much those gain who game the market, by rule: simulated auctions of three rollups, and the
/// bounds that hold in each of them. `docs/figures/market-manipulation.md` is what this prints.
final class ManipulationTest {
  private static final long SEED = 31_415;
  private static final int AUCTIONS = 30;
  private static final Path TABLE = Path.of("..", "docs", "figures", "market-manipulation.md");

  /// Splits a rollup of T1 in two that are only ever sold together (T6).
  @Test
  void i13ARollupThatSplitsGainsNothingUnderTheNucleolusAndTwoThirdsUnderShapley() {
    Auction one = auction(2, Sharing.SHAPLEY, List.of(bid(10, 0), bid(6, 1), bid(20, 0, 1)));
    Auction two = auction(3, Sharing.SHAPLEY, List.of(bid(10, 0, 2), bid(6, 1), bid(20, 0, 1, 2)));
    assertThat(Rational.text(splitGain(one, two))).isEqualTo("2/3");
    assertThat(Rational.text(splitGain(by(one, Sharing.NUCLEOLUS), by(two, Sharing.NUCLEOLUS))))
        .isEqualTo("0");
    assertThat(
            Rational.text(
                splitGain(by(one, Sharing.EQUAL_SURPLUS), by(two, Sharing.EQUAL_SURPLUS))))
        .isEqualTo("-8/3");
  }

  /// T1 with a losing bid of 13 by A's own owner: what it adds is bounded by what the others'
  /// floors leave, and grows with it.
  @Test
  void i14ALosingBidOfOnesOwnGainsAtMostWhatTheOthersFloorsLeave() {
    Auction honest = auction(2, Sharing.NUCLEOLUS, List.of(bid(10, 0), bid(6, 1), bid(20, 0, 1)));
    Auction shilled = with(honest, bid(13, 0));
    assertThat(text(honest)).isEqualTo("12 8");
    assertThat(text(shilled)).isEqualTo("27/2 13/2");
    assertThat(text(by(shilled, Sharing.PROPORTIONAL))).isEqualTo("260/19 120/19");
    assertThat(text(with(honest, bid(14, 0)))).isEqualTo("14 6");
    assertThat(AuctionRun.run(with(honest, bid(15, 0))).selected().winners()).hasSize(2);
  }

  @Test
  void theTableOfGainsIsAsDocumented() throws IOException {
    String table = sellers() + "\n" + buyers();
    assertThat(Files.readString(TABLE)).as("%s is to end with:%n%s", TABLE, table).endsWith(table);
  }

  private static String sellers() {
    StringBuilder rows = new StringBuilder();
    rows.append(
        "| sharing | shill bid | split rollup | dud that is bid for | two rollups' shill bids |\n");
    rows.append("|---|---|---|---|---|\n");
    for (Sharing sharing : Sharing.values()) {
      Gains shill = new Gains();
      Gains split = new Gains();
      Gains dud = new Gains();
      Gains pair = new Gains();
      for (Auction auction : joint(sharing)) {
        Outcome honest = AuctionRun.run(auction);
        BigInteger value = honest.selected().value();
        shill.add(value, shill(auction, honest, List.of(0)));
        pair.add(value, shill(auction, honest, List.of(0, 1)));
        split.add(value, splitGain(auction, split(auction)));
        dud.add(value, share(AuctionRun.run(dud(auction)), 3));
      }
      rows.append("| ").append(sharing.name().toLowerCase(Locale.ROOT));
      Stream.of(shill, split, dud, pair).forEach(gains -> rows.append(" | ").append(gains.text()));
      rows.append(" |\n");
    }
    return rows.toString();
  }

  /// What the owners of some rollups gain by bids on each of them alone, of the kinds that are
  /// tried the best; only such count as leave the package standing.
  private static BigFraction shill(Auction auction, Outcome honest, List<Integer> owned) {
    BigFraction before = shares(honest, owned);
    BigFraction best = BigFraction.ZERO;
    for (int percent : new int[] {25, 50, 75, 100}) {
      Auction shilled = auction;
      for (int rollup : owned) {
        BigInteger loss = lostWithout(auction, rollup);
        BigInteger amount =
            loss.multiply(BigInteger.valueOf(percent))
                .divide(BigInteger.valueOf(100L * owned.size()));
        if (amount.signum() > 0) {
          shilled =
              with(
                  shilled,
                  new Bid(
                      bidders(shilled),
                      RollupSet.of(rollup),
                      amount,
                      OptionalInt.empty(),
                      0,
                      List.of(),
                      List.of()));
        }
      }
      Outcome outcome = AuctionRun.run(shilled);
      if (outcome.selected().winners().equals(honest.selected().winners())) {
        BigFraction after = shares(outcome, owned);
        assertWithinBound(shilled, outcome, owned);
        best = Rational.max(best, after.subtract(before));
      }
    }
    return best;
  }

  /// I14: whatever the rule, all others keep their floors.
  private static void assertWithinBound(Auction auction, Outcome outcome, List<Integer> owned) {
    for (int place = 0; place < outcome.charged().size(); place++) {
      int[] rollups =
          auction.bids().get(outcome.selected().winners().get(place)).rollups().indices().toArray();
      BigFraction most = outcome.charged().get(place);
      BigFraction got = BigFraction.ZERO;
      for (int i = 0; i < rollups.length; i++) {
        if (owned.contains(rollups[i])) {
          got = got.add(share(outcome, rollups[i]));
        } else {
          most = most.subtract(outcome.certificate().settled().get(place).floors().get(i));
        }
      }
      assertThat(Rational.compare(got, most)).isNotPositive();
    }
  }

  private static BigInteger lostWithout(Auction auction, int rollup) {
    List<Bid> others =
        auction.bids().stream().filter(bid -> !bid.rollups().contains(rollup)).toList();
    BigInteger with = AuctionRun.run(auction).selected().value();
    return with.subtract(AuctionRun.run(replaced(auction, others)).selected().value());
  }

  /// Rollup 0 as two, 0 and 3, that every bid on it names both.
  private static Auction split(Auction auction) {
    return widened(auction, bid -> bid.rollups().contains(0));
  }

  /// A rollup that brings nothing, named in every package.
  private static Auction dud(Auction auction) {
    return widened(auction, bid -> bid.rollups().size() > 1);
  }

  private static Auction widened(Auction auction, Predicate<Bid> joined) {
    List<RollupTerms> terms = new ArrayList<>(auction.rollups());
    terms.add(RollupTerms.PLAIN);
    List<Bid> bids =
        auction.bids().stream()
            .map(bid -> joined.test(bid) ? withLastRollup(bid, terms.size() - 1) : bid)
            .toList();
    return new Auction(terms, bids, auction.budgets(), auction.mechanisms());
  }

  private static Bid withLastRollup(Bid bid, int rollup) {
    List<BigInteger> split = new ArrayList<>(bid.split());
    if (!split.isEmpty()) {
      split.add(BigInteger.ZERO);
    }
    return new Bid(
        bid.bidder(),
        bid.rollups().union(RollupSet.of(rollup)),
        bid.amount(),
        bid.xorGroup(),
        bid.mechanism(),
        split,
        bid.uses());
  }

  private static BigFraction splitGain(Auction whole, Auction split) {
    int added = split.rollups().size() - 1;
    return shares(AuctionRun.run(split), List.of(0, added))
        .subtract(share(AuctionRun.run(whole), 0));
  }

  private static String buyers() {
    StringBuilder rows = new StringBuilder();
    rows.append("| pricing | two names for one bidder | a seller's losing bid |\n|---|---|---|\n");
    for (Pricing pricing : Pricing.values()) {
      Gains names = new Gains();
      Gains seller = new Gains();
      for (Auction auction : joint(Sharing.NUCLEOLUS)) {
        Auction priced = by(auction, pricing);
        Outcome honest = AuctionRun.run(priced);
        names.add(honest.selected().value(), falseNames(priced, honest));
        seller.add(honest.selected().value(), sellersBid(priced, honest));
      }
      if (pricing == Pricing.FIRST) {
        assertThat(names.text()).isEqualTo("0.0 / 0.0");
        assertThat(seller.text()).isEqualTo("0.0 / 0.0");
      }
      rows.append("| ").append(pricing.name().toLowerCase(Locale.ROOT));
      Stream.of(names, seller).forEach(gains -> rows.append(" | ").append(gains.text()));
      rows.append(" |\n");
    }
    return rows.toString();
  }

  /// What the highest bidder for a package gains by bidding for its parts under two names instead,
  /// with amounts that sum to the same or up to twice as much; its value is its honest bid, for the
  /// whole package or nothing.
  private static BigFraction falseNames(Auction auction, Outcome honest) {
    BigFraction best = BigFraction.ZERO;
    for (int index = 0; index < auction.bids().size(); index++) {
      Bid bid = auction.bids().get(index);
      if (bid.rollups().size() != 2) {
        continue;
      }
      int place = honest.selected().winners().indexOf(index);
      BigFraction before =
          place < 0
              ? BigFraction.ZERO
              : BigFraction.of(bid.amount()).subtract(honest.charged().get(place));
      int[] parts = bid.rollups().indices().toArray();
      for (int percent : new int[] {30, 50, 70, 100}) {
        BigInteger first = percent(bid.amount(), percent);
        BigInteger second = percent == 100 ? first : bid.amount().subtract(first);
        List<Bid> bids = new ArrayList<>(auction.bids());
        int names = bidders(auction);
        bids.set(index, Bid.of(names, RollupSet.of(parts[0]), first));
        bids.add(Bid.of(names + 1, RollupSet.of(parts[1]), second));
        Outcome outcome = AuctionRun.run(replaced(auction, bids));
        BigFraction paid = paid(outcome, List.of(index, bids.size() - 1));
        boolean both = outcome.selected().winners().containsAll(List.of(index, bids.size() - 1));
        BigFraction worth = both ? BigFraction.of(bid.amount()) : BigFraction.ZERO;
        best = Rational.max(best, worth.subtract(paid).subtract(before));
      }
    }
    return best;
  }

  private static BigFraction paid(Outcome outcome, List<Integer> bids) {
    return IntStream.range(0, outcome.charged().size())
        .filter(place -> bids.contains(outcome.selected().winners().get(place)))
        .mapToObj(outcome.charged()::get)
        .reduce(BigFraction.ZERO, BigFraction::add);
  }

  /// What all rollups together gain by a bid just below a winner, for its package.
  private static BigFraction sellersBid(Auction auction, Outcome honest) {
    BigFraction before = honest.charged().stream().reduce(BigFraction.ZERO, BigFraction::add);
    BigFraction best = BigFraction.ZERO;
    for (int winner : honest.selected().winners()) {
      Bid bid = auction.bids().get(winner);
      Bid fake = Bid.of(bidders(auction), bid.rollups(), bid.amount().subtract(BigInteger.ONE));
      Outcome outcome = AuctionRun.run(with(auction, fake));
      if (outcome.selected().winners().equals(honest.selected().winners())) {
        BigFraction after = outcome.charged().stream().reduce(BigFraction.ZERO, BigFraction::add);
        best = Rational.max(best, after.subtract(before));
      }
    }
    return best;
  }

  /// Auctions of three rollups in which a package with rollup 0 wins.
  private static List<Auction> joint(Sharing sharing) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Auction> auctions = new ArrayList<>();
    while (auctions.size() < AUCTIONS) {
      List<BigInteger> alone =
          IntStream.range(0, 3)
              .mapToObj(_ -> BigInteger.valueOf(random.nextInt(10, 20) << random.nextInt(4)))
              .toList();
      List<Bid> bids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        bids.add(Bid.of(bids.size(), RollupSet.of(i), alone.get(i)));
        bids.add(
            Bid.of(bids.size(), RollupSet.of(i), percent(alone.get(i), random.nextInt(50, 100))));
      }
      for (int mask : new int[] {3, 5, 6, 7}) {
        int factor = random.nextInt(90, 160);
        RollupSet rollups = RollupSet.ofMask(mask);
        List<BigInteger> parts =
            rollups.indices().mapToObj(i -> percent(alone.get(i), factor)).toList();
        BigInteger amount = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        bids.add(
            new Bid(
                bids.size(),
                rollups,
                amount,
                OptionalInt.empty(),
                0,
                sharing == Sharing.VECTOR ? parts : List.of(),
                List.of()));
      }
      Auction auction = auction(3, sharing, bids);
      Outcome outcome = AuctionRun.run(auction);
      if (outcome.selected().winners().stream()
          .map(bids::get)
          .anyMatch(bid -> bid.rollups().contains(0) && bid.rollups().size() > 1)) {
        auctions.add(auction);
      }
    }
    return auctions;
  }

  private static BigInteger percent(BigInteger amount, int percent) {
    return amount.multiply(BigInteger.valueOf(percent)).divide(BigInteger.valueOf(100));
  }

  /// Mean and greatest gain in percent of what the auction earns.
  private static final class Gains {
    private final Map<Integer, BigFraction> byAuction = new TreeMap<>();

    void add(BigInteger value, BigFraction gain) {
      byAuction.put(byAuction.size(), gain.multiply(100).divide(value));
    }

    String text() {
      BigFraction sum = BigFraction.ZERO;
      BigFraction most = byAuction.values().iterator().next();
      for (BigFraction gain : byAuction.values()) {
        sum = sum.add(gain);
        most = Rational.max(most, gain);
      }
      return tenths(sum.divide(byAuction.size())) + " / " + tenths(most);
    }

    private static String tenths(BigFraction percent) {
      return percent.bigDecimalValue(1, RoundingMode.HALF_EVEN).toPlainString();
    }
  }

  private static Bid bid(int amount, int... rollups) {
    return Bid.of(0, RollupSet.of(rollups), BigInteger.valueOf(amount));
  }

  private static Auction auction(int rollups, Sharing sharing, List<Bid> bids) {
    int bidders = bids.stream().mapToInt(bid -> bid.bidder() + 1).max().orElse(0);
    return new Auction(
        Collections.nCopies(rollups, RollupTerms.PLAIN),
        bids,
        Collections.nCopies(bidders, Optional.empty()),
        List.of(new Mechanism(100_000, Pricing.FIRST, sharing, Refunds.NONE)));
  }

  private static Auction by(Auction auction, Sharing sharing) {
    return new Auction(
        auction.rollups(),
        auction.bids(),
        auction.budgets(),
        List.of(new Mechanism(100_000, Pricing.FIRST, sharing, Refunds.NONE)));
  }

  private static Auction by(Auction auction, Pricing pricing) {
    return new Auction(
        auction.rollups(),
        auction.bids(),
        auction.budgets(),
        List.of(new Mechanism(100_000, pricing, Sharing.NUCLEOLUS, Refunds.NONE)));
  }

  private static int bidders(Auction auction) {
    return auction.budgets().size();
  }

  private static Auction with(Auction auction, Bid bid) {
    List<Bid> bids = new ArrayList<>(auction.bids());
    bids.add(bid);
    return replaced(auction, bids);
  }

  private static Auction replaced(Auction auction, List<Bid> bids) {
    int bidders =
        bids.stream().mapToInt(bid -> bid.bidder() + 1).reduce(bidders(auction), Math::max);
    return new Auction(
        auction.rollups(),
        bids,
        Collections.nCopies(bidders, Optional.empty()),
        auction.mechanisms());
  }

  private static BigFraction share(Outcome outcome, int rollup) {
    return outcome.shares().shares().get(rollup);
  }

  private static BigFraction shares(Outcome outcome, List<Integer> rollups) {
    return rollups.stream()
        .map(rollup -> share(outcome, rollup))
        .reduce(BigFraction.ZERO, BigFraction::add);
  }

  private static String text(Auction auction) {
    return String.join(
        " ", AuctionRun.run(auction).shares().shares().stream().map(Rational::text).toList());
  }
}
