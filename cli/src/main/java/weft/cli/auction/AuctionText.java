package weft.cli.auction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import weft.cli.Format;
import weft.primitives.Amount;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.MechanismId;
import weft.protocol.transaction.RollupId;

/// A record of auctions as text and as a document.
final class AuctionText {
  private AuctionText() {}

  static Map<String, Object> document(
      long height, Optional<AuctionRecord> record, Optional<String> open) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", height);
    document.put("verified", open.isEmpty());
    open.ifPresent(reason -> document.put("notVerified", reason));
    record.ifPresent(there -> document.put("recordHash", there.hash().toString()));
    document.put(
        "auctions",
        record
            .map(there -> there.auctions().stream().map(AuctionText::document).toList())
            .orElse(List.of()));
    document.put(
        "voids",
        record
            .map(there -> there.voids().stream().map(AuctionText::document).toList())
            .orElse(List.of()));
    document.put(
        "releases",
        record
            .map(there -> there.releases().stream().map(AuctionText::document).toList())
            .orElse(List.of()));
    return document;
  }

  private static Map<String, Object> document(AssetAuctionRecord auction) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asset", auction.asset().name());
    document.put("isExact", auction.isExact());
    document.put("nodes", auction.nodes());
    document.put("fuel", auction.fuel());
    document.put("fuelUsed", auction.fuelUsed());
    document.put("fallbacks", auction.fallbacks());
    document.put(
        "rollups", auction.sellers().stream().map(seller -> document(auction, seller)).toList());
    document.put(
        "winners", auction.winners().stream().map(offer -> document(auction, offer)).toList());
    document.put(
        "refunds",
        auction.refunds().stream()
            .map(
                refund ->
                    Map.of(
                        "recipient", refund.recipient().toString(),
                        "amount", refund.amount().toString()))
            .toList());
    document.put("losers", losers(auction).stream().map(one -> document(auction, one)).toList());
    return document;
  }

  private static List<Offer> losers(AssetAuctionRecord auction) {
    return auction.offers().stream().filter(offer -> !offer.isWinner()).toList();
  }

  private static Map<String, Object> document(AssetAuctionRecord auction, Seller seller) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rollup", seller.rollup().name());
    document.put("payment", seller.payment().toString());
    document.put("alone", seller.alone().toString());
    document.put("surplus", surplus(seller));
    document.put("deferred", seller.deferred().toString());
    document.put("reserve", seller.reserve().toString());
    buyer(auction, seller).ifPresent(bidder -> document.put("soldTo", bidder));
    return document;
  }

  private static String surplus(Seller seller) {
    return seller.payment().toBigInteger().subtract(seller.alone().toBigInteger()).toString();
  }

  private static Optional<String> buyer(AssetAuctionRecord auction, Seller seller) {
    int place = auction.sellers().indexOf(seller);
    return auction.winners().stream()
        .filter(winner -> winner.sellers().contains(place))
        .findFirst()
        .map(winner -> bidder(auction, winner));
  }

  private static String bidder(AssetAuctionRecord auction, Offer offer) {
    return auction.bidderOf(offer).toString();
  }

  private static List<String> rollups(AssetAuctionRecord auction, Offer offer) {
    return auction.rollupsOf(offer).stream().map(RollupId::name).toList();
  }

  private static Map<String, Object> document(AssetAuctionRecord auction, Offer offer) {
    Mechanism mechanism = auction.mechanisms().get(offer.mechanism());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bid", offer.bid().toString());
    document.put("bidder", bidder(auction, offer));
    document.put("rollups", rollups(auction, offer));
    document.put("amount", offer.amount().toString());
    offer.charged().ifPresent(charged -> document.put("charged", charged.toString()));
    if (offer.exclusiveGroup() != 0) {
      document.put("exclusiveGroup", offer.exclusiveGroup());
    }
    if (!offer.split().isEmpty()) {
      document.put("split", offer.split().stream().map(Amount::toString).toList());
    }
    document.put("mechanism", MechanismId.of(mechanism).toString());
    document.put("rules", rules(mechanism));
    return document;
  }

  private static String rules(Mechanism mechanism) {
    return mechanism.pricing().id()
        + "/"
        + mechanism.sharing().id()
        + "/"
        + mechanism.refunds().id();
  }

  private static Map<String, Object> document(VoidedBid bid) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bid", bid.bid().toString());
    document.put("reason", bid.reason());
    document.put("forfeited", bid.forfeited().toString());
    return document;
  }

  static List<String> lines(AuctionRecord record) {
    List<String> lines = new ArrayList<>();
    for (AssetAuctionRecord auction : record.auctions()) {
      lines.addAll(lines(record.height(), auction));
    }
    if (!record.voids().isEmpty()) {
      lines.add("void");
      TextTable voids = new TextTable().row("  bid", "reason", "forfeited");
      record
          .voids()
          .forEach(
              bid -> voids.row("  " + bid.bid(), bid.reason(), Format.amount(bid.forfeited())));
      lines.addAll(voids.lines());
    }
    record.releases().forEach(release -> lines.addAll(lines(release)));
    return lines;
  }

  private static List<String> lines(Release release) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "paid out of escrow, of block %s, bid %s, in %s%s"
            .formatted(
                Format.count(release.height()),
                release.bid(),
                release.asset(),
                release.isByDefault() ? ", as the auction gave it" : ""));
    TextTable parts = new TextTable().row("  rollup", "reported", "amount");
    for (Release.Part part : release.parts()) {
      parts.row(
          "  " + part.rollup(),
          part.signal().map(Format::amount).orElse("nothing"),
          Format.amount(part.amount()));
    }
    lines.addAll(parts.lines());
    return lines;
  }

  private static Map<String, Object> document(Release release) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", release.height());
    document.put("bid", release.bid().toString());
    document.put("asset", release.asset().name());
    document.put("byDefault", release.isByDefault());
    document.put("parts", release.parts().stream().map(AuctionText::document).toList());
    return document;
  }

  private static Map<String, Object> document(Release.Part part) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rollup", part.rollup().name());
    part.signal().ifPresent(signal -> document.put("reported", signal.toString()));
    document.put("amount", part.amount().toString());
    return document;
  }

  private static String selection(AssetAuctionRecord auction) {
    if (auction.isExact()) {
      return "";
    }
    return auction.fallbacks().contains("node-budget")
        ? " (greedy: the node budget was spent)"
        : " (selected by a module)";
  }

  private static List<String> lines(long height, AssetAuctionRecord auction) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "block %s, auction in %s: %s, %s %s%s"
            .formatted(
                Format.count(height),
                auction.asset(),
                Format.count(auction.offers().size(), "bid"),
                Format.count(auction.winners().size()),
                auction.winners().size() == 1 ? "wins" : "win",
                selection(auction)));
    if (!auction.fallbacks().isEmpty()) {
      lines.add("fallbacks: " + String.join(", ", auction.fallbacks()));
    }
    if (auction.fuel() > 0) {
      lines.add(
          "modules executed %s of at most %s"
              .formatted(
                  Format.count(auction.fuelUsed()), Format.count(auction.fuel(), "instruction")));
    }
    TextTable rollups =
        new TextTable()
            .row("  rollup", "payment", "deferred", "alone", "surplus", "reserve", "sold to");
    for (Seller seller : auction.sellers()) {
      rollups.row(
          "  " + seller.rollup(),
          Format.amount(seller.payment()),
          Format.amount(seller.deferred()),
          Format.amount(seller.alone()),
          surplus(seller),
          Format.amount(seller.reserve()),
          buyer(auction, seller).orElse("nobody"));
    }
    lines.addAll(rollups.lines());
    bids(auction, auction.winners(), "won", lines);
    if (!auction.refunds().isEmpty()) {
      lines.add("refunds");
      TextTable refunds = new TextTable();
      auction
          .refunds()
          .forEach(
              refund -> refunds.row("  " + refund.recipient(), Format.amount(refund.amount())));
      lines.addAll(refunds.lines());
    }
    bids(auction, losers(auction), "lost", lines);
    return lines;
  }

  private static void bids(
      AssetAuctionRecord auction, List<Offer> offers, String title, List<String> lines) {
    if (offers.isEmpty()) {
      return;
    }
    lines.add(title);
    TextTable table = new TextTable().row("  bid", "package", "offered", "charged", "bidder");
    for (Offer offer : offers) {
      table.row(
          "  " + offer.bid(),
          rollups(auction, offer).stream().collect(Collectors.joining("+")),
          Format.amount(offer.amount()),
          offer.charged().map(Format::amount).orElse("-"),
          bidder(auction, offer));
    }
    lines.addAll(table.lines());
  }
}
