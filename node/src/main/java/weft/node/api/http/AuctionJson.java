package weft.node.api.http;

import com.google.protobuf.ByteString;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import weft.node.api.json.WireJson;
import weft.primitives.Amount;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.auction.Use;
import weft.protocol.auction.VoidedBid;
import weft.protocol.codec.WireFields;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.MechanismId;
import weft.protocol.mechanism.Modules;
import weft.protocol.wire.AuctionResult;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.ListAuctionsResponse;

/// Auctions as JSON: the wire message, whose record is what the preamble names, and beside it
/// `result`, what the encoded record says, with names instead of places in lists.
final class AuctionJson {
  private AuctionJson() {}

  static void write(BlockAuctions found, JsonGenerator out) {
    out.writeStartObject();
    result(found.getRecord(), out);
    WireJson.writeFields(found, out);
    out.writeEndObject();
  }

  static void write(ListAuctionsResponse page, JsonGenerator out) {
    out.writeStartObject();
    out.writeArrayPropertyStart("auctions");
    for (AuctionResult auctions : page.getAuctionsList()) {
      write(auctions, out);
    }
    out.writeEndArray();
    if (page.getNextHeight() != 0) {
      number(out, "nextHeight", page.getNextHeight());
    }
    number(out, "earliestHeight", page.getEarliestHeight());
    number(out, "latestHeight", page.getLatestHeight());
    out.writeEndObject();
  }

  static void write(AuctionResult auctions, JsonGenerator out) {
    out.writeStartObject();
    result(auctions.getRecord(), out);
    WireJson.writeFields(auctions, out);
    out.writeEndObject();
  }

  private static void result(ByteString encoded, JsonGenerator out) {
    if (encoded.isEmpty()) {
      return;
    }
    AuctionRecord record = AuctionRecord.decode(WireFields.bytes(encoded));
    out.writeObjectPropertyStart("result");
    out.writeStringProperty("recordHash", record.hash().toString());
    out.writeArrayPropertyStart("auctions");
    record.auctions().forEach(auction -> write(auction, out));
    out.writeEndArray();
    out.writeArrayPropertyStart("voids");
    record.voids().forEach(bid -> write(bid, out));
    out.writeEndArray();
    out.writeArrayPropertyStart("releases");
    record.releases().forEach(release -> write(release, out));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(AssetAuctionRecord auction, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("asset", auction.asset().name());
    out.writeBooleanProperty("isExact", auction.isExact());
    number(out, "nodes", auction.nodes());
    number(out, "fuel", auction.fuel());
    number(out, "fuelUsed", auction.fuelUsed());
    out.writeArrayPropertyStart("fallbacks");
    auction.fallbacks().forEach(out::writeString);
    out.writeEndArray();
    out.writeArrayPropertyStart("rollups");
    auction.sellers().forEach(seller -> write(seller, out));
    out.writeEndArray();
    out.writeArrayPropertyStart("bidders");
    auction.bidders().forEach(bidder -> write(bidder, out));
    out.writeEndArray();
    out.writeArrayPropertyStart("mechanisms");
    auction.mechanisms().forEach(mechanism -> write(mechanism, out));
    out.writeEndArray();
    out.writeArrayPropertyStart("bids");
    auction.offers().forEach(offer -> write(auction, offer, out));
    out.writeEndArray();
    out.writeArrayPropertyStart("refunds");
    auction.refunds().forEach(refund -> write(refund, out));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(Seller seller, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("rollup", seller.rollup().name());
    amount(out, "reserve", seller.reserve());
    out.writeArrayPropertyStart("weights");
    seller.weights().forEach(weight -> out.writeString(Long.toString(weight)));
    out.writeEndArray();
    amount(out, "alone", seller.alone());
    amount(out, "payment", seller.payment());
    amount(out, "deferred", seller.deferred());
    out.writeEndObject();
  }

  private static void write(Bidder bidder, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("bidder", bidder.address().toString());
    amount(out, "budget", bidder.budget());
    out.writeEndObject();
  }

  private static void write(Mechanism mechanism, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("mechanism", MechanismId.of(mechanism).toString());
    number(out, "nodeBudget", mechanism.nodeBudget());
    out.writeStringProperty("pricing", mechanism.pricing().id());
    out.writeStringProperty("sharing", mechanism.sharing().id());
    out.writeStringProperty("refunds", mechanism.refunds().id());
    mechanism.modules().ifPresent(modules -> write(modules, out));
    mechanism.deferral().ifPresent(deferral -> write(deferral, out));
    out.writeEndObject();
  }

  private static void write(Modules modules, JsonGenerator out) {
    out.writeObjectPropertyStart("modules");
    modules.selection().ifPresent(id -> out.writeStringProperty("selection", id.toString()));
    modules.sharing().ifPresent(id -> out.writeStringProperty("sharing", id.toString()));
    number(out, "fuel", modules.fuel());
    out.writeEndObject();
  }

  private static void write(Deferral deferral, JsonGenerator out) {
    out.writeObjectPropertyStart("deferral");
    number(out, "permille", deferral.permille());
    out.writeStringProperty("signal", deferral.signal().id());
    number(out, "deadlineBlocks", deferral.deadlineBlocks());
    out.writeEndObject();
  }

  private static void write(AssetAuctionRecord auction, Offer offer, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("bid", offer.bid().toString());
    out.writeStringProperty("bidder", auction.bidderOf(offer).toString());
    out.writeArrayPropertyStart("rollups");
    auction.rollupsOf(offer).forEach(rollup -> out.writeString(rollup.name()));
    out.writeEndArray();
    amount(out, "amount", offer.amount());
    if (offer.exclusiveGroup() != 0) {
      number(out, "exclusiveGroup", offer.exclusiveGroup());
    }
    out.writeStringProperty(
        "mechanism", MechanismId.of(auction.mechanisms().get(offer.mechanism())).toString());
    if (!offer.split().isEmpty()) {
      out.writeArrayPropertyStart("split");
      offer.split().forEach(part -> out.writeString(part.toString()));
      out.writeEndArray();
    }
    if (!offer.uses().isEmpty()) {
      out.writeArrayPropertyStart("orderFlow");
      offer.uses().forEach(use -> write(auction, use, out));
      out.writeEndArray();
    }
    amount(out, "charged", offer.charged());
    out.writeEndObject();
  }

  private static void write(AssetAuctionRecord auction, Use use, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty(
        "recipient", auction.refunds().get(use.refund()).recipient().toString());
    number(out, "percent", use.percent());
    out.writeEndObject();
  }

  private static void write(Refund refund, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("recipient", refund.recipient().toString());
    amount(out, "amount", refund.amount());
    out.writeEndObject();
  }

  private static void write(VoidedBid bid, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("bid", bid.bid().toString());
    out.writeStringProperty("reason", bid.reason());
    amount(out, "forfeited", bid.forfeited());
    out.writeEndObject();
  }

  private static void write(Release release, JsonGenerator out) {
    out.writeStartObject();
    number(out, "height", release.height());
    out.writeStringProperty("bid", release.bid().toString());
    out.writeStringProperty("asset", release.asset().name());
    out.writeBooleanProperty("byDefault", release.isByDefault());
    out.writeArrayPropertyStart("parts");
    for (Release.Part part : release.parts()) {
      out.writeStartObject();
      out.writeStringProperty("rollup", part.rollup().name());
      amount(out, "reported", part.signal());
      amount(out, "amount", part.amount());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void amount(JsonGenerator out, String name, Optional<Amount> amount) {
    amount.ifPresent(there -> amount(out, name, there));
  }

  private static void amount(JsonGenerator out, String name, Amount amount) {
    out.writeStringProperty(name, amount.toString());
  }

  private static void number(JsonGenerator out, String name, long value) {
    out.writeName(name);
    WireJson.writeU64(value, out);
  }
}
