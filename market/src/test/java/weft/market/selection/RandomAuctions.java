package weft.market.selection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Auctions of every kind, with many ties.
final class RandomAuctions {
  private final RandomGenerator random;

  RandomAuctions(RandomGenerator random) {
    this.random = random;
  }

  /// Any size up to the given, groups, budgets, reserves and splits with some probability.
  Auction next(int maxRollups, int maxBids) {
    int rollups = 1 + random.nextInt(maxRollups);
    int bidders = 1 + random.nextInt(4);
    boolean hasGroups = random.nextInt(3) == 0;
    boolean hasBudgets = random.nextInt(3) == 0;
    boolean hasReserves = random.nextInt(3) == 0;
    boolean isLarge = random.nextInt(4) == 0;
    int range = random.nextBoolean() ? 6 : 1_000;
    int spread = random.nextInt(1, rollups + 1);
    List<RollupTerms> terms = new ArrayList<>();
    for (int i = 0; i < rollups; i++) {
      terms.add(
          new RollupTerms(
              hasReserves ? amount(random.nextInt(range), isLarge) : BigInteger.ZERO,
              BigInteger.ONE));
    }
    List<Optional<BigInteger>> budgets = new ArrayList<>();
    for (int i = 0; i < bidders; i++) {
      budgets.add(
          hasBudgets && random.nextBoolean()
              ? Optional.of(amount(random.nextInt(3 * range), isLarge))
              : Optional.empty());
    }
    List<Mechanism> mechanisms =
        List.of(
            Mechanism.DEFAULT,
            new Mechanism(
                Mechanism.DEFAULT_NODE_BUDGET, Pricing.FIRST, Sharing.VECTOR, Refunds.NONE));
    int count = random.nextInt(maxBids + 1);
    boolean hasSplits = random.nextInt(4) == 0;
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int bidder = random.nextInt(bidders);
      int[] members = members(rollups, spread);
      List<BigInteger> split = new ArrayList<>();
      BigInteger sum = BigInteger.ZERO;
      for (int j = 0; j < members.length; j++) {
        split.add(amount(1 + random.nextInt(range), isLarge));
        sum = sum.add(split.getLast());
      }
      bids.add(
          new Bid(
              bidder,
              RollupSet.of(members),
              sum,
              hasGroups && random.nextBoolean()
                  ? OptionalInt.of(bidder + bidders * random.nextInt(2))
                  : OptionalInt.empty(),
              hasSplits ? random.nextInt(2) : 0,
              hasSplits && random.nextInt(4) > 0 ? split : List.of(),
              List.of()));
    }
    return new Auction(terms, bids, budgets, mechanisms);
  }

  /// Close to others so that auctions fall apart, or anywhere.
  private int[] members(int rollups, int spread) {
    int begin = random.nextInt(rollups - spread + 1) / spread * spread;
    int end = Math.min(rollups, begin + spread);
    List<Integer> members = new ArrayList<>();
    while (members.isEmpty()) {
      for (int i = begin; i < end; i++) {
        if (random.nextInt(3) == 0) {
          members.add(i);
        }
      }
    }
    return members.stream().mapToInt(i -> i).toArray();
  }

  /// Of up to 128 bits where it is to be large; large ones differ in low bits only.
  private static BigInteger amount(int small, boolean isLarge) {
    BigInteger amount = BigInteger.valueOf(small);
    return isLarge && small > 0 ? BigInteger.ONE.shiftLeft(120).add(amount) : amount;
  }
}
