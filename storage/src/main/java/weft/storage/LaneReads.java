package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.ProvenLaneBlock;
import weft.storage.LaneRecords.Stored;

/// Reads lane ranges: one walk over the lane, and beside it one over the anchors of its blocks.
final class LaneReads {
  private final Backend backend;

  LaneReads(Backend backend) {
    this.backend = backend;
  }

  List<ProvenLaneBlock> range(Hash32 rollupId, long fromLaneHeight, int maxCount, long maxBytes) {
    return walk(
        rollupId,
        fromLaneHeight,
        maxCount,
        maxBytes,
        (session, stored) -> anchor(session, stored.blockHeight()).map(stored::with));
  }

  List<Bytes> headers(Hash32 rollupId, long fromLaneHeight, int maxCount, long maxBytes) {
    return walk(
        rollupId,
        fromLaneHeight,
        maxCount,
        maxBytes,
        (_, stored) -> Optional.of(stored.laneBlock().header()));
  }

  /// Goes over lane blocks until there are enough, or until their entries' bytes are, or one is not
  /// attested yet.
  private <T> List<T> walk(
      Hash32 rollupId,
      long fromLaneHeight,
      int maxCount,
      long maxBytes,
      BiFunction<Backend.Session, Stored, Optional<T>> take) {
    List<T> found = new ArrayList<>();
    if (fromLaneHeight < 1 || maxCount < 1) {
      return found;
    }
    Bytes from = Keys.lane(rollupId, fromLaneHeight);
    @Nullable Bytes to = Keys.afterPrefix(rollupId.bytes());
    long bytes = 0;
    try (Backend.Session session = backend.session();
        Backend.Cursor cursor = session.scan(Family.LANES, from, to)) {
      while (found.size() < maxCount
          && (found.isEmpty() || bytes < maxBytes)
          && cursor.next()
          && cursor.key().equals(Keys.lane(rollupId, fromLaneHeight + found.size()))) {
        Stored stored = LaneRecords.readLaneBlock(cursor.value());
        bytes += stored.entryBytes();
        Optional<T> taken = take.apply(session, stored);
        if (taken.isEmpty()) {
          break;
        }
        found.add(taken.get());
      }
    }
    return found;
  }

  /// Who vouches for a block; empty while the next block may still bring it.
  private static Optional<BlockAnchor> anchor(Backend.Session session, long height) {
    @Nullable Bytes record = session.get(Family.ANCHORS, Keys.height(height));
    if (record == null) {
      throw new StoreException(
          "The anchor of block " + height + " is missing.", StoreAdvice.RESTORE);
    }
    Optional<BlockAnchor> known = SealRecords.read(record).seal().anchor();
    if (known.isPresent()) {
      return known;
    }
    boolean isOver = session.get(Family.ANCHORS, Keys.height(height + 1)) != null;
    return isOver ? Optional.of(new UnattestedAnchor()) : Optional.empty();
  }
}
