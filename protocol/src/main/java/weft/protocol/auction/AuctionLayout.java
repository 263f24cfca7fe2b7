package weft.protocol.auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.mechanism.MechanismLayout;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// The layout of an [AuctionRecord]: a version byte, then the fields in order, each list with the
/// number of its parts before them.
final class AuctionLayout {
  private static final int VERSION = 1;

  /// The longest code of a fallback or a void bid, in bytes.
  private static final int MAX_CODE_LENGTH = 32;

  private AuctionLayout() {}

  static Bytes write(AuctionRecord auctions) {
    ByteWriter out = new ByteWriter().u8(VERSION).u64(auctions.height());
    out.u16(auctions.auctions().size());
    auctions.auctions().forEach(auction -> write(out, auction));
    out.u32(auctions.voids().size());
    for (VoidedBid bid : auctions.voids()) {
      out.hash(bid.bid()).text(bid.reason()).amount(bid.forfeited());
    }
    out.u32(auctions.releases().size());
    auctions.releases().forEach(release -> write(out, release));
    return out.toBytes();
  }

  private static void write(ByteWriter out, Release release) {
    out.u64(release.height()).hash(release.bid()).text(release.asset().name());
    out.u8(release.parts().size());
    for (Release.Part part : release.parts()) {
      out.text(part.rollup().name());
      write(out, part.signal());
      out.amount(part.amount());
    }
  }

  private static void write(ByteWriter out, AssetAuctionRecord auction) {
    out.text(auction.asset().name());
    out.u8(auction.sellers().size());
    for (Seller seller : auction.sellers()) {
      out.text(seller.rollup().name()).amount(seller.reserve()).u16(seller.weights().size());
      seller.weights().forEach(out::u64);
      out.amount(seller.alone()).amount(seller.payment()).amount(seller.deferred());
    }
    out.u32(auction.bidders().size());
    for (Bidder bidder : auction.bidders()) {
      out.address(bidder.address());
      write(out, bidder.budget());
    }
    out.u32(auction.mechanisms().size());
    auction.mechanisms().forEach(mechanism -> MechanismLayout.write(out, mechanism));
    out.u32(auction.offers().size());
    auction.offers().forEach(offer -> write(out, offer));
    out.u8(auction.isExact() ? 1 : 0).u64(auction.nodes());
    out.u64(auction.fuel()).u64(auction.fuelUsed());
    out.u8(auction.fallbacks().size());
    auction.fallbacks().forEach(out::text);
    out.u32(auction.refunds().size());
    for (Refund refund : auction.refunds()) {
      out.address(refund.recipient()).amount(refund.amount());
    }
  }

  private static void write(ByteWriter out, Offer offer) {
    out.hash(offer.bid()).u32(offer.bidder());
    out.u8(offer.sellers().size());
    offer.sellers().forEach(out::u8);
    out.amount(offer.amount()).u32(offer.exclusiveGroup()).u32(offer.mechanism());
    out.u8(offer.split().size());
    offer.split().forEach(out::amount);
    write(out, offer.charged());
    out.u8(offer.uses().size());
    for (Use use : offer.uses()) {
      out.u32(use.refund()).u8(use.percent());
    }
  }

  private static void write(ByteWriter out, Optional<Amount> amount) {
    out.u8(amount.isPresent() ? 1 : 0);
    amount.ifPresent(out::amount);
  }

  static AuctionRecord read(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    if (in.u8("auctions.version") != VERSION) {
      throw new MalformedException("auctions.version", "is " + VERSION);
    }
    long height = in.u64("auctions.height");
    List<AssetAuctionRecord> auctions = list(in.u16("auctions.count"), () -> readAuction(in));
    List<VoidedBid> voids =
        list(
            in.u32("auctions.voids"),
            () ->
                new VoidedBid(
                    in.hash("void.bid"),
                    in.text("void.reason", MAX_CODE_LENGTH),
                    in.amount("void.forfeited")));
    List<Release> releases = list(in.u32("auctions.releases"), () -> readRelease(in));
    in.expectEnd();
    return new AuctionRecord(height, auctions, voids, releases);
  }

  private static Release readRelease(ByteReader in) {
    return new Release(
        in.u64("release.height"),
        in.hash("release.bid"),
        new AssetId(in.text("release.asset", AssetId.MAX_NAME_LENGTH)),
        list(
            in.u8("release.parts"),
            () ->
                new Release.Part(
                    RollupId.of(in.text("release.rollup", RollupId.MAX_NAME_LENGTH)),
                    readAmount(in, "release.signal"),
                    in.amount("release.amount"))));
  }

  private static AssetAuctionRecord readAuction(ByteReader in) {
    AssetAuctionRecord auction = readParts(in);
    int mechanisms = auction.mechanisms().size();
    for (Seller seller : auction.sellers()) {
      if (seller.weights().size() != mechanisms) {
        throw new MalformedException("seller.weights", "are as many as mechanisms, " + mechanisms);
      }
    }
    for (Offer offer : auction.offers()) {
      requirePlace(offer.bidder(), auction.bidders(), "offer.bidder");
      requirePlace(offer.mechanism(), auction.mechanisms(), "offer.mechanism");
      offer.uses().forEach(use -> requirePlace(use.refund(), auction.refunds(), "use.refund"));
      offer.sellers().forEach(place -> requirePlace(place, auction.sellers(), "offer.seller"));
    }
    return auction;
  }

  private static void requirePlace(int place, List<?> list, String field) {
    if (place >= list.size()) {
      throw new MalformedException(field, "is below " + list.size() + ", got " + place);
    }
  }

  private static AssetAuctionRecord readParts(ByteReader in) {
    return new AssetAuctionRecord(
        new AssetId(in.text("auction.asset", AssetId.MAX_NAME_LENGTH)),
        list(
            in.u8("auction.sellers"),
            () ->
                new Seller(
                    RollupId.of(in.text("seller.rollup", RollupId.MAX_NAME_LENGTH)),
                    in.amount("seller.reserve"),
                    list(in.u16("seller.weights"), () -> in.u64("seller.weight")),
                    in.amount("seller.alone"),
                    in.amount("seller.payment"),
                    in.amount("seller.deferred"))),
        list(
            in.u32("auction.bidders"),
            () -> new Bidder(in.address("bidder.address"), readAmount(in, "bidder.budget"))),
        list(in.u32("auction.mechanisms"), () -> MechanismLayout.read(in)),
        list(in.u32("auction.offers"), () -> readOffer(in)),
        readFlag(in, "auction.is_exact"),
        in.u64("auction.nodes"),
        in.u64("auction.fuel"),
        in.u64("auction.fuel_used"),
        list(in.u8("auction.fallbacks"), () -> in.text("auction.fallback", MAX_CODE_LENGTH)),
        list(
            in.u32("auction.refunds"),
            () -> new Refund(in.address("refund.recipient"), in.amount("refund.amount"))));
  }

  private static Offer readOffer(ByteReader in) {
    return new Offer(
        in.hash("offer.bid"),
        readIndex(in, "offer.bidder"),
        list(in.u8("offer.sellers"), () -> in.u8("offer.seller")),
        in.amount("offer.amount"),
        readIndex(in, "offer.exclusive_group"),
        readIndex(in, "offer.mechanism"),
        list(in.u8("offer.split"), () -> in.amount("offer.part")),
        readAmount(in, "offer.charged"),
        list(
            in.u8("offer.uses"), () -> new Use(readIndex(in, "use.refund"), in.u8("use.percent"))));
  }

  private static int readIndex(ByteReader in, String field) {
    long index = in.u32(field);
    if (index > Integer.MAX_VALUE) {
      throw new MalformedException(field, "is at most 2^31-1, got " + index);
    }
    return (int) index;
  }

  private static Optional<Amount> readAmount(ByteReader in, String field) {
    return readFlag(in, field) ? Optional.of(in.amount(field)) : Optional.empty();
  }

  private static boolean readFlag(ByteReader in, String field) {
    int flag = in.u8(field);
    if (flag > 1) {
      throw new MalformedException(field, "is present (1) or not (0), got " + flag);
    }
    return flag == 1;
  }

  private static <T> List<T> list(long count, Supplier<T> next) {
    List<T> read = new ArrayList<>();
    for (long left = count; left > 0; left--) {
      read.add(next.get());
    }
    return read;
  }
}
