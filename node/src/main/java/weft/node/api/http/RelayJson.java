package weft.node.api.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.auction.Refund;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.storage.archive.BidTrace;

/// Bids as relays write them: every number is a string. Fields of ours follow those of relays.
final class RelayJson {
  /// Memory that one trace takes, about: a bid of a few rollups and transactions, and its text.
  static final long HELD_BYTES = 4 << 10;

  private static final long MS_PER_SECOND = 1_000;

  private RelayJson() {}

  static void write(List<BidTrace> traces, boolean isDelivered, JsonGenerator out) {
    out.writeStartArray();
    traces.forEach(trace -> write(trace, isDelivered, out));
    out.writeEndArray();
  }

  private static void write(BidTrace trace, boolean isDelivered, JsonGenerator out) {
    Action.Bid bid = trace.bid().body().bid().orElseThrow();
    Optional<BidTrace.InBlock> block = trace.block();
    Address proposer = block.map(BidTrace.InBlock::proposer).orElse(Address.ZERO);
    out.writeStartObject();
    number(out, "slot", trace.slot());
    hash(out, "parent_hash", block.map(BidTrace.InBlock::parent));
    hash(out, "block_hash", block.map(BidTrace.InBlock::hash));
    out.writeStringProperty("builder_pubkey", trace.bid().body().account().toString());
    out.writeStringProperty("proposer_pubkey", proposer.toString());
    out.writeStringProperty("proposer_fee_recipient", proposer.toString());
    number(out, "gas_limit", 0);
    number(out, "gas_used", 0);
    out.writeStringProperty(
        "value", (isDelivered ? trace.value().orElse(bid.amount()) : bid.amount()).toString());
    number(out, "block_number", trace.slot());
    number(out, "num_tx", bid.transactions().size());
    if (!isDelivered) {
      number(out, "timestamp", trace.receivedTimeMs() / MS_PER_SECOND);
      number(out, "timestamp_ms", trace.receivedTimeMs());
    }
    own(trace, bid, out);
    out.writeEndObject();
  }

  private static void own(BidTrace trace, Action.Bid bid, JsonGenerator out) {
    out.writeStringProperty("bid_hash", text(trace.bid().hash()));
    out.writeStringProperty("outcome", trace.outcome().name().toLowerCase(Locale.ROOT));
    out.writeStringProperty("asset", bid.asset().name());
    out.writeStringProperty("amount", bid.amount().toString());
    trace
        .value()
        .ifPresent(
            value ->
                out.writeStringProperty(
                    trace.outcome() == BidTrace.Outcome.WON ? "charged" : "forfeited",
                    value.toString()));
    trace.reason().ifPresent(reason -> out.writeStringProperty("reason", reason));
    out.writeArrayPropertyStart("rollups");
    for (RollupId rollup : bid.rollups()) {
      out.writeString(rollup.name());
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("transactions");
    for (Hash32 transaction : bid.transactions()) {
      out.writeString(text(transaction));
    }
    out.writeEndArray();
    number(out, "first_height", bid.firstHeight());
    number(out, "last_height", trace.bid().body().lastHeight());
    number(out, "exclusive_group", bid.exclusiveGroup());
    if (!trace.payments().isEmpty()) {
      out.writeArrayPropertyStart("payments");
      for (BidTrace.Payment payment : trace.payments()) {
        out.writeStartObject();
        out.writeStringProperty("rollup", payment.rollup().name());
        out.writeStringProperty("amount", payment.amount().toString());
        out.writeStringProperty("alone", payment.alone().toString());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (!trace.refunds().isEmpty()) {
      out.writeArrayPropertyStart("refunds");
      for (Refund refund : trace.refunds()) {
        out.writeStartObject();
        out.writeStringProperty("recipient", refund.recipient().toString());
        out.writeStringProperty("amount", refund.amount().toString());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }

  private static void number(JsonGenerator out, String name, long value) {
    out.writeStringProperty(name, Long.toString(value));
  }

  /// All zeros where there is no block.
  private static void hash(JsonGenerator out, String name, Optional<Hash32> value) {
    out.writeStringProperty(name, text(value.orElse(Hash32.ZERO)));
  }

  private static String text(Hash32 hash) {
    return "0x" + hash.toHex();
  }
}
