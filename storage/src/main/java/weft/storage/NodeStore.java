package weft.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.ChainStore;
import weft.ledger.state.KeyValueView;
import weft.ledger.tree.NodeReader;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;

/// All that a node keeps. Reads may come from any thread and never wait for a commit.
///
/// [ChainStore#commit] also writes, in the same atomic step, the status `soft` of each included
/// transaction, and removes these transactions from the journal.
public interface NodeStore extends ChainStore, AutoCloseable {

  /// The genesis that the store was initialized with; empty before that.
  Optional<Hash32> genesisHash();

  /// The received transactions that are not final yet.
  Journal journal();

  /// A block, unless it was pruned or is not there yet.
  Optional<StoredBlock> block(long height);

  /// What the auctions of a block came to, unless it has no record, was pruned or is not there yet.
  Optional<AuctionRecord> auctions(long height);

  /// The kept blocks with auctions from one height to another, ascending, at most `maxCount`, and
  /// no more once a limit of blocks was passed; if a rollup is named, those with bids on it.
  AuctionHeights auctionHeights(
      long fromHeight, long toHeight, Optional<RollupId> rollup, int maxCount);

  /// Who vouches for a block, unless it was pruned or is not there yet.
  Optional<BlockSeal> seal(long height);

  /// The changes of a network's validators from a height on, ascending, at most `maxCount`; ends
  /// before one that nobody vouches for yet. They are never pruned.
  List<StoredValidatorChange> validatorChanges(long fromHeight, int maxCount);

  /// The lowest height from which on all changes of the validators are known: 1, or the height
  /// after the snapshot that the store began with.
  long earliestValidatorChange();

  /// Reads head, state and tree as they belong together, also while a block is committed; [#head],
  /// [#state] and [#treeNodes] one after the other may be of two blocks. Passes the caches by.
  ///
  /// @param reading runs at once, in the caller's thread; what it is given is of no use afterwards
  <T> T atOneMoment(Function<Moment, T> reading);

  /// The lowest height whose block is kept; 1 before anything was pruned.
  long earliestHeight();

  /// What is kept of a lane; earliest 1 and latest 0 where there is nothing yet.
  LaneRange laneRange(RollupId rollup);

  /// A lane block, unless it was pruned, is not there yet, or its block is not attested yet; with
  /// an `UnattestedAnchor` where it never will be.
  Optional<ProvenLaneBlock> laneBlock(RollupId rollup, long laneHeight);

  /// Lane blocks from a lane height on, ascending, without a gap: at most `maxCount`, and no more
  /// once their entries' bytes reach `maxBytes` (but at least one, if there is one); ends before
  /// one whose block is not attested yet, but has those with an `UnattestedAnchor` whose block
  /// never will be. One sequential read.
  List<ProvenLaneBlock> laneBlocks(
      RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes);

  /// Lane headers, encoded, from a lane height on, ascending, without a gap: at most `maxCount`,
  /// and no more once `maxBytes` of entries were passed over (but at least one, if there is one).
  List<Bytes> laneHeaders(RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes);

  /// A transaction's final status, while it is kept. What is still pending, the mempool knows.
  Optional<TransactionStatus> finalStatus(Hash32 transactionHash);

  /// What this node said when it took a transaction that is final, while its status is kept; empty
  /// where it took none.
  Optional<ReceiptLeaf> finalReceipt(Hash32 transactionHash);

  /// Deletes blocks, lane blocks and statuses of heights below, within the limits of one call, and
  /// expired statuses of transactions that were never included. The newest block always stays.
  /// Commits wait for one call, and come before the next.
  Pruned pruneBelow(long height);

  /// Bytes of the kept blocks, lane blocks and auctions. Unlike [#sizeBytes] it falls at once with
  /// pruning; [Retention] takes it.
  long historyBytes();

  /// Bytes on disk, about; 0 in memory.
  long sizeBytes();

  /// Writes a copy of the newest commit that a fresh node can start from.
  void writeSnapshot(Path emptyDirectory);

  @Override
  void close();

  /// @param nextHeight where to go on; beyond the range asked for if nothing is left
  record AuctionHeights(List<Long> heights, long nextHeight) {
    public AuctionHeights {
      heights = List.copyOf(heights);
    }
  }

  /// @param head the newest block
  /// @param state of that block
  /// @param treeNodes the tree with the head's app hash as its root
  record Moment(ChainHead head, KeyValueView state, NodeReader treeNodes) {}

  record LaneRange(long earliest, long latest) {}

  /// What one call of [#pruneBelow] came to.
  ///
  /// @param earliestHeight the lowest height that is kept now
  /// @param isComplete false if the limits of one call left something to delete: call again
  record Pruned(long earliestHeight, boolean isComplete) {}
}
