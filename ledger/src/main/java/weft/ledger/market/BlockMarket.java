package weft.ledger.market;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import weft.ledger.fee.Earnings;
import weft.ledger.rules.Seals;
import weft.ledger.state.BidBond;
import weft.ledger.state.StateWriter;
import weft.market.AuctionRun;
import weft.market.Settlement;
import weft.market.wasm.KnownModules;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// A block's auctions, held and settled: bonds charged, payees paid. Rules `BID-n` of
/// docs/protocol/bids.md.
///
/// @param record of all that happened
/// @param winners ascending by hash
public record BlockMarket(AuctionRecord record, List<AuctionWinner> winners) {
  public BlockMarket {
    winners = List.copyOf(winners);
  }

  /// Holds the auctions, takes what they cost from the bonds, and books what they bring.
  ///
  /// @param state after bids have paid their fees; bonds are charged in it
  /// @param bids of the block, each hash once
  /// @param missing hashes of those whose transactions no block can have, as the block says
  /// @param modules those that blocks have used
  /// @param earnings what payees get with the end of the block
  public static BlockMarket hold(
      StateWriter state,
      long height,
      List<BlockBid> bids,
      SortedSet<Hash32> missing,
      ParsedModules modules,
      Earnings earnings) {
    BlockAuction auctions = BlockAuction.of(state.reader(), height, bids, missing);
    Desk desk = new Desk(state, earnings);
    KnownModules known = modules.in(state.reader());
    auctions.endingSeals().forEach(desk::endSeal);
    List<VoidBid> voids = auctions.voids().stream().map(desk::forfeit).toList();
    List<AuctionWinner> winners = new ArrayList<>();
    List<AssetAuctionRecord> records = new ArrayList<>();
    List<Release> releases = new ArrayList<>();
    auctions
        .auctions()
        .forEach(
            (asset, auction) -> {
              Settlement settlement = AuctionRun.settle(auction.auction(), known);
              AssetAuctionRecord record = RecordedAuction.record(asset, auction, settlement);
              List<AuctionWinner> sold = winners(auction, record);
              sold.forEach(desk::charge);
              desk.pay(record);
              releases.addAll(Escrows.open(state, height, record, earnings));
              winners.addAll(sold);
              records.add(record);
            });
    winners.sort(Comparator.comparing(winner -> winner.bid().hash()));
    return new BlockMarket(
        new AuctionRecord(
            height, records, voids.stream().map(RecordedAuction::record).toList(), releases),
        winners);
  }

  private static List<AuctionWinner> winners(AssetAuction auction, AssetAuctionRecord record) {
    List<AuctionWinner> winners = new ArrayList<>();
    for (int i = 0; i < record.offers().size(); i++) {
      BlockBid bid = auction.bids().get(i);
      record
          .offers()
          .get(i)
          .charged()
          .ifPresent(charged -> winners.add(new AuctionWinner(bid, charged)));
    }
    return winners;
  }

  /// Where bonds are charged and payees are paid.
  private record Desk(StateWriter state, Earnings earnings) {

    /// Another bid of the block may have shown the same seal and ended it.
    void endSeal(BlockBid bid) {
      Seals.shownBy(state.reader(), bid.bidder(), bid.terms())
          .ifPresent(seal -> Seals.end(state, bid.bidder(), seal));
    }

    void charge(AuctionWinner winner) {
      take(winner.bid().bidder(), winner.bid().terms().asset(), winner.charged());
    }

    void pay(AssetAuctionRecord record) {
      for (Seller seller : record.sellers()) {
        earnings.earn(payee(seller.rollup()), record.asset(), seller.paidAtOnce());
      }
      for (Refund refund : record.refunds()) {
        earnings.earn(refund.recipient(), record.asset(), refund.amount());
      }
    }

    private Address payee(RollupId rollup) {
      return state.reader().rollup(rollup).orElseThrow().terms().payee();
    }

    /// What a void bid loses goes to the rollups whose heads it kept from being sold.
    VoidBid forfeit(VoidBid bid) {
      Address bidder = bid.bid().bidder();
      AssetId asset = bid.bid().terms().asset();
      Amount forfeited = bid.forfeited().min(state.reader().bidBond(bidder, asset).chargeable());
      if (!forfeited.isZero()) {
        take(bidder, asset, forfeited);
        for (RollupId rollup : bid.bid().terms().rollups()) {
          earnings.earn(payee(rollup), asset, VoidBid.part(forfeited, bid.bid().terms(), rollup));
        }
      }
      return new VoidBid(bid.bid(), bid.reason(), bid.message(), forfeited);
    }

    private void take(Address bidder, AssetId asset, Amount amount) {
      BidBond bond = state.reader().bidBond(bidder, asset);
      state.bidBond(bidder, asset, bond.charged(amount));
    }
  }
}
