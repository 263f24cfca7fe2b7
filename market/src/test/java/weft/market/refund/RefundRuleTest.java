package weft.market.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.linear.NearestPoint;
import weft.market.linear.NearestPoint.Constraint;
import weft.market.linear.Rational;
import weft.market.refund.RefundRule.Refund;
import weft.market.selection.Selected;
import weft.market.selection.Selection;
import weft.market.selection.SlowSelection;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Refunds;

final class RefundRuleTest {
  private static final long SEED = 8_808;
  private static final Selection SELECTION = new SlowSelection();

  /// MEV-Share's published case: 90 percent of what a backrun pays above its gas, 30,000 at 200
  /// gwei. What must be kept back, the floor, stands in the place of the gas.
  @Test
  void percentGivesMevSharesRefund() {
    BigInteger paid = new BigInteger("100030342000000000");
    BigInteger gas = BigInteger.valueOf(30_000).multiply(BigInteger.valueOf(200_000_000_000L));
    Bid backrun = bid(0, RollupSet.of(0), paid, List.of(new OrderUse(7, 90)));
    assertThat(refunds(Refunds.PERCENT, List.of(backrun), 0, paid, paid.subtract(gas)))
        .containsExactly(new Refund(7, BigFraction.of(new BigInteger("84627307800000000"))));
  }

  @Test
  void percentagesOfOneIdentityAddUp() {
    Bid bid =
        bid(
            0,
            RollupSet.of(0),
            BigInteger.valueOf(30),
            List.of(new OrderUse(2, 50), new OrderUse(1, 10), new OrderUse(2, 20)));
    assertThat(
            refunds(
                Refunds.PERCENT, List.of(bid), 0, BigInteger.valueOf(30), BigInteger.valueOf(21)))
        .containsExactly(
            new Refund(1, BigFraction.of(21, 10)), new Refund(2, BigFraction.of(147, 10)));
  }

  /// A pays 10 alone, B and C pay 10 only together, so (20/3, 5, 5): 10/3 stay undistributed.
  @Test
  void flatTaxCapsWhatIsWorthSomethingOnlyTogether() {
    TreeMap<Long, BigFraction> caps = new TreeMap<>();
    for (long set = 1; set < 8; set++) {
      int worth = ((set & 1) == 0 ? 0 : 10) + ((set & 6) == 0 ? 0 : 10);
      caps.put(set, BigFraction.of(worth));
    }
    assertThat(IdentityCaps.refunds(3, caps, BigFraction.of(20)))
        .containsExactly(BigFraction.of(20, 3), BigFraction.of(5), BigFraction.of(5));
  }

  /// The same as an auction: the winner uses the flow of three identities; without the first, the
  /// second bid would win, without the second or third, or both, the third.
  @Test
  void flatTaxInAnAuction() {
    List<Bid> bids =
        List.of(
            bid(0, RollupSet.of(0, 1, 2, 3), BigInteger.valueOf(20), uses(0, 1, 2)),
            bid(1, RollupSet.of(0, 1), BigInteger.valueOf(10), uses(1, 2)),
            bid(2, RollupSet.of(0, 2), BigInteger.valueOf(10), uses(0)));
    assertThat(refunds(Refunds.FLAT_TAX, bids, 0, BigInteger.valueOf(20), BigInteger.valueOf(20)))
        .containsExactly(
            new Refund(0, BigFraction.of(20, 3)),
            new Refund(1, BigFraction.of(5)),
            new Refund(2, BigFraction.of(5)));
  }

  @Test
  void flatTaxRefundsNothingForFlowThatOthersOfferToo() {
    List<Bid> bids =
        List.of(
            bid(0, RollupSet.of(0), BigInteger.TEN, uses(0)),
            bid(1, RollupSet.of(0), BigInteger.TEN, List.of()));
    assertThat(refunds(Refunds.FLAT_TAX, bids, 0, BigInteger.TEN, BigInteger.TEN))
        .containsExactly(new Refund(0, BigFraction.ZERO));
  }

  /// rbuilder lowers the greatest first, 75 and 100 by 25 to 75 and 75, which is not the nearest
  /// point that BuilderNet's published rule asks for.
  @Test
  void loweringTheGreatestFirstIsNotTheNearestPoint() {
    assertThat(loweredFromTheTop(75, 100, 25)).isEqualTo("75 75");
    assertThat(loweredFromTheTop(75, 100, 30)).isEqualTo("73 72");
    assertThat(loweredFromTheTop(75, 100, 75)).isEqualTo("50 50");
    assertThat(loweredFromTheTop(75, 100, 200)).isEqualTo("0 0");
    assertThat(nearest(75, 100, 25)).isEqualTo("125/2 175/2");
    assertThat(nearest(75, 100, 30)).isEqualTo("60 85");
    assertThat(nearest(75, 100, 75)).isEqualTo("75/2 125/2");
    assertThat(nearest(75, 100, 175)).isEqualTo("0 0");
  }

  @Test
  void i12NoSetOfIdentitiesGetsMoreThanItIsWorth() {
    SplittableRandom random = new SplittableRandom(SEED);
    int cut = 0;
    for (int round = 0; round < 300; round++) {
      int identities = random.nextInt(1, 6);
      List<Bid> bids = randomBids(random, identities);
      Auction auction = auction(bids);
      Selected selected = SELECTION.select(auction);
      for (int winner : selected.winners()) {
        BigInteger charged = bids.get(winner).amount();
        BigFraction surplus = BigFraction.of(random.nextLong(charged.longValueExact() + 1));
        List<Refund> refunds =
            RefundRule.of(Refunds.FLAT_TAX, SELECTION)
                .refunds(auction, selected, winner, BigFraction.of(charged), surplus);
        BigFraction sum =
            refunds.stream().map(Refund::amount).reduce(BigFraction.ZERO, BigFraction::add);
        assertThat(Rational.compare(sum, surplus))
            .as("seed %s round %s", SEED, round)
            .isLessThanOrEqualTo(0);
        cut += Rational.compare(sum, surplus) < 0 ? 1 : 0;
        for (long set = 1; set < 1L << identities; set++) {
          assertThat(Rational.compare(of(refunds, set), worth(auction, selected, set)))
              .as("seed %s round %s set %s: %s", SEED, round, set, auction)
              .isLessThanOrEqualTo(0);
          assertThat(refunds).allMatch(refund -> refund.amount().signum() >= 0);
        }
      }
    }
    assertThat(cut).isGreaterThan(20);
  }

  /// With more identities than have all their sets capped, single ones and pairs still are.
  @Test
  void i12ForManyIdentitiesHoldsForPairs() {
    int identities = 12;
    List<Bid> bids = new ArrayList<>();
    bids.add(
        bid(
            0,
            RollupSet.of(0),
            BigInteger.valueOf(100),
            uses(IntStream.range(0, identities).toArray())));
    for (int i = 0; i < identities; i++) {
      bids.add(bid(i + 1, RollupSet.of(0), BigInteger.valueOf(90 + i % 3), uses(i)));
    }
    Auction auction = auction(bids);
    Selected selected = SELECTION.select(auction);
    List<Refund> refunds =
        RefundRule.of(Refunds.FLAT_TAX, SELECTION)
            .refunds(auction, selected, 0, BigFraction.of(100), BigFraction.of(100));
    LongStream.range(1, 1L << identities)
        .filter(set -> Long.bitCount(set) <= 2)
        .forEach(
            set ->
                assertThat(Rational.compare(of(refunds, set), worth(auction, selected, set)))
                    .isLessThanOrEqualTo(0));
    assertThat(of(refunds, -1).signum()).isPositive();
  }

  private static BigFraction of(List<Refund> refunds, long set) {
    return refunds.stream()
        .filter(refund -> (set >>> refund.identity() & 1) == 1)
        .map(Refund::amount)
        .reduce(BigFraction.ZERO, BigFraction::add);
  }

  private static BigFraction worth(Auction auction, Selected selected, long set) {
    List<Bid> others =
        auction.bids().stream()
            .filter(bid -> bid.uses().stream().noneMatch(u -> (set >>> u.identity() & 1) == 1))
            .toList();
    return BigFraction.of(selected.value().subtract(SELECTION.select(auction(others)).value()));
  }

  private static String loweredFromTheTop(long a, long b, long cut) {
    long low = Math.min(a, b);
    long high = Math.max(a, b);
    long first = Math.min(cut, high - low);
    long rest = Math.min(cut - first, 2 * low);
    high -= first;
    return (low - rest / 2) + " " + (high - (rest + 1) / 2);
  }

  private static String nearest(long a, long b, long cut) {
    List<Constraint> constraints =
        List.of(
            Constraint.sumAtMost(2, 3, BigFraction.of(a + b - cut)),
            Constraint.sumAtLeast(2, 1, BigFraction.ZERO),
            Constraint.sumAtLeast(2, 2, BigFraction.ZERO));
    return String.join(
        " ",
        NearestPoint.of(List.of(BigFraction.of(a), BigFraction.of(b)), constraints)
            .orElseThrow()
            .stream()
            .map(Rational::text)
            .toList());
  }

  private static List<Bid> randomBids(SplittableRandom random, int identities) {
    List<Bid> bids = new ArrayList<>();
    for (int i = random.nextInt(2, 7); i > 0; i--) {
      RollupSet rollups = RollupSet.ofMask(random.nextLong(1, 8));
      int[] used =
          IntStream.range(0, identities).filter(identity -> random.nextBoolean()).toArray();
      bids.add(
          bid(
              i,
              rollups,
              BigInteger.valueOf((long) random.nextInt(1, 9) * rollups.size()),
              uses(used)));
    }
    return bids;
  }

  private static List<OrderUse> uses(int... identities) {
    return IntStream.of(identities).mapToObj(identity -> new OrderUse(identity, 0)).toList();
  }

  private static Bid bid(int bidder, RollupSet rollups, BigInteger amount, List<OrderUse> uses) {
    return new Bid(bidder, rollups, amount, OptionalInt.empty(), 0, List.of(), uses);
  }

  private static Auction auction(List<Bid> bids) {
    return new Auction(
        Collections.nCopies(4, RollupTerms.PLAIN),
        bids,
        Collections.nCopies(16, Optional.empty()),
        List.of(Mechanism.DEFAULT));
  }

  private static List<Refund> refunds(
      Refunds rule, List<Bid> bids, int winner, BigInteger charged, BigInteger surplus) {
    Auction auction = auction(bids);
    Selected selected = SELECTION.select(auction);
    assertThat(selected.winners()).contains(winner);
    return RefundRule.of(rule, SELECTION)
        .refunds(auction, selected, winner, BigFraction.of(charged), BigFraction.of(surplus));
  }
}
