package weft.bench.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.protocol.mechanism.Mechanism;

/// Makes auctions to measure, the same for the same seed. Packages name up to eight rollups.
final class Auctions {
  private static final int MAX_PACKAGE = 8;
  private static final int BIDDERS = 200;

  private final int rollups;
  private final int count;
  private final SplittableRandom random;

  /// @param rollups that are sold
  /// @param count of bids
  Auctions(int rollups, int count, long seed) {
    this.rollups = rollups;
    this.count = count;
    random = new SplittableRandom(seed);
  }

  /// Sizes fall off geometrically; a bid is worth what its rollups are, up to a twentieth more for
  /// each beyond the first, with amounts as large as those of wei.
  Auction typical() {
    return geometric(0.05);
  }

  /// The same with much to gain from large packages, which fit together badly.
  Auction complementary() {
    return geometric(0.3);
  }

  private Auction geometric(double complementarity) {
    long[] worth = worths();
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] members = members(geometricSize());
      double gain = 1 + complementarity * (members.length - 1) * random.nextDouble();
      double part = 0.6 + 0.4 * random.nextDouble();
      bids.add(bid(members, inWei((long) (sum(worth, members) * gain * part))));
    }
    return auction(bids, Optional.empty());
  }

  /// Every package is worth what its rollups are but for a ten-thousandth, so that nearly all ways
  /// to sell everything are nearly as good.
  Auction nearAdditive() {
    long[] worth = worths();
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] members = members(2 + random.nextInt(4));
      long sum = sum(worth, members) * 10_000;
      bids.add(bid(members, BigInteger.valueOf(sum - random.nextLong(sum / 10_000))));
    }
    return auction(bids, Optional.empty());
  }

  /// Packages of three, all for nearly the same: their number does not divide the rollups, which no
  /// relaxation sees.
  Auction triples() {
    return triples(0);
  }

  /// The same with amounts of 128 bits.
  Auction largeTriples() {
    return triples(107);
  }

  private Auction triples(int bits) {
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger amount = BigInteger.valueOf(1_000_000 + random.nextInt(10)).shiftLeft(bits);
      bids.add(bid(members(3), amount.add(BigInteger.valueOf(random.nextInt(10)))));
    }
    return auction(bids, Optional.empty());
  }

  /// Packages of three, and bidders who can pay for some of what they bid on.
  Auction budgets() {
    return auction(triples().bids(), Optional.of(BigInteger.valueOf(1_500_000)));
  }

  /// Packages of three, and each bid excludes another one.
  Auction groups() {
    List<Bid> bids = new ArrayList<>();
    List<Bid> triples = triples().bids();
    for (int i = 0; i < count; i++) {
      Bid one = triples.get(i);
      int group = i / 2;
      bids.add(
          new Bid(
              group % BIDDERS,
              one.rollups(),
              one.amount(),
              OptionalInt.of(group),
              0,
              List.of(),
              List.of()));
    }
    return auction(bids, Optional.empty());
  }

  /// The best bid on each package alone.
  static Auction withoutRepeats(Auction auction) {
    Map<RollupSet, Bid> best = new LinkedHashMap<>();
    for (Bid bid : auction.bids()) {
      best.merge(bid.rollups(), bid, (a, b) -> a.amount().compareTo(b.amount()) >= 0 ? a : b);
    }
    return new Auction(
        auction.rollups(), List.copyOf(best.values()), auction.budgets(), auction.mechanisms());
  }

  private long[] worths() {
    long[] worth = new long[rollups];
    for (int i = 0; i < rollups; i++) {
      worth[i] = 1_000_000L + random.nextInt(9_000_000);
    }
    return worth;
  }

  private static long sum(long[] worth, int[] members) {
    long sum = 0;
    for (int member : members) {
      sum += worth[member];
    }
    return sum;
  }

  private BigInteger inWei(long amount) {
    return BigInteger.valueOf(amount)
        .multiply(BigInteger.TEN.pow(12))
        .add(BigInteger.valueOf(random.nextLong(1_000_000_000_000L)));
  }

  private int geometricSize() {
    int size = 1;
    while (size < Math.min(MAX_PACKAGE, rollups) && random.nextBoolean()) {
      size++;
    }
    return size;
  }

  private int[] members(int size) {
    RollupSet set = RollupSet.EMPTY;
    while (set.size() < size) {
      set = set.union(RollupSet.of(random.nextInt(rollups)));
    }
    return set.indices().toArray();
  }

  private Bid bid(int[] members, BigInteger amount) {
    return Bid.of(random.nextInt(BIDDERS), RollupSet.of(members), amount);
  }

  private Auction auction(List<Bid> bids, Optional<BigInteger> budget) {
    return new Auction(
        Collections.nCopies(rollups, RollupTerms.PLAIN),
        bids,
        Collections.nCopies(BIDDERS, budget),
        List.of(Mechanism.DEFAULT));
  }
}
