package weft.market.sharing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.auction.WrittenAuction;
import weft.market.game.Games;
import weft.market.selection.ExactSelection;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Sharing;

/// Small auctions: written as "A10 B6 AB20", a word for each bid, or drawn at random.
final class Sample {
  private Sample() {}

  static Auction auction(int rollups, String bids) {
    return WrittenAuction.of(bids, rollups, Mechanism.DEFAULT);
  }

  static Auction plain(int rollups, List<Bid> bids) {
    int bidders = bids.stream().mapToInt(Bid::bidder).max().orElse(0) + 1;
    return new Auction(
        Collections.nCopies(rollups, RollupTerms.PLAIN),
        bids,
        Collections.nCopies(bidders, Optional.empty()),
        List.of(Mechanism.DEFAULT));
  }

  /// Up to `bids` bids with reserves, groups, budgets and splits now and then.
  static Auction random(Random random, int rollups, int bids) {
    int bidders = 1 + random.nextInt(4);
    List<RollupTerms> terms = new ArrayList<>();
    for (int i = 0; i < rollups; i++) {
      int reserve = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
      terms.add(
          new RollupTerms(BigInteger.valueOf(reserve), BigInteger.valueOf(random.nextInt(4))));
    }
    List<Optional<BigInteger>> budgets = new ArrayList<>();
    for (int b = 0; b < bidders; b++) {
      budgets.add(
          random.nextInt(3) == 0
              ? Optional.of(BigInteger.valueOf(5 + random.nextInt(30)))
              : Optional.empty());
    }
    List<Bid> drawn = new ArrayList<>();
    for (int k = 0; k < bids; k++) {
      int bidder = random.nextInt(bidders);
      RollupSet set = RollupSet.ofMask(1 + random.nextInt((1 << rollups) - 1));
      if (random.nextInt(2) == 0) {
        set = RollupSet.of(random.nextInt(rollups));
      }
      int amount = 1 + random.nextInt(10 * set.size());
      OptionalInt group =
          random.nextInt(4) == 0
              ? OptionalInt.of(2 * bidder + random.nextInt(2))
              : OptionalInt.empty();
      List<BigInteger> split =
          random.nextInt(2) == 0 ? List.of() : randomSplit(random, set.size(), amount);
      drawn.add(new Bid(bidder, set, BigInteger.valueOf(amount), group, 0, split, List.of()));
    }
    return new Auction(terms, drawn, budgets, List.of(Mechanism.DEFAULT));
  }

  private static List<BigInteger> randomSplit(Random random, int parts, int amount) {
    int[] split = new int[parts];
    for (int unit = 0; unit < amount; unit++) {
      split[random.nextInt(parts)]++;
    }
    return IntStream.of(split).mapToObj(BigInteger::valueOf).toList();
  }

  static Split solve(Sharing sharing, Auction auction) {
    return answer(sharing, auction).split().orElseThrow();
  }

  static Solution answer(Sharing sharing, Auction auction) {
    return SharingRule.of(sharing, 0).solve(auction, Games.of(auction), selected(auction));
  }

  static Selected selected(Auction auction) {
    return new ExactSelection().select(auction);
  }

  static Split split(String... shares) {
    return new Split(List.of(shares).stream().map(BigFraction::parse).toList());
  }

  static BigInteger[] table(int players, IntUnaryOperator value) {
    return IntStream.range(0, 1 << players)
        .mapToObj(mask -> BigInteger.valueOf(mask == 0 ? 0 : value.applyAsInt(mask)))
        .toArray(BigInteger[]::new);
  }

  static List<BigFraction> prenucleolus(BigInteger[] table, int players) {
    ExcessLadder ladder = new ExcessLadder(table, players);
    while (!ladder.isDown()) {
      ladder.descend();
    }
    return ladder.split();
  }
}
