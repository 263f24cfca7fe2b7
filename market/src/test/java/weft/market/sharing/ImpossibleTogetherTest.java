package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.game.Games;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Sharing;

/// What no rule of sharing can have together, and what each rule here does not protect against.
final class ImpossibleTogetherTest {
  private static final String T1 = "A10 B6 AB20";
  private static final String T6 = "AB10 C6 ABC20";

  /// Always in the core: each two of three bid 12 together, and 12 is all there is.
  @Test
  void aCoreCanBeEmpty() {
    String bids = "AB12 BC12 AC12";
    assertThat(excess(3, bids)).isEqualTo(BigFraction.of(4));
    for (Sharing rule : List.of(Sharing.SHAPLEY, Sharing.NUCLEOLUS, Sharing.EQUAL_SURPLUS)) {
      assertThat(greatestComplaint(rule, 3, bids)).isEqualTo(BigFraction.of(4));
    }
  }

  /// The Shapley value is in the core of convex games; gloves are not convex.
  @Test
  void shapleyValueLeavesTheCore() {
    String gloves = "AC6 BC6";
    assertThat(excess(3, gloves)).isEqualTo(BigFraction.ZERO);
    assertThat(greatestComplaint(Sharing.SHAPLEY, 3, gloves)).isEqualTo(BigFraction.ONE);
    assertThat(greatestComplaint(Sharing.NUCLEOLUS, 3, gloves)).isEqualTo(BigFraction.ZERO);
  }

  /// Proportional shares ask what each rollup earns alone, never what two earn together.
  @Test
  void proportionalSharesLeaveTheCore() {
    String bids = "A1 B1 C4 AB15 ABC20";
    assertThat(excess(3, bids).signum()).isNegative();
    assertThat(greatestComplaint(Sharing.PROPORTIONAL, 3, bids)).isEqualTo(BigFraction.of(25, 3));
  }

  /// A tax by marginal contributions bounds what each gets from above, not from below: A earns 10
  /// alone and is left 20/3 (X2). The floors give it back what it had, in the package that it wins.
  @Test
  void flatTaxPaysLessThanStandingAlone() {
    String bids = "A10 BC10";
    assertThat(Sample.solve(Sharing.MARGINAL, Sample.auction(3, bids)))
        .isEqualTo(Sample.split("20/3", "20/3", "20/3"));
    assertThat(GuaranteesTest.shares(Sharing.MARGINAL, 3, bids))
        .isEqualTo(Sample.split("10").shares());
  }

  /// A flat tax may leave money to nobody: all marginals are zero (T3).
  @Test
  void flatTaxIsNotEfficient() {
    assertThat(Sample.solve(Sharing.MARGINAL, Sample.auction(3, "AB12 BC12 AC12")).total())
        .isEqualTo(BigFraction.ZERO);
  }

  /// Sharing equally and resisting duds: a rollup that is listed and does nothing is paid for it
  /// (X4). Locality strips the dud that the package does not touch; it cannot strip one whose
  /// presence the bidder was bribed to bid for.
  @Test
  void equalSharingPaysDuds() {
    assertThat(Sample.solve(Sharing.EQUAL_SURPLUS, Sample.auction(3, T1)))
        .isEqualTo(Sample.split("34/3", "22/3", "4/3"));
    assertThat(Sample.solve(Sharing.NUCLEOLUS, Sample.auction(3, T1)).shares().get(2))
        .isEqualTo(BigFraction.ZERO);
    assertThat(GuaranteesTest.shares(Sharing.EQUAL_SURPLUS, 3, T1))
        .isEqualTo(Sample.split("12", "8").shares());
    String bribed = "A10 B6 ABC20";
    for (Sharing rule : List.of(Sharing.EQUAL_SURPLUS, Sharing.SHAPLEY, Sharing.FIXED)) {
      assertThat(GuaranteesTest.shares(rule, 3, bribed).get(2).signum()).isPositive();
    }
  }

  /// I13. A rollup that registers twice (X5, T6 against T1): gains 2/3 of a unit in 20 by the
  /// Shapley value, nothing by the nucleolus; loses by rules that ask for bids on single rollups.
  @Test
  void splittingARollup() {
    assertThat(gainOfSplitting(Sharing.SHAPLEY)).isEqualTo(BigFraction.of(2, 3));
    assertThat(gainOfSplitting(Sharing.NUCLEOLUS)).isEqualTo(BigFraction.ZERO);
    assertThat(gainOfSplitting(Sharing.EQUAL_SURPLUS)).isEqualTo(BigFraction.of(-8, 3));
    assertThat(gainOfSplitting(Sharing.PROPORTIONAL)).isEqualTo(BigFraction.of(-25, 2));
  }

  private static BigFraction gainOfSplitting(Sharing rule) {
    List<BigFraction> split = Sample.solve(rule, Sample.auction(3, T6)).shares();
    BigFraction whole = Sample.solve(rule, Sample.auction(2, T1)).shares().getFirst();
    return split.get(0).add(split.get(1)).subtract(whole);
  }

  /// I14. A losing bid on its own rollup moves every rule that reads losing bids (X1): any amount
  /// up to b(AB) − b_B loses and costs nothing, and brings at most that. So bids are bonded.
  @Test
  void shillBidsMoveWhatReadsThem() {
    for (Sharing rule : List.of(Sharing.PROPORTIONAL, Sharing.SHAPLEY, Sharing.NUCLEOLUS)) {
      BigFraction honest = Sample.solve(rule, Sample.auction(2, T1)).shares().getFirst();
      BigFraction before = honest;
      for (int shill = 11; shill <= 14; shill++) {
        Auction auction = Sample.auction(2, T1 + " A" + shill);
        assertThat(Sample.selected(auction).value()).isEqualTo(20);
        BigFraction shilled = Sample.solve(rule, auction).shares().getFirst();
        assertThat(shilled).isGreaterThan(before).isLessThanOrEqualTo(BigFraction.of(14));
        before = shilled;
      }
    }
  }

  /// In the core, and no member of a coalition loses when the coalition earns more: impossible for
  /// five players (Young, "Monotonic solutions of cooperative games", 1985). Both cores are one
  /// point; the bid on B, D and others rises from 9 to 12, and B and D get less.
  @Test
  void coreSolutionsAreNotMonotonic() {
    String before = "CE3 ABC3 ACD9 BDE9 ABDE9 ABCDE11";
    String after = "CE3 ABC3 ACD9 BDE9 ABDE12 ABCDE12";
    assertThat(Sample.solve(Sharing.NUCLEOLUS, Sample.auction(5, before)))
        .isEqualTo(Sample.split("0", "1", "2", "7", "1"));
    assertThat(Sample.solve(Sharing.NUCLEOLUS, Sample.auction(5, after)))
        .isEqualTo(Sample.split("3", "0", "0", "6", "3"));
    assertThat(excess(5, before)).isEqualTo(BigFraction.ZERO);
    assertThat(excess(5, after)).isEqualTo(BigFraction.ZERO);
  }

  /// The same for four (after Housman, Clark, "Core and monotonic allocation methods", 1998). A, B
  /// and C, D are left and right gloves, and the core is all (t, t, 1−t, 1−t). If ABC earn 2 as
  /// well it is (1, 1, 0, 0) alone, so C must not have had more than 0; if ACD do it is (0, 0, 1,
  /// 1), so neither must A.
  @Test
  void notEvenForFour() {
    String gloves = "AC1 AD1 BC1 BD1";
    assertThat(excess(4, gloves)).isEqualTo(BigFraction.ZERO);
    assertThat(Sample.solve(Sharing.NUCLEOLUS, Sample.auction(4, gloves)))
        .isEqualTo(Sample.split("1/2", "1/2", "1/2", "1/2"));
    assertThat(Sample.solve(Sharing.NUCLEOLUS, Sample.auction(4, gloves + " ABC2")))
        .isEqualTo(Sample.split("1", "1", "0", "0"));
    assertThat(Sample.solve(Sharing.NUCLEOLUS, Sample.auction(4, gloves + " ACD2")))
        .isEqualTo(Sample.split("0", "0", "1", "1"));
    assertThat(Sample.solve(Sharing.SHAPLEY, Sample.auction(4, gloves + " ABC2")).shares().get(2))
        .isGreaterThan(BigFraction.of(1, 2));
  }

  /// The best selection, and what each rollup had alone, where a group excludes bids: A's 10 and
  /// B's 6 are bids of one group, a package of 12 beats either, and 12 is less than 16. So the
  /// benchmark is what could have stood together.
  @Test
  void groupsBreakStandingAlone() {
    RollupSet both = RollupSet.of(0, 1);
    List<Bid> bids =
        List.of(
            grouped(RollupSet.of(0), 10),
            grouped(RollupSet.of(1), 6),
            Bid.of(1, both, BigInteger.valueOf(12)));
    Auction auction = Sample.plain(2, bids);
    Selected selected = Sample.selected(auction);
    assertThat(selected.winners()).containsExactly(2);
    assertThat(Floors.of(auction, selected, 2, BigInteger.valueOf(12), true))
        .isEqualTo(List.of(BigInteger.TEN, BigInteger.ZERO));
    assertThat(excess(auction)).isEqualTo(BigFraction.of(2));
  }

  private static Bid grouped(RollupSet rollups, int amount) {
    return new Bid(
        0, rollups, BigInteger.valueOf(amount), OptionalInt.of(0), 0, List.of(), List.of());
  }

  private static BigFraction excess(int rollups, String bids) {
    return excess(Sample.auction(rollups, bids));
  }

  private static BigFraction excess(Auction auction) {
    return LeastCore.excess(Games.of(auction)).orElseThrow();
  }

  private static BigFraction greatestComplaint(Sharing rule, int rollups, String bids) {
    Auction auction = Sample.auction(rollups, bids);
    BigInteger[] table = Table.of(Games.of(auction), auction.grandCoalition());
    return Kohlberg.greatestExcess(table, Sample.solve(rule, auction).shares());
  }
}
