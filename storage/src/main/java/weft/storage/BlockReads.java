package weft.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneEntry;
import weft.storage.BlockEntries.Place;

/// Reads blocks, and from the lanes what their entries refer to.
final class BlockReads {
  private final Backend backend;

  BlockReads(Backend backend) {
    this.backend = backend;
  }

  Optional<StoredBlock> block(long height) {
    if (height < 1) {
      return Optional.empty();
    }
    try (Backend.Session session = backend.session()) {
      @Nullable Bytes contents = session.get(Family.BLOCKS, Keys.blockContents(height));
      @Nullable Bytes entries = session.get(Family.BLOCKS, Keys.blockEntries(height));
      @Nullable Bytes anchor = session.get(Family.ANCHORS, Keys.height(height));
      if (contents == null && entries == null && anchor == null) {
        return Optional.empty();
      }
      if (contents == null || entries == null || anchor == null) {
        throw new StoreException("Block " + height + " is incomplete.", StoreAdvice.RESTORE);
      }
      BlockRecords.Contents read = BlockRecords.readContents(contents);
      Map<Bytes, List<Bytes>> lanes = new HashMap<>();
      SealRecords.Sealed sealed = SealRecords.read(anchor);
      return Optional.of(
          new StoredBlock(
              sealed.header(),
              read.blockHash(),
              sealed.seal(),
              BlockEntries.decode(entries, place -> payload(session, lanes, place)),
              read.transactionHashes(),
              read.laneHeaders(),
              misbehaviors(session, height, sealed.seal())));
    }
  }

  private static List<Misbehavior> misbehaviors(
      Backend.Session session, long height, BlockSeal seal) {
    @Nullable Bytes record =
        seal instanceof BlockSeal.Network
            ? session.get(Family.BLOCKS, Keys.blockEvidence(height))
            : null;
    return record == null ? List.of() : EvidenceRecords.readEvidence(record);
  }

  private static Bytes payload(
      Backend.Session session, Map<Bytes, List<Bytes>> lanes, Place place) {
    Bytes key = Keys.lane(place.rollupId(), place.laneHeight());
    List<Bytes> entries = lanes.computeIfAbsent(key, missing -> laneEntries(session, missing));
    if (place.entry() >= entries.size()) {
      throw new StoreException("A payload of a block is missing.", StoreAdvice.RESTORE);
    }
    Bytes entry = entries.get(place.entry());
    return entry.slice(LaneEntry.PREFIX_SIZE, entry.size() - LaneEntry.PREFIX_SIZE);
  }

  private static List<Bytes> laneEntries(Backend.Session session, Bytes key) {
    @Nullable Bytes record = session.get(Family.LANES, key);
    if (record == null) {
      throw new StoreException("A lane block of a block is missing.", StoreAdvice.RESTORE);
    }
    return LaneRecords.readLaneBlock(record).laneBlock().entries();
  }
}
