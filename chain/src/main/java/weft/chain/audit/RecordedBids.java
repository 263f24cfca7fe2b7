package weft.chain.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.ledger.market.BidCover;
import weft.ledger.market.GroupNumbers;
import weft.ledger.market.VoidBid;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.TransactionBody;

/// Checks that a record has exactly the block's bids, each with the terms that it was signed with.
final class RecordedBids {
  private static final String MISSING = VoidBid.Reason.MISSING_TRANSACTION.id();
  private static final String TOO_EARLY = VoidBid.Reason.TOO_EARLY.id();

  private final AuctionRecord record;
  private final BlockContent content;
  private final Findings findings;

  private RecordedBids(AuctionRecord record, BlockContent content, Findings findings) {
    this.record = record;
    this.content = content;
    this.findings = findings;
  }

  static void check(
      AuctionRecord record, BlockContent content, List<Hash32> missing, Findings findings) {
    RecordedBids bids = new RecordedBids(record, content, findings);
    bids.checkEachIsThereOnce();
    record.auctions().forEach(bids::checkAuction);
    bids.checkVoids(missing);
  }

  private void checkEachIsThereOnce() {
    SortedSet<Hash32> seen = new TreeSet<>();
    List<Hash32> named = new ArrayList<>();
    record.auctions().forEach(auction -> auction.offers().forEach(one -> named.add(one.bid())));
    record.voids().forEach(bid -> named.add(bid.bid()));
    for (Hash32 bid : named) {
      findings.require(seen.add(bid), "BID-28", "the record names bid " + bid + " twice");
      findings.require(
          content.bids().containsKey(bid),
          "BID-28",
          "the record's bid " + bid + " is not in the block");
    }
    for (Hash32 bid : content.bids().keySet()) {
      findings.require(
          seen.contains(bid), "BID-28", "the block's bid " + bid + " is not in the record");
    }
  }

  private void checkAuction(AssetAuctionRecord auction) {
    requireRising(auction.offers().stream().map(Offer::bid).toList(), "bids");
    requireRising(auction.bidders().stream().map(Bidder::address).toList(), "bidders");
    requireRising(auction.refunds().stream().map(Refund::recipient).toList(), "recipients");
    requireRising(auction.sellers().stream().map(Seller::rollup).toList(), "rollups");
    GroupNumbers groups = new GroupNumbers();
    for (Offer offer : auction.offers()) {
      TransactionBody body = content.bids().get(offer.bid());
      if (body != null) {
        Action.Bid terms = body.bid().orElseThrow();
        OptionalInt number = groups.of(body.account(), terms.exclusiveGroup());
        int group = number.isPresent() ? number.getAsInt() + 1 : 0;
        checkTerms(auction, offer, body.account(), terms, group);
      }
    }
    auction.bidders().forEach(bidder -> checkBudget(auction, bidder));
  }

  private <T extends Comparable<? super T>> void requireRising(List<T> list, String what) {
    for (int i = 1; i < list.size(); i++) {
      findings.require(
          list.get(i - 1).compareTo(list.get(i)) < 0,
          "BID-13",
          "the " + what + " of the record do not rise: " + list.get(i));
    }
  }

  private void checkTerms(
      AssetAuctionRecord auction, Offer offer, Address bidder, Action.Bid terms, int group) {
    boolean holds =
        auction.asset().equals(terms.asset())
            && auction.bidderOf(offer).equals(bidder)
            && auction.rollupsOf(offer).equals(terms.rollups())
            && offer.amount().equals(terms.amount())
            && offer.split().equals(terms.split())
            && uses(auction, offer).equals(asked(terms))
            && offer.exclusiveGroup() == group;
    findings.require(
        holds,
        "BID-28",
        "the record has bid " + offer.bid() + " with other terms than it was signed with");
  }

  /// Whose order flow a bid uses by the record, and for what percentages.
  private static List<Asked> uses(AssetAuctionRecord auction, Offer offer) {
    return offer.uses().stream()
        .map(use -> new Asked(auction.refunds().get(use.refund()).recipient(), use.percent()))
        .toList();
  }

  private static List<Asked> asked(Action.Bid terms) {
    return terms.orderFlow().stream()
        .map(flow -> new Asked(flow.recipient(), flow.percent()))
        .toList();
  }

  private record Asked(Address recipient, int percent) {}

  /// The smallest budget that the bidder names in the asset, unless its bids keep within it anyway.
  private void checkBudget(AssetAuctionRecord auction, Bidder bidder) {
    Address account = bidder.address();
    Optional<Amount> least =
        termsOf(account, content.bids().keySet()).stream()
            .filter(terms -> terms.asset().equals(auction.asset()) && !terms.budget().isZero())
            .map(Action.Bid::budget)
            .min(Amount::compareTo);
    List<Action.Bid> takingPart =
        termsOf(account, auction.offers().stream().map(Offer::bid).toList()).stream()
            .filter(terms -> terms.asset().equals(auction.asset()))
            .toList();
    findings.require(
        bidder.budget().equals(least.filter(budget -> BidCover.isBinding(budget, takingPart))),
        "BID-11",
        "the record has another budget of " + account + " than its bids name");
  }

  /// What a bidder bids with those of these that are the block's.
  private List<Action.Bid> termsOf(Address bidder, Collection<Hash32> bids) {
    return bids.stream()
        .map(hash -> Optional.ofNullable(content.bids().get(hash)))
        .flatMap(Optional::stream)
        .filter(body -> body.account().equals(bidder))
        .map(body -> body.bid().orElseThrow())
        .toList();
  }

  private void checkVoids(List<Hash32> missing) {
    requireRising(record.voids().stream().map(VoidedBid::bid).toList(), "void bids");
    SortedSet<Hash32> voids = new TreeSet<>();
    for (VoidedBid bid : record.voids()) {
      voids.add(bid.bid());
      boolean isCalledMissing = bid.reason().equals(MISSING);
      findings.require(
          !isCalledMissing || missing.contains(bid.bid()),
          "BID-25",
          "bid "
              + bid.bid()
              + " is void for missing transactions, and the preamble does not say so");
      findings.require(
          isCalledMissing || bid.forfeited().isZero(),
          "BID-25",
          "bid " + bid.bid() + " forfeits although no transaction of it is missing");
      TransactionBody body = content.bids().get(bid.bid());
      if (body != null) {
        Action.Bid terms = body.bid().orElseThrow();
        findings.require(
            bid.reason().equals(TOO_EARLY) == (terms.firstHeight() > record.height()),
            "BID-9",
            "bid "
                + bid.bid()
                + " for height "
                + terms.firstHeight()
                + " is void as "
                + bid.reason());
        findings.require(
            bid.forfeited().compareTo(terms.amount()) <= 0,
            "BID-25",
            "bid " + bid.bid() + " forfeits more than it offered");
      }
    }
    for (Hash32 bid : missing) {
      findings.require(
          voids.contains(bid),
          "BID-25",
          "bid " + bid + " takes part, and its transactions are missing");
    }
    for (AssetAuctionRecord auction : record.auctions()) {
      for (Offer offer : auction.offers()) {
        TransactionBody body = content.bids().get(offer.bid());
        findings.require(
            body == null || body.bid().orElseThrow().firstHeight() <= record.height(),
            "BID-9",
            "bid " + offer.bid() + " takes part before its first height");
      }
    }
  }
}
