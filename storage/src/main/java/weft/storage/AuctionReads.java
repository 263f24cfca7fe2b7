package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore.AuctionHeights;

/// Reads the auctions of blocks, and finds the blocks that have some by an index of theirs.
///
/// The index stands behind the anchors of [Family#ANCHORS], as a table of its own could not be
/// opened in stores that were made without it.
final class AuctionReads {
  /// The most entries of the index that one call passes.
  static final int MAX_PASSED = 10_000;

  private final Backend backend;

  AuctionReads(Backend backend) {
    this.backend = backend;
  }

  Optional<AuctionRecord> auctions(long height) {
    return height < 1
        ? Optional.empty()
        : Optional.ofNullable(backend.get(Family.BLOCKS, Keys.blockAuctions(height)))
            .map(AuctionRecords::readRecord);
  }

  AuctionHeights heights(long fromHeight, long toHeight, Optional<RollupId> rollup, int maxCount) {
    List<Long> found = new ArrayList<>();
    long next = Math.max(1, fromHeight);
    if (next > toHeight || maxCount < 1) {
      return new AuctionHeights(found, next);
    }
    Bytes to = Keys.auctionIndex(Math.addExact(toHeight, 1));
    try (Backend.Session session = backend.session();
        Backend.Cursor cursor = session.scan(Family.ANCHORS, Keys.auctionIndex(next), to)) {
      for (int passed = 0; cursor.next(); passed++) {
        if (found.size() == maxCount || passed == MAX_PASSED) {
          return new AuctionHeights(found, next);
        }
        long height = Keys.auctionIndexHeight(cursor.key());
        if (rollup.isEmpty() || AuctionRecords.hasSeller(cursor.value(), rollup.get())) {
          found.add(height);
        }
        next = height + 1;
      }
    }
    return new AuctionHeights(found, toHeight + 1);
  }
}
