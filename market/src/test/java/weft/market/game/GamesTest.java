package weft.market.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.selection.ExactSelection;
import weft.market.selection.Legality;
import weft.market.selection.PreparedAuction;
import weft.protocol.mechanism.Mechanism;

/// What a coalition earns is what a selection among its bids earns, whichever way it is found.
final class GamesTest {
  private static final long SEED = Long.getLong("weft.seed", 20261126);

  private static Auction random(RandomGenerator random, boolean isLinked) {
    int rollups = 1 + random.nextInt(9);
    List<Bid> bids = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      int first = random.nextInt(rollups);
      RollupSet set =
          RollupSet.of(first, Math.min(rollups - 1, first + random.nextInt(3)))
              .union(RollupSet.of(first));
      int bidder = random.nextInt(3);
      bids.add(
          new Bid(
              bidder,
              set,
              BigInteger.valueOf(1 + random.nextInt(20)).shiftLeft(isLinked ? 0 : 100),
              isLinked && random.nextInt(4) == 0 ? OptionalInt.of(bidder) : OptionalInt.empty(),
              0,
              List.of(),
              List.of()));
    }
    return new Auction(
        Collections.nCopies(rollups, RollupTerms.PLAIN),
        bids,
        List.of(
            Optional.empty(),
            Optional.empty(),
            isLinked ? Optional.of(BigInteger.valueOf(25)) : Optional.empty()),
        List.of(Mechanism.DEFAULT));
  }

  @Test
  void everyCoalitionEarnsWhatASelectionAmongItsBidsEarns() {
    RandomGenerator random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      Auction auction = random(random, round % 2 == 0);
      Game game = Games.of(auction);
      assertThat(game.players()).isEqualTo(auction.rollups().size());
      for (int set = 0; set < 1 << auction.rollups().size(); set++) {
        RollupSet coalition = RollupSet.ofMask(set);
        BigInteger expected = new ExactSelection().select(auction, coalition, new BitSet()).value();
        assertThat(game.value(coalition)).as("seed %s round %s", SEED, round).isEqualTo(expected);
        assertThat(game.value(coalition)).isEqualTo(expected);
      }
    }
  }

  @Test
  void rollupsThatNoLegalBidNamesAreDummies() {
    RandomGenerator random = new SplittableRandom(SEED);
    for (int round = 0; round < 500; round++) {
      Auction auction = random(random, false);
      Legality legality = PreparedAuction.of(auction).legality();
      RollupSet named = RollupSet.EMPTY;
      for (int bid = 0; bid < auction.bids().size(); bid++) {
        if (legality.isLegal(bid)) {
          named = named.union(auction.bids().get(bid).rollups());
        }
      }
      assertThat(Games.of(auction).active()).isEqualTo(named);
    }
  }

  /// Twenty rollups in one component are too many for a table.
  @Test
  void valuesOfManyRollupsAreFoundWhenTheyAreAsked() {
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bids.add(Bid.of(0, RollupSet.of(i), BigInteger.TEN));
      bids.add(Bid.of(0, RollupSet.of(i, (i + 1) % 20), BigInteger.valueOf(25)));
    }
    Game game =
        Games.of(
            new Auction(
                Collections.nCopies(21, RollupTerms.PLAIN),
                bids,
                List.of(Optional.empty()),
                List.of(Mechanism.DEFAULT)));
    assertThat(game.value(RollupSet.all(21))).isEqualTo(250);
    assertThat(game.value(RollupSet.all(21).minus(RollupSet.of(3)))).isEqualTo(235);
    assertThat(game.value(RollupSet.of(3))).isEqualTo(10);
    assertThat(game.value(RollupSet.of(20))).isZero();
    assertThat(game.active()).isEqualTo(RollupSet.all(20));
  }

  /// T4 of the reference vectors.
  @Test
  void aVectorOfThreeRollups() {
    int[][] offers = {{0b001, 4}, {0b010, 3}, {0b100, 2}, {0b011, 10}, {0b110, 8}, {0b101, 7}};
    List<Bid> bids = new ArrayList<>();
    for (int[] offer : offers) {
      bids.add(Bid.of(0, RollupSet.ofMask(offer[0]), BigInteger.valueOf(offer[1])));
    }
    bids.add(Bid.of(0, RollupSet.all(3), BigInteger.valueOf(15)));
    Game game =
        Games.of(
            new Auction(
                Collections.nCopies(3, RollupTerms.PLAIN),
                bids,
                List.of(Optional.empty()),
                List.of(Mechanism.DEFAULT)));
    for (int[] offer : offers) {
      assertThat(game.value(RollupSet.ofMask(offer[0]))).isEqualTo(offer[1]);
    }
    assertThat(game.value(RollupSet.all(3))).isEqualTo(15);
  }
}
