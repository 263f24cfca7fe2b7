package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.market.selection.Selected;
import weft.market.selection.SlowSelection;
import weft.protocol.mechanism.Sharing;

/// First price without refunds, by every rule, on auctions with reserves, groups and budgets.
final class GuaranteesPropertyTest {
  private static final long SEED = 5_150;

  private interface Check {
    void of(Auction auction, Sharing rule, int winner, List<BigFraction> shares, String context);
  }

  /// I1: what a package pays is what its rollups get, exactly and in whole units.
  @Test
  void everyUnitIsPaidOut() {
    forEachPackage(
        (auction, rule, winner, shares, context) -> {
          BigInteger amount = auction.bids().get(winner).amount();
          assertThat(shares.stream().reduce(BigFraction.ZERO, BigFraction::add))
              .as(context)
              .isEqualTo(BigFraction.of(amount));
          assertThat(shares).as(context).allMatch(share -> share.signum() >= 0);
        });
  }

  /// I5: a rollup that is sold gets its reserve and the best bid on it alone that nothing excludes,
  /// before and after rounding.
  @Test
  void nobodyGetsLessThanAlone() {
    forEachPackage(
        (auction, rule, winner, shares, context) -> {
          Bid bid = auction.bids().get(winner);
          List<BigInteger> floors =
              Floors.of(auction, selected(auction), winner, bid.amount(), true);
          List<BigInteger> paid = Rounding.round(shares, bid.amount(), floors);
          int[] rollups = bid.rollups().indices().toArray();
          for (int k = 0; k < rollups.length; k++) {
            BigInteger least = SlowSelection.floor(auction, rollups[k]);
            assertThat(shares.get(k)).as(context).isGreaterThanOrEqualTo(BigFraction.of(least));
            assertThat(paid.get(k)).as(context).isGreaterThanOrEqualTo(least);
          }
          assertThat(paid.stream().reduce(BigInteger.ZERO, BigInteger::add))
              .as(context)
              .isEqualTo(bid.amount());
        });
  }

  /// I6: a package's money goes to its own rollups; there is one share for each of them and for
  /// nobody else.
  @Test
  void moneyStaysInThePackage() {
    forEachPackage(
        (auction, rule, winner, shares, context) ->
            assertThat(shares).as(context).hasSize(auction.bids().get(winner).rollups().size()));
  }

  private static Selected selected(Auction auction) {
    return Sample.selected(auction);
  }

  private static void forEachPackage(Check check) {
    Random random = new Random(SEED);
    for (int round = 0; round < 150; round++) {
      Auction auction = Sample.random(random, 1 + random.nextInt(4), random.nextInt(9));
      Game game = Games.of(auction);
      Selected selected = Sample.selected(auction);
      for (Sharing rule : Sharing.values()) {
        Solution solution = SharingRule.of(rule, 0).solve(auction, game, selected);
        if (solution.split().isEmpty()) {
          continue;
        }
        for (int winner : selected.winners()) {
          Bid bid = auction.bids().get(winner);
          List<BigInteger> floors = Floors.of(auction, selected, winner, bid.amount(), true);
          List<BigFraction> shares =
              Guarantees.apply(
                  rule, auction, bid, solution.split().get(), floors, BigFraction.of(bid.amount()));
          String context = "seed " + SEED + " round " + round + " " + rule + " bid " + winner;
          check.of(auction, rule, winner, shares, context);
        }
      }
    }
  }
}
