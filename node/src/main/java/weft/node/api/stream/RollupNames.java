package weft.node.api.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.storage.StoredBlock;

/// The names behind rollup ids. Lane headers hold ids; the transactions of the same block hold the
/// names. What was learned is kept.
final class RollupNames {
  private static final int MAX_KEPT = 10_000;

  private final Cache<Hash32, RollupId> names =
      Caffeine.newBuilder().maximumSize(MAX_KEPT).executor(Runnable::run).build();

  /// The rollup with an id that has a lane block in a block.
  Optional<RollupId> name(Hash32 id, StoredBlock block) {
    @Nullable RollupId known = names.getIfPresent(id);
    if (known == null) {
      learn(block);
      known = names.getIfPresent(id);
    }
    return Optional.ofNullable(known);
  }

  private void learn(StoredBlock block) {
    for (Bytes entry : block.transactions()) {
      if (TransactionCodec.decode(entry) instanceof Checked.Ok<Transaction>(Transaction found)) {
        found.body().rollups().forEach(rollup -> names.put(rollup.hash(), rollup));
      }
    }
  }
}
