package weft.node.api.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weft.primitives.MalformedException;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.storage.archive.BidArchive;
import weft.storage.archive.BidTrace;
import weft.storage.archive.TraceQuery;

/// The data API of relays, from the archive of bids. What each parameter and field means here says
/// docs/api/relay.md.
final class RelayRoutes {
  static final String DELIVERED = "/relay/v1/data/bidtraces/proposer_payload_delivered";
  static final String RECEIVED = "/relay/v1/data/bidtraces/builder_blocks_received";

  private static final int MAX_DELIVERED = 200;
  private static final int MAX_RECEIVED = 500;

  private static final String SLOT = "slot";
  private static final String CURSOR = "cursor";
  private static final String LIMIT = "limit";
  private static final String BLOCK_HASH = "block_hash";
  private static final String BLOCK_NUMBER = "block_number";
  private static final String BUILDER = "builder_pubkey";
  private static final String PROPOSER = "proposer_pubkey";
  private static final String ORDER = "order_by";
  private static final String ROLLUP = "rollup";

  private final Optional<BidArchive> archive;

  RelayRoutes(Optional<BidArchive> archive) {
    this.archive = archive;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            DELIVERED,
            this::delivered,
            SLOT,
            CURSOR,
            LIMIT,
            BLOCK_HASH,
            BLOCK_NUMBER,
            BUILDER,
            PROPOSER,
            ORDER,
            ROLLUP),
        Route.get(
            RECEIVED,
            this::received,
            SLOT,
            CURSOR,
            LIMIT,
            BLOCK_HASH,
            BLOCK_NUMBER,
            BUILDER,
            ROLLUP));
  }

  private Reply delivered(Exchange exchange) throws InterruptedException {
    return answer(query(exchange, true, MAX_DELIVERED));
  }

  private Reply received(Exchange exchange) throws InterruptedException {
    TraceQuery query = query(exchange, false, MAX_RECEIVED);
    boolean isNarrow =
        query.slot().isPresent()
            || query.blockHash().isPresent()
            || query.bidder().isPresent()
            || query.rollup().isPresent();
    return isNarrow
        ? answer(query)
        : new Reply.Refused(
            Refusal.of(
                RefusalCode.INVALID_FIELD,
                SLOT,
                "at least one of slot, block_hash, block_number, builder_pubkey, rollup",
                "the question is for all bids that ever came in"));
  }

  private Reply answer(TraceQuery query) throws InterruptedException {
    if (archive.isEmpty()) {
      return new Reply.Refused(
          Refusal.of(RefusalCode.NOT_FOUND, "", "", "this node keeps no archive of bids"));
    }
    Optional<List<BidTrace>> found = archive.get().read(query);
    if (found.isEmpty()) {
      return new Reply.Refused(
          Refusal.of(
                  RefusalCode.OVERLOADED,
                  "",
                  "",
                  "the archive has too much to answer; ask for less, such as one slot")
              .retryAfterMs(1_000));
    }
    return new Reply.Json(
        200,
        RelayJson.HELD_BYTES * found.get().size(),
        out -> RelayJson.write(found.get(), query.isDelivered(), out));
  }

  private static TraceQuery query(Exchange exchange, boolean isDelivered, int maxLimit) {
    OptionalLong slot = slot(exchange);
    OptionalLong cursor = exchange.optionalNumber(CURSOR);
    if (slot.isPresent() && cursor.isPresent()) {
      throw new MalformedException(CURSOR, "cannot be given together with slot");
    }
    return new TraceQuery(
        isDelivered,
        slot,
        cursor,
        exchange.optionalHash(BLOCK_HASH),
        exchange.optionalAddress(BUILDER),
        exchange.optionalAddress(PROPOSER),
        exchange.query(ROLLUP).map(RelayRoutes::rollup),
        order(exchange.query(ORDER)),
        limit(exchange, maxLimit));
  }

  /// A slot is a block number here.
  private static OptionalLong slot(Exchange exchange) {
    OptionalLong slot = exchange.optionalNumber(SLOT);
    OptionalLong number = exchange.optionalNumber(BLOCK_NUMBER);
    if (slot.isPresent() && number.isPresent() && slot.getAsLong() != number.getAsLong()) {
      throw new MalformedException(BLOCK_NUMBER, "must be the slot, where both are given");
    }
    return slot.isPresent() ? slot : number;
  }

  private static int limit(Exchange exchange, int max) {
    long limit = exchange.optionalNumber(LIMIT).orElse(max);
    if (limit < 1 || limit > max) {
      throw new MalformedException(LIMIT, "must be from 1 to " + max);
    }
    return (int) limit;
  }

  private static TraceQuery.Order order(Optional<String> text) {
    return switch (text.orElse("")) {
      case "" -> TraceQuery.Order.NEWEST;
      case "value" -> TraceQuery.Order.LOWEST_VALUE;
      case "-value" -> TraceQuery.Order.HIGHEST_VALUE;
      default -> throw new MalformedException(ORDER, "must be value or -value");
    };
  }

  private static RollupId rollup(String name) {
    if (!RollupId.isName(name)) {
      throw new MalformedException(ROLLUP, "must have 3 to 32 characters of a-z, 0-9 and -");
    }
    return RollupId.of(name);
  }
}
