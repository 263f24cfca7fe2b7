package weft.storage;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import weft.chain.store.ChainHead;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneHeader;
import weft.storage.BlockRecords.Contents;
import weft.storage.MetaRecords.History;
import weft.storage.NodeStore.LaneRange;

/// Deletes history, a bounded piece at a time.
final class Pruner {
  /// One call stops after this many deletions, at the end of a block: commits wait meanwhile.
  static final int MAX_DELETIONS = 8_000;

  /// Tables are compacted once deleted bytes reach this share of the kept ones, so that the disk
  /// holds little more than what is kept.
  private static final int COMPACTION_SHARE = 4;

  private static final long MIN_COMPACTION_BYTES = 16L << 20;

  private final Backend backend;
  private final RetentionSettings retention;
  private final AtomicLong uncompactedBytes = new AtomicLong();

  /// Nothing comes before it any more, as block times rise: a scan from here need not pass what was
  /// deleted before.
  private Bytes earliestStatusTime = Bytes.EMPTY;

  Pruner(Backend backend, RetentionSettings retention) {
    this.backend = backend;
    this.retention = retention;
  }

  /// @param history what the history is now
  /// @param isComplete false if the piece ended before there was nothing left to delete
  record Result(History history, boolean isComplete) {}

  /// @param below the lowest height to keep
  Result prune(ChainHead head, History history, long below) {
    Piece piece = new Piece(history);
    long end = Math.min(below, head.height());
    while (piece.height < end && piece.deletions < MAX_DELETIONS) {
      piece.block();
    }
    piece.expire(head.timeMs());
    return new Result(piece.write(history), piece.deletions < MAX_DELETIONS);
  }

  /// The deletions of one call.
  private final class Piece {
    private final Batch batch = new Batch();
    private final Map<Hash32, Long> earliestLaneHeights = new TreeMap<>();
    private long height;
    private long bytes;
    private int deletions;
    private Bytes expiredTo = earliestStatusTime;

    Piece(History history) {
      height = history.earliestHeight();
      bytes = history.bytes();
    }

    void block() {
      @Nullable Bytes record = backend.get(Family.BLOCKS, Keys.blockContents(height));
      if (record == null) {
        throw new StoreException("Block " + height + " is missing.", StoreAdvice.RESTORE);
      }
      Contents contents = BlockRecords.readContents(record);
      for (Bytes encoded : contents.laneHeaders()) {
        LaneHeader header = LaneHeader.decode(encoded);
        delete(Family.LANES, Keys.lane(header.rollupId(), header.laneHeight()));
        earliestLaneHeights.put(header.rollupId(), header.laneHeight() + 1);
      }
      for (Hash32 hash : contents.transactionHashes()) {
        delete(Family.STATUSES, hash.bytes());
      }
      bytes -= contents.historyBytes();
      height++;
      deletions++;
    }

    /// Deletes statuses of transactions that no block holds.
    void expire(long nowMs) {
      long beforeMs = nowMs - retention.keepStatusesMs();
      if (retention.keepStatusesMs() == 0 || beforeMs <= 0) {
        return;
      }
      try (Backend.Session session = backend.session();
          Backend.Cursor cursor =
              session.scan(Family.STATUS_TIMES, earliestStatusTime, Keys.height(beforeMs))) {
        while (deletions < MAX_DELETIONS && cursor.next()) {
          expire(session, cursor.key());
          expiredTo = cursor.key();
        }
      }
    }

    private void expire(Backend.Session session, Bytes timeKey) {
      Hash32 hash = Hash32.of(timeKey.slice(Long.BYTES, Hash32.SIZE));
      @Nullable Bytes record = session.get(Family.STATUSES, hash.bytes());
      if (record != null) {
        StatusRecords.Stored stored = StatusRecords.readStatus(hash, record);
        boolean isOfThisTime = timeKey.startsWith(Keys.height(stored.finalTimeMs()));
        if (isOfThisTime && !stored.isSoft()) {
          delete(Family.STATUSES, hash.bytes());
        }
      }
      delete(Family.STATUS_TIMES, timeKey);
    }

    private void delete(Family family, Bytes key) {
      batch.delete(family, key);
      deletions++;
    }

    History write(History before) {
      if (deletions == 0) {
        return before;
      }
      if (height > before.earliestHeight()) {
        batch.deleteRange(
            Family.BLOCKS, Keys.blockContents(before.earliestHeight()), Keys.blockContents(height));
        batch.deleteRange(
            Family.ANCHORS, Keys.height(before.earliestHeight()), Keys.height(height));
        batch.deleteRange(
            Family.ANCHORS, Keys.auctionIndex(before.earliestHeight()), Keys.auctionIndex(height));
      }
      earliestLaneHeights.forEach(this::raise);
      History after = new History(height, bytes);
      MetaRecords.putHistory(batch, after);
      backend.write(batch);
      earliestStatusTime = expiredTo;
      uncompactedBytes.addAndGet(before.bytes() - bytes);
      return after;
    }

    private void raise(Hash32 rollupId, long earliest) {
      LaneRange range = new LaneRange(earliest, BlockWrites.laneRange(backend, rollupId).latest());
      batch.put(Family.LANE_RANGES, rollupId.bytes(), LaneRecords.range(range));
    }
  }

  /// Whether enough was deleted to [#compact].
  boolean isCompactionDue(long historyBytes) {
    long due = Math.max(MIN_COMPACTION_BYTES, historyBytes / COMPACTION_SHARE);
    return uncompactedBytes.get() >= due;
  }

  /// Gives the space of what was deleted back to the disk. Takes long, so nobody waits for it.
  void compact() {
    uncompactedBytes.set(0);
    backend.compact(Family.BLOCKS);
    backend.compact(Family.LANES);
  }
}
