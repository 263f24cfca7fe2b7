package weft.market.refund;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.linear.Rational;
import weft.market.selection.Selected;
import weft.market.selection.Selection;

/// BuilderNet's flat tax with identity caps: nobody, and no set of identities together, gets more
/// than what the auction would lose without them.
final class FlatTax implements RefundRule {
  /// Identities of one bid whose sets are all capped; with more, only single ones and pairs are.
  static final int MAX_ALL_SETS = 8;

  /// Identities of one bid that can get a refund; those of higher index get none.
  static final int MAX_IDENTITIES = 32;

  private final Selection selection;

  FlatTax(Selection selection) {
    this.selection = selection;
  }

  @Override
  public List<Refund> refunds(
      Auction auction, Selected selected, int winner, BigFraction charged, BigFraction surplus) {
    List<Integer> identities =
        auction.bids().get(winner).uses().stream()
            .map(OrderUse::identity)
            .distinct()
            .sorted()
            .limit(MAX_IDENTITIES)
            .toList();
    long[] used = used(auction, identities);
    TreeMap<Long, BigFraction> caps = new TreeMap<>();
    for (long set : sets(identities.size()).toArray()) {
      BigInteger without = selection.select(without(auction, used, set)).value();
      BigInteger lost = selected.value().subtract(without).max(BigInteger.ZERO);
      caps.put(set, Rational.min(charged, BigFraction.of(lost)));
    }
    List<BigFraction> amounts = IdentityCaps.refunds(identities.size(), caps, surplus);
    return IntStream.range(0, identities.size())
        .mapToObj(i -> new Refund(identities.get(i), amounts.get(i)))
        .toList();
  }

  /// By bid: the identities whose order flow it uses, as bits.
  private static long[] used(Auction auction, List<Integer> identities) {
    long[] used = new long[auction.bids().size()];
    for (int bid = 0; bid < used.length; bid++) {
      for (OrderUse use : auction.bids().get(bid).uses()) {
        int place = identities.indexOf(use.identity());
        used[bid] |= place < 0 ? 0 : 1L << place;
      }
    }
    return used;
  }

  /// The auction without the bids that use order flow of an identity in `set`.
  private static Auction without(Auction auction, long[] used, long set) {
    List<Bid> kept = new ArrayList<>();
    for (int bid = 0; bid < used.length; bid++) {
      if ((used[bid] & set) == 0) {
        kept.add(auction.bids().get(bid));
      }
    }
    return auction.withBids(kept);
  }

  private static LongStream sets(int identities) {
    if (identities <= MAX_ALL_SETS) {
      return LongStream.range(1, 1L << identities);
    }
    return IntStream.range(0, identities)
        .boxed()
        .flatMapToLong(
            high -> IntStream.rangeClosed(0, high).mapToLong(low -> 1L << high | 1L << low));
  }
}
