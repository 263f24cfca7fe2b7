package weft.ledger.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import weft.market.Outcome.Fallback;
import weft.market.Settlement;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.linear.Rational;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Seller;
import weft.protocol.auction.Use;
import weft.protocol.auction.VoidedBid;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Between an auction and its record, in both directions: what was recorded can be held again.
public final class RecordedAuction {
  private RecordedAuction() {}

  static AssetAuctionRecord record(AssetId asset, AssetAuction held, Settlement settlement) {
    return record(
        asset,
        held.auction(),
        new Names(
            held.rollups(),
            held.bidders(),
            held.bids().stream().map(BlockBid::hash).toList(),
            held.recipients()),
        settlement);
  }

  static VoidedBid record(VoidBid bid) {
    return new VoidedBid(bid.bid().hash(), bid.reason().id(), bid.forfeited());
  }

  /// The record that holding a recorded auction again gives: the same, if the record is right.
  public static AssetAuctionRecord record(AssetAuctionRecord recorded, Settlement settlement) {
    return record(recorded.asset(), auction(recorded), Names.of(recorded), settlement);
  }

  /// What the indices of an auction mean.
  private record Names(
      List<RollupId> rollups, List<Address> bidders, List<Hash32> bids, List<Address> recipients) {
    static Names of(AssetAuctionRecord recorded) {
      return new Names(
          recorded.sellers().stream().map(Seller::rollup).toList(),
          recorded.bidders().stream().map(Bidder::address).toList(),
          recorded.offers().stream().map(Offer::bid).toList(),
          recorded.refunds().stream().map(Refund::recipient).toList());
    }
  }

  private static AssetAuctionRecord record(
      AssetId asset, Auction auction, Names names, Settlement settlement) {
    List<Seller> sellers = new ArrayList<>();
    for (int i = 0; i < names.rollups().size(); i++) {
      RollupTerms terms = auction.rollups().get(i);
      sellers.add(
          new Seller(
              names.rollups().get(i),
              Amount.ofBigInteger(terms.reserve()),
              terms.weights().stream().map(BigInteger::longValueExact).toList(),
              Amount.ofBigInteger(settlement.alone().get(i)),
              Amount.ofBigInteger(settlement.payments().get(i)),
              Amount.ofBigInteger(settlement.deferred().get(i))));
    }
    List<Bidder> bidders = new ArrayList<>();
    for (int i = 0; i < names.bidders().size(); i++) {
      bidders.add(
          new Bidder(names.bidders().get(i), auction.budgets().get(i).map(Amount::ofBigInteger)));
    }
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < names.bids().size(); i++) {
      offers.add(offer(names.bids().get(i), auction.bids().get(i), charged(i, settlement)));
    }
    return new AssetAuctionRecord(
        asset,
        sellers,
        bidders,
        auction.mechanisms(),
        offers,
        settlement.selected().exact(),
        settlement.selected().nodes(),
        auction.fuel(),
        settlement.fuel(),
        settlement.fallbacks().stream().map(Fallback::code).distinct().toList(),
        refunds(names, settlement));
  }

  private static List<Refund> refunds(Names names, Settlement settlement) {
    List<Refund> refunds = new ArrayList<>();
    for (int i = 0; i < names.recipients().size(); i++) {
      BigInteger amount =
          i < settlement.refunds().size() ? settlement.refunds().get(i) : BigInteger.ZERO;
      refunds.add(new Refund(names.recipients().get(i), Amount.ofBigInteger(amount)));
    }
    return refunds;
  }

  private static Offer offer(Hash32 hash, Bid bid, Optional<Amount> charged) {
    return new Offer(
        hash,
        bid.bidder(),
        bid.rollups().indices().boxed().toList(),
        Amount.ofBigInteger(bid.amount()),
        bid.xorGroup().isPresent() ? bid.xorGroup().getAsInt() + 1 : 0,
        bid.mechanism(),
        bid.split().stream().map(Amount::ofBigInteger).toList(),
        charged,
        bid.uses().stream().map(use -> new Use(use.identity(), use.percent())).toList());
  }

  private static Optional<Amount> charged(int bid, Settlement settlement) {
    int place = settlement.selected().winners().indexOf(bid);
    return place < 0
        ? Optional.empty()
        : Optional.of(Amount.ofBigInteger(Rational.floor(settlement.charged().get(place))));
  }

  /// The auction that was recorded.
  ///
  /// @throws IllegalArgumentException if the record's parts contradict each other
  public static Auction auction(AssetAuctionRecord recorded) {
    return new Auction(
        recorded.sellers().stream()
            .map(
                seller ->
                    new RollupTerms(
                        seller.reserve().toBigInteger(),
                        seller.weights().stream().map(BigInteger::valueOf).toList()))
            .toList(),
        recorded.offers().stream().map(RecordedAuction::bid).toList(),
        recorded.bidders().stream()
            .map(bidder -> bidder.budget().map(Amount::toBigInteger))
            .toList(),
        recorded.mechanisms(),
        recorded.fuel());
  }

  private static Bid bid(Offer offer) {
    return new Bid(
        offer.bidder(),
        RollupSet.of(offer.sellers().stream().mapToInt(index -> index).toArray()),
        offer.amount().toBigInteger(),
        offer.exclusiveGroup() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(offer.exclusiveGroup() - 1),
        offer.mechanism(),
        offer.split().stream().map(Amount::toBigInteger).toList(),
        offer.uses().stream().map(use -> new OrderUse(use.refund(), use.percent())).toList());
  }
}
