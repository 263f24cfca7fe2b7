package weft.chain.audit;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.RollupId;

/// A block as a node shows it.
///
/// @param vouched empty where nobody who is believed vouches for the block
/// @param preamble the first entry
/// @param votes a network's second entry
/// @param transactions the other entries
/// @param record what the node says that the auctions came to; empty for none
/// @param lanes entries of lane blocks that the lanes root proves, of the rollups whose heads were
///   sold at least
/// @param modules bytes of the modules that mechanisms of the record name, by id
public record AuditedBlock(
    long height,
    Optional<Vouched> vouched,
    Bytes preamble,
    Optional<Bytes> votes,
    List<Bytes> transactions,
    Optional<AuctionRecord> record,
    SortedMap<RollupId, List<LaneEntry>> lanes,
    SortedMap<Hash32, Bytes> modules) {
  public AuditedBlock {
    transactions = List.copyOf(transactions);
    lanes = Collections.unmodifiableSortedMap(new TreeMap<>(lanes));
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
  }

  /// A block whose auctions name no modules.
  public AuditedBlock(
      long height,
      Optional<Vouched> vouched,
      Bytes preamble,
      Optional<Bytes> votes,
      List<Bytes> transactions,
      Optional<AuctionRecord> record,
      SortedMap<RollupId, List<LaneEntry>> lanes) {
    this(height, vouched, preamble, votes, transactions, record, lanes, new TreeMap<>());
  }
}
