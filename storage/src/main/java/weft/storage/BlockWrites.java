package weft.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockCommit;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.lane.LaneHeader;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionStatus;
import weft.protocol.status.TransactionStatus.Soft;
import weft.storage.MetaRecords.History;
import weft.storage.NodeStore.LaneRange;

/// Turns a block's commit into one batch.
final class BlockWrites {
  private final Backend backend;
  private final CommittedBlock block;
  private final Batch batch = new Batch();
  private long historyBytes;

  private BlockWrites(Backend backend, CommittedBlock block) {
    this.backend = backend;
    this.block = block;
  }

  /// A batch and what the history is after it.
  record Result(Batch batch, History history) {}

  /// @param receipts what this node said when it took a transaction, if it did
  /// @throws IllegalArgumentException if a lane block does not follow its lane
  static Result of(
      Backend backend,
      BlockCommit commit,
      History history,
      Function<Hash32, Optional<ReceiptLeaf>> receipts) {
    BlockWrites writes = new BlockWrites(backend, commit.block());
    putAll(writes.batch, Family.STATE, commit.stateChanges().entries());
    putAll(writes.batch, Family.TREE, commit.treeChanges());
    writes.lanes();
    writes.statuses(receipts);
    commit.block().auctions().ifPresent(writes::auctions);
    writes.block();
    writes.evidence(commit.misbehaviors());
    commit.block().parentSeal().ifPresent(writes::parentSeal);
    commit.handOver().ifPresent(seal -> ValidatorChanges.seal(backend, writes.batch, seal));
    commit
        .nextValidators()
        .ifPresent(next -> ValidatorChanges.put(writes.batch, commit.block(), next));
    MetaRecords.putHead(writes.batch, commit.block().head());
    History after = new History(history.earliestHeight(), history.bytes() + writes.historyBytes);
    MetaRecords.putHistory(writes.batch, after);
    return new Result(writes.batch, after);
  }

  static void putAll(Batch batch, Family family, Map<Bytes, Optional<Bytes>> changes) {
    changes.forEach(
        (key, value) ->
            value.ifPresentOrElse(
                bytes -> batch.put(family, key, bytes), () -> batch.delete(family, key)));
  }

  private void block() {
    long height = block.header().height();
    Bytes entries = BlockEntries.encode(block);
    historyBytes += entries.size();
    BlockRecords.Contents contents =
        new BlockRecords.Contents(
            block.blockHash(),
            historyBytes,
            block.transactions().stream().map(included -> included.transaction().hash()).toList(),
            laneHeaders());
    batch.put(Family.BLOCKS, Keys.blockContents(height), BlockRecords.contents(contents));
    batch.put(Family.BLOCKS, Keys.blockEntries(height), entries);
    batch.put(Family.ANCHORS, Keys.height(height), SealRecords.seal(block.header(), block.seal()));
  }

  private void auctions(AuctionRecord auctions) {
    long height = block.header().height();
    Bytes record = AuctionRecords.record(auctions);
    historyBytes += record.size();
    batch.put(Family.BLOCKS, Keys.blockAuctions(height), record);
    batch.put(Family.ANCHORS, Keys.auctionIndex(height), AuctionRecords.index(block, auctions));
  }

  private void evidence(List<Misbehavior> misbehaviors) {
    if (!misbehaviors.isEmpty()) {
      batch.put(
          Family.BLOCKS,
          Keys.blockEvidence(block.header().height()),
          EvidenceRecords.evidence(misbehaviors));
    }
  }

  private void parentSeal(BlockSeal.Network seal) {
    Bytes key = Keys.height(seal.statement().height());
    @Nullable Bytes known = backend.get(Family.ANCHORS, key);
    // After a state sync the parent is not here.
    if (known != null) {
      batch.put(Family.ANCHORS, key, SealRecords.seal(SealRecords.read(known).header(), seal));
    }
    ValidatorChanges.seal(backend, batch, seal);
  }

  private void lanes() {
    List<Hash32> leaves = new ArrayList<>(block.lanes().size());
    for (Bytes header : laneHeaders()) {
      leaves.add(MerkleTree.leafHash(header));
    }
    List<MerkleProof> proofs = MerkleTree.proveAll(leaves);
    for (int index = 0; index < proofs.size(); index++) {
      lane(block.lanes().get(index), proofs.get(index));
    }
  }

  private void lane(LaneBlockRecord lane, MerkleProof laneProof) {
    LaneHeader header = lane.header();
    Hash32 rollupId = lane.rollup().hash();
    LaneRange range = laneRange(backend, rollupId);
    if (header.laneHeight() != range.latest() + 1) {
      throw new IllegalArgumentException(
          "lane %s is at %d, so the next lane block is not %d"
              .formatted(lane.rollup(), range.latest(), header.laneHeight()));
    }
    Bytes record =
        LaneRecords.laneBlock(
            new LaneRecords.Stored(block.header().height(), laneProof, lane.laneBlock()));
    historyBytes += record.size();
    batch.put(Family.LANES, Keys.lane(rollupId, header.laneHeight()), record);
    LaneRange grown = new LaneRange(range.earliest(), header.laneHeight());
    batch.put(Family.LANE_RANGES, rollupId.bytes(), LaneRecords.range(grown));
  }

  private void statuses(Function<Hash32, Optional<ReceiptLeaf>> receipts) {
    long timeMs = block.header().timeMs();
    List<IncludedTransaction> byHash = new ArrayList<>(block.transactions());
    // The database takes keys that rise in less time.
    byHash.sort(Comparator.comparing(included -> included.transaction().hash()));
    for (IncludedTransaction included : byHash) {
      Hash32 hash = included.transaction().hash();
      Optional<ReceiptLeaf> receipt = receipts.apply(hash);
      TransactionStatus status =
          new TransactionStatus(
              hash,
              included.transaction().body().account(),
              included.transaction().body().nonce(),
              receipt.map(ReceiptLeaf::receivedTimeMs).orElse(0L),
              new Soft(
                  block.header().height(),
                  timeMs,
                  included.index(),
                  included.lanes(),
                  included.fee(),
                  included.feeAsset()));
      batch.put(
          Family.STATUSES,
          hash.bytes(),
          StatusRecords.status(
              new StatusRecords.Stored(
                  status, timeMs, receipt.map(ReceiptLeaf::lastHeight).orElse(0L))));
      batch.delete(Family.JOURNAL, hash.bytes());
    }
  }

  private List<Bytes> laneHeaders() {
    return block.lanes().stream().map(lane -> lane.laneBlock().header()).toList();
  }

  static LaneRange laneRange(Backend backend, Hash32 rollupId) {
    @Nullable Bytes record = backend.get(Family.LANE_RANGES, rollupId.bytes());
    return record == null ? new LaneRange(1, 0) : LaneRecords.readRange(record);
  }
}
