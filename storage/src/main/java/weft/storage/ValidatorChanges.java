package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// The changes of a network's validators: by height, the set of the next one and the block's seal,
/// or where that never came, what shows the change.
///
/// They stand behind all anchors of [Family#ANCHORS], where pruning, which goes by height, never
/// comes: a table of their own could not be opened in stores that were made without it.
final class ValidatorChanges {
  private static final int MAX_SET_BYTES = 2 + ValidatorSet.MAX_VALIDATORS * Validator.SIZE;
  private static final int MAX_SEAL_BYTES = 4096;

  private final Backend backend;

  ValidatorChanges(Backend backend) {
    this.backend = backend;
  }

  private record Stored(Bytes nextValidators, SealRecords.Sealed sealed) {}

  /// Adds the change that a block brings.
  static void put(Batch batch, CommittedBlock block, ValidatorSet next) {
    put(
        batch,
        block.header().height(),
        new Stored(next.encode(), new SealRecords.Sealed(block.header(), block.seal())));
  }

  /// Completes the change at a block, if there is one, when the block's seal becomes known, or what
  /// stands in for it.
  static void seal(Backend backend, Batch batch, BlockSeal.Network seal) {
    long height = seal.statement().height();
    @Nullable Bytes known = backend.get(Family.ANCHORS, Keys.validatorChange(height));
    if (known != null) {
      Stored stored = read(known);
      put(
          batch,
          height,
          new Stored(
              stored.nextValidators(), new SealRecords.Sealed(stored.sealed().header(), seal)));
    }
  }

  private static void put(Batch batch, long height, Stored change) {
    batch.put(
        Family.ANCHORS,
        Keys.validatorChange(height),
        new ByteWriter(4 + change.nextValidators().size() + MAX_SEAL_BYTES)
            .u8(RecordReader.VERSION)
            .lengthPrefixed(change.nextValidators())
            .lengthPrefixed(SealRecords.seal(change.sealed().header(), change.sealed().seal()))
            .toBytes());
  }

  private static Stored read(Bytes record) {
    return RecordReader.read(
        "change of validators",
        record,
        reader ->
            new Stored(
                reader.lengthPrefixed("next_validators", MAX_SET_BYTES),
                SealRecords.read(reader.lengthPrefixed("seal", MAX_SEAL_BYTES))));
  }

  /// Changes from a height on, ascending; ends before one that nobody vouches for yet.
  List<StoredValidatorChange> from(long fromHeight, int maxCount) {
    List<StoredValidatorChange> found = new ArrayList<>();
    try (Backend.Session session = backend.session();
        Backend.Cursor cursor =
            session.scan(Family.ANCHORS, Keys.validatorChange(Math.max(0, fromHeight)), null)) {
      while (found.size() < maxCount && cursor.next()) {
        Stored stored = read(cursor.value());
        Optional<AttestedAnchor> anchor =
            stored
                .sealed()
                .seal()
                .anchor()
                .filter(AttestedAnchor.class::isInstance)
                .map(AttestedAnchor.class::cast);
        if (anchor.isEmpty()) {
          break;
        }
        found.add(new StoredValidatorChange(anchor.get(), stored.nextValidators()));
      }
    }
    return found;
  }
}
