package weft.storage;

/// The tables of a store. The order never changes; a new one comes last.
enum Family {
  /// Head, genesis, bounds; see [MetaRecords].
  META("default", Use.POINT),
  /// Flat state by its own keys.
  STATE("state", Use.POINT),
  /// Pages of the authenticated tree by node key.
  TREE("tree", Use.POINT),
  /// By height: what is in the block ([BlockRecords]), then its entries ([BlockEntries]).
  BLOCKS("blocks", Use.LARGE),
  /// Block anchor by height. Apart from the blocks, so that reading a lane does not touch them.
  /// Behind them, by height too, which blocks have auctions ([AuctionReads]), and the changes of
  /// validators ([ValidatorChanges]).
  ANCHORS("anchors", Use.ORDERED),
  /// Lane block by rollup id and lane height, so that a lane range lies in one piece.
  LANES("lanes", Use.LARGE),
  /// Kept lane heights by rollup id.
  LANE_RANGES("lane_ranges", Use.POINT),
  /// Final transaction status by transaction hash.
  STATUSES("statuses", Use.POINT),
  /// Empty values by time and transaction hash: which statuses without a block are due to go.
  STATUS_TIMES("status_times", Use.ORDERED),
  /// Received transaction and receipt by transaction hash.
  JOURNAL("journal", Use.POINT);

  /// How a table is read and what its values weigh.
  enum Use {
    /// Small values, read by key.
    POINT,
    /// Small values, read in ranges.
    ORDERED,
    /// Values up to a whole block, written once, read in ranges.
    LARGE
  }

  private final String tableName;
  private final Use use;

  Family(String tableName, Use use) {
    this.tableName = tableName;
    this.use = use;
  }

  /// The name on disk.
  String tableName() {
    return tableName;
  }

  Use use() {
    return use;
  }
}
