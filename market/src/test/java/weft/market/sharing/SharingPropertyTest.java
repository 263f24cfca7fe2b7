package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.protocol.mechanism.Sharing;

/// Auctions with reserves, groups and budgets, whose games need not be superadditive.
final class SharingPropertyTest {
  private static final long SEED = 7_890;

  /// I7: the nucleolus leaves no coalition a greater complaint than the least-core excess, over all
  /// active rollups and however they fall into components.
  @Test
  void theNucleolusIsInTheLeastCore() {
    Random random = new Random(SEED);
    for (int round = 0; round < 150; round++) {
      Auction auction = Sample.random(random, 1 + random.nextInt(5), random.nextInt(9));
      assertPrenucleolus(auction, "seed " + SEED + " round " + round);
    }
  }

  /// Components whose cores are empty relieve each other: what is apart in the auction is not apart
  /// in the prenucleolus.
  @Test
  void emptyCoresAreSolvedTogether() {
    Auction auction = Sample.auction(7, "AB12 BC12 AC12 DEF12 DEG12 DFG12 EFG12");
    assertPrenucleolus(auction, "pairs and triples");
    List<BigFraction> shares = Sample.solve(Sharing.NUCLEOLUS, auction).shares();
    assertThat(shares.get(0)).isNotEqualTo(BigFraction.of(4));
    assertPrenucleolus(Sample.auction(6, "AB12 BC12 AC12 DE30 EF30 DF30"), "pairs and pairs");
    assertPrenucleolus(Sample.auction(6, "AB12 BC12 AC12 D5 E3 DE11 F2"), "one empty core");
  }

  private static void assertPrenucleolus(Auction auction, String context) {
    Game game = Games.of(auction);
    List<BigFraction> shares = Sample.solve(Sharing.NUCLEOLUS, auction).shares();
    int[] active = game.active().indices().toArray();
    BigInteger[] table = Table.of(game, game.active());
    List<BigFraction> split = IntStream.of(active).mapToObj(shares::get).toList();
    assertThat(shares.stream().reduce(BigFraction.ZERO, BigFraction::add))
        .as(context)
        .isEqualTo(BigFraction.of(game.value(auction.grandCoalition())));
    if (active.length > 1) {
      assertThat(Kohlberg.holds(table, active.length, split)).as(context).isTrue();
      assertThat(LeastCore.excess(game))
          .as(context)
          .contains(Kohlberg.greatestExcess(table, split))
          .contains(Kohlberg.leastCore(table, active.length));
    }
  }

  /// I8: who is in no legal bid gets nothing, except by rules that pay for being listed.
  @Test
  void dummiesGetNothing() {
    Random random = new Random(SEED + 1);
    for (int round = 0; round < 150; round++) {
      Auction auction = Sample.random(random, 1 + random.nextInt(5), random.nextInt(5));
      Game game = Games.of(auction);
      for (Sharing rule : Sharing.values()) {
        boolean pays = rule == Sharing.FIXED || rule == Sharing.EQUAL_SURPLUS;
        String context = "seed " + (SEED + 1) + " round " + round + " " + rule;
        if (!pays) {
          Sample.answer(rule, auction).split().stream()
              .forEach(
                  split ->
                      IntStream.range(0, game.players())
                          .filter(i -> !game.active().contains(i))
                          .forEach(
                              i ->
                                  assertThat(split.shares().get(i))
                                      .as(context)
                                      .isEqualTo(BigFraction.ZERO)));
        }
      }
    }
  }

  /// I9: names of rollups do not matter, so neither do rollups that the auction treats alike; save
  /// that among selections of equal value the order of rollups chooses the winners.
  @Test
  void relabellingMovesSharesWithTheirRollups() {
    Random random = new Random(SEED + 2);
    for (int round = 0; round < 100; round++) {
      Auction auction = Sample.random(random, 1 + random.nextInt(5), random.nextInt(8));
      List<Integer> names =
          new ArrayList<>(IntStream.range(0, auction.rollups().size()).boxed().toList());
      Collections.shuffle(names, random);
      Auction renamed = renamed(auction, names);
      for (Sharing rule : Sharing.values()) {
        if (rule == Sharing.VECTOR) {
          continue;
        }
        if (rule == Sharing.PROPORTIONAL && !winners(auction).equals(winners(renamed))) {
          continue;
        }
        List<BigFraction> before = Sample.solve(rule, auction).shares();
        List<BigFraction> after = Sample.solve(rule, renamed).shares();
        for (int i = 0; i < before.size(); i++) {
          assertThat(after.get(names.get(i)))
              .as("seed %d round %d %s", SEED + 2, round, rule)
              .isEqualTo(before.get(i));
        }
      }
    }
  }

  /// I9: the order of bids does not matter to rules on the game alone.
  @Test
  void orderOfBidsDoesNotMatter() {
    Random random = new Random(SEED + 3);
    List<Sharing> rules =
        List.of(
            Sharing.FIXED,
            Sharing.EQUAL_SURPLUS,
            Sharing.MARGINAL,
            Sharing.SHAPLEY,
            Sharing.NUCLEOLUS);
    for (int round = 0; round < 100; round++) {
      Auction auction = Sample.random(random, 1 + random.nextInt(5), random.nextInt(8));
      List<Bid> bids = new ArrayList<>(auction.bids());
      Collections.shuffle(bids, random);
      Auction shuffled =
          new Auction(auction.rollups(), bids, auction.budgets(), auction.mechanisms());
      for (Sharing rule : rules) {
        assertThat(Sample.solve(rule, shuffled))
            .as("seed %d round %d %s", SEED + 3, round, rule)
            .isEqualTo(Sample.solve(rule, auction));
      }
    }
  }

  private static List<Integer> winners(Auction auction) {
    return Sample.selected(auction).winners();
  }

  private static Auction renamed(Auction auction, List<Integer> names) {
    RollupTerms[] terms = new RollupTerms[names.size()];
    for (int i = 0; i < terms.length; i++) {
      terms[names.get(i)] = auction.rollups().get(i);
    }
    List<Bid> bids = new ArrayList<>();
    for (Bid bid : auction.bids()) {
      bids.add(
          new Bid(
              bid.bidder(),
              RollupSet.of(bid.rollups().indices().map(names::get).toArray()),
              bid.amount(),
              bid.xorGroup(),
              bid.mechanism(),
              List.of(),
              bid.uses()));
    }
    return new Auction(List.of(terms), bids, auction.budgets(), auction.mechanisms());
  }
}
