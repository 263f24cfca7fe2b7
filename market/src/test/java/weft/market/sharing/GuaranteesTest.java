package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Sharing;

final class GuaranteesTest {
  /// What the bribed dud gets of the Shapley value stays in its package; the dud that no package
  /// touches gets nothing.
  @Test
  void differenceRulesAddEqualAmounts() {
    assertThat(shares(Sharing.EQUAL_SURPLUS, 3, "A10 B6 AB20"))
        .isEqualTo(Sample.split("12", "8").shares());
    assertThat(shares(Sharing.SHAPLEY, 3, "A10 B6 ABC20"))
        .isEqualTo(Sample.split("34/3", "22/3", "4/3").shares());
  }

  @Test
  void ratioRulesKeepRatios() {
    assertThat(shares(Sharing.FIXED, 4, "A1 AB20")).isEqualTo(Sample.split("10", "10").shares());
    assertThat(shares(Sharing.PROPORTIONAL, 2, "A10 B6 AB20"))
        .isEqualTo(Sample.split("25/2", "15/2").shares());
    assertThat(shares(Sharing.MARGINAL, 2, "A10 B6 AB20"))
        .isEqualTo(Sample.split("35/3", "25/3").shares());
    assertThat(shares(Sharing.MARGINAL, 3, "AB12 BC12 AC12"))
        .isEqualTo(Sample.split("6", "6").shares());
  }

  /// Espresso's formula is max(b_i, r_i) plus a part of the surplus; a ratio that falls short of a
  /// floor is raised to it.
  @Test
  void floorsWin() {
    assertThat(shares(Sharing.FIXED, 2, "A18 B1 AB20")).isEqualTo(Sample.split("18", "2").shares());
  }

  @Test
  void vectorsAreReducedAboveTheFloors() {
    RollupSet both = RollupSet.of(0, 1);
    Bid bid =
        new Bid(0, both, BigInteger.valueOf(20), OptionalInt.empty(), 0, units(12, 8), List.of());
    Auction auction = Sample.plain(2, List.of(bid));
    Split asked = Sample.split("12", "8");
    assertThat(
            Guarantees.apply(Sharing.VECTOR, auction, bid, asked, units(0, 0), BigFraction.of(10)))
        .isEqualTo(Sample.split("6", "4").shares());
    assertThat(
            Guarantees.apply(Sharing.VECTOR, auction, bid, asked, units(10, 6), BigFraction.of(18)))
        .isEqualTo(Sample.split("11", "7").shares());
    assertThat(
            Guarantees.apply(Sharing.VECTOR, auction, bid, asked, units(10, 9), BigFraction.of(20)))
        .isEqualTo(Sample.split("11", "9").shares());
  }

  /// Of the first winner's package.
  static List<BigFraction> shares(Sharing rule, int rollups, String bids) {
    Auction auction = Sample.auction(rollups, bids);
    Selected selected = Sample.selected(auction);
    int winner = selected.winners().getFirst();
    Bid bid = auction.bids().get(winner);
    return Guarantees.apply(
        rule,
        auction,
        bid,
        Sample.solve(rule, auction),
        Floors.of(auction, selected, winner, bid.amount(), true),
        BigFraction.of(bid.amount()));
  }

  private static List<BigInteger> units(int... units) {
    return IntStream.of(units).mapToObj(BigInteger::valueOf).toList();
  }
}
