package weft.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Small auctions with every rule of price, sharing and refund, up to two mechanisms at a time.
final class SampleAuctions {
  private final RandomGenerator random;

  SampleAuctions(RandomGenerator random) {
    this.random = random;
  }

  /// Groups, budgets, reserves, splits and order flow with some probability.
  Auction any() {
    boolean constrained = random.nextBoolean();
    List<Mechanism> mechanisms = new ArrayList<>();
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      mechanisms.add(
          new Mechanism(
              100_000, one(Pricing.values()), one(Sharing.values()), one(Refunds.values())));
    }
    return auction(constrained, random.nextInt(3) == 0, mechanisms);
  }

  /// Without groups, budgets and reserves.
  Auction free(Mechanism mechanism) {
    return auction(false, false, List.of(mechanism));
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private Auction auction(boolean constrained, boolean reserved, List<Mechanism> mechanisms) {
    int rollups = random.nextInt(1, 5);
    int bidders = random.nextInt(1, 5);
    List<RollupTerms> terms = new ArrayList<>();
    for (int i = 0; i < rollups; i++) {
      terms.add(new RollupTerms(whole(reserved ? random.nextInt(4) : 0), whole(random.nextInt(4))));
    }
    List<Optional<BigInteger>> budgets = new ArrayList<>();
    for (int i = 0; i < bidders; i++) {
      budgets.add(
          constrained && random.nextInt(3) == 0
              ? Optional.of(whole(random.nextInt(5, 40)))
              : Optional.empty());
    }
    List<Bid> bids = new ArrayList<>();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      int bidder = random.nextInt(bidders);
      RollupSet rollupSet = RollupSet.ofMask(random.nextLong(1, 1L << rollups));
      int[] parts = IntStream.range(0, rollupSet.size()).map(_ -> random.nextInt(1, 12)).toArray();
      int mechanism = random.nextInt(mechanisms.size());
      boolean splits = mechanisms.get(mechanism).sharing() == Sharing.VECTOR;
      bids.add(
          new Bid(
              bidder,
              rollupSet,
              whole(IntStream.of(parts).sum()),
              constrained && random.nextInt(3) == 0 ? OptionalInt.of(bidder) : OptionalInt.empty(),
              mechanism,
              splits ? IntStream.of(parts).mapToObj(SampleAuctions::whole).toList() : List.of(),
              uses()));
    }
    return new Auction(terms, bids, budgets, mechanisms);
  }

  private List<OrderUse> uses() {
    return IntStream.range(0, 3)
        .filter(_ -> random.nextInt(3) == 0)
        .mapToObj(identity -> new OrderUse(identity, random.nextInt(34)))
        .toList();
  }

  private static BigInteger whole(int value) {
    return BigInteger.valueOf(value);
  }
}
