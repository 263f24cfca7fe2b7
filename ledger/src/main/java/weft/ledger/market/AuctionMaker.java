package weft.ledger.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import weft.ledger.market.BidRules.Admitted;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.RollupId;

/// Puts the bids of a block that take part into the market's words.
final class AuctionMaker {
  private final BidRules rules;
  private final SortedMap<Address, Amount> budgets;
  private final long maxNodes;
  private final long maxFuel;

  /// @param maxNodes the greatest node budget that counts: the block's auctions share what one may
  ///   take at most, and a parameter may have fallen since a rollup accepted a mechanism
  /// @param maxFuel the greatest fuel of a run that counts
  AuctionMaker(BidRules rules, SortedMap<Address, Amount> budgets, long maxNodes, long maxFuel) {
    this.rules = rules;
    this.budgets = budgets;
    this.maxNodes = maxNodes;
    this.maxFuel = maxFuel;
  }

  /// @param bids in one asset, ascending by hash
  AssetAuction make(List<Admitted> bids) {
    List<RollupId> rollups =
        bids.stream()
            .flatMap(one -> one.bid().terms().rollups().stream())
            .distinct()
            .sorted()
            .toList();
    List<Address> bidders =
        bids.stream().map(one -> one.bid().bidder()).distinct().sorted().toList();
    List<Mechanism> mechanisms =
        bids.stream()
            .map(Admitted::mechanism)
            .distinct()
            .map(this::bounded)
            .distinct()
            .sorted()
            .toList();
    List<Address> recipients =
        bids.stream()
            .flatMap(one -> one.bid().terms().orderFlow().stream())
            .map(OrderFlow::recipient)
            .distinct()
            .sorted()
            .toList();
    Map<List<RollupId>, RollupSet> packages = new LinkedHashMap<>();
    Map<Mechanism, Integer> places = new LinkedHashMap<>();
    GroupNumbers groups = new GroupNumbers();
    List<Bid> sold = new ArrayList<>();
    for (Admitted one : bids) {
      BlockBid bid = one.bid();
      sold.add(
          new Bid(
              Collections.binarySearch(bidders, bid.bidder()),
              packages.computeIfAbsent(
                  bid.terms().rollups(),
                  named -> RollupSet.of(named.stream().mapToInt(rollups::indexOf).toArray())),
              bid.terms().amount().toBigInteger(),
              groups.of(bid.bidder(), bid.terms().exclusiveGroup()),
              places.computeIfAbsent(
                  one.mechanism(), mechanism -> mechanisms.indexOf(bounded(mechanism))),
              bid.terms().split().stream().map(Amount::toBigInteger).toList(),
              bid.terms().orderFlow().stream()
                  .map(
                      flow ->
                          new OrderUse(
                              Collections.binarySearch(recipients, flow.recipient()),
                              flow.percent()))
                  .toList()));
    }
    Auction auction =
        new Auction(
            rollups.stream().map(rollup -> terms(rollup, mechanisms)).toList(),
            sold,
            bidders.stream().map(bidder -> budget(bidder, bids)).toList(),
            mechanisms);
    return new AssetAuction(
        auction, rollups, bidders, bids.stream().map(Admitted::bid).toList(), recipients);
  }

  private Mechanism bounded(Mechanism mechanism) {
    return mechanism.bounded(maxNodes, maxFuel);
  }

  private RollupTerms terms(RollupId rollup, List<Mechanism> mechanisms) {
    MarketTerms market = rules.terms(rollup);
    return new RollupTerms(
        market.reserve().toBigInteger(),
        mechanisms.stream()
            .map(mechanism -> BigInteger.valueOf(weight(market, mechanism)))
            .toList());
  }

  /// The weight that a rollup gives itself under a mechanism; 0 if it does not accept it.
  private long weight(MarketTerms market, Mechanism mechanism) {
    return market.mechanisms().stream()
        .filter(one -> bounded(one.mechanism()).equals(mechanism))
        .mapToLong(AcceptedMechanism::weight)
        .findFirst()
        .orElse(0);
  }

  private Optional<BigInteger> budget(Address bidder, List<Admitted> bids) {
    return Optional.ofNullable(budgets.get(bidder))
        .filter(budget -> BidCover.isBinding(budget, termsOf(bidder, bids)))
        .map(Amount::toBigInteger);
  }

  private static List<Action.Bid> termsOf(Address bidder, List<Admitted> bids) {
    return bids.stream()
        .map(Admitted::bid)
        .filter(bid -> bid.bidder().equals(bidder))
        .map(BlockBid::terms)
        .toList();
  }
}
