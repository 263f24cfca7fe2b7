package weft.engine.cometbft.application;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.chain.block.ExecutedBlock;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// What is known of the blocks that may be decided at the height after the head, by their hash:
/// their execution, and the extensions of the votes for them. Forgotten with each commit, and
/// whenever the engine goes away.
///
/// ```text
///             processProposal (accepted)          finalizeBlock              commit
///   unknown ------------------------------> staged ------------> decided ------------> head
///      |          finalizeBlock                                     ^
///      +------------------------------------------------------------+
/// ```
///
/// A block is executed once for as long as it stays staged, whatever the rounds in between.
/// `finalizeBlock` may come again, for the same block, before `commit`.
final class StagedBlocks {
  /// More rounds than this at one height are rare, and whoever votes for more blocks proves its own
  /// misbehavior.
  private static final int MAX_BLOCKS = 16;

  private final Map<Hash32, ExecutedBlock> executed = new LinkedHashMap<>();
  private final Map<Hash32, SortedMap<Address, Bytes>> extensions = new LinkedHashMap<>();
  private @Nullable Hash32 decided;

  void stage(Hash32 hash, ExecutedBlock block) {
    executed.remove(hash);
    executed.put(hash, block);
    if (executed.size() > MAX_BLOCKS) {
      executed.remove(executed.keySet().iterator().next());
    }
  }

  Optional<ExecutedBlock> find(Hash32 hash) {
    return Optional.ofNullable(executed.get(hash));
  }

  void vote(Hash32 hash, Address validator, Bytes extension) {
    SortedMap<Address, Bytes> votes = extensions.get(hash);
    if (votes == null && extensions.size() < MAX_BLOCKS) {
      votes = new TreeMap<>();
      extensions.put(hash, votes);
    }
    if (votes != null) {
      votes.put(validator, extension);
    }
  }

  SortedMap<Address, Bytes> votes(Hash32 hash) {
    return extensions.getOrDefault(hash, new TreeMap<>());
  }

  void decide(Hash32 hash, ExecutedBlock block) {
    stage(hash, block);
    decided = hash;
  }

  /// The block that was finalized last.
  Optional<Hash32> decided() {
    return Optional.ofNullable(decided);
  }

  void clear() {
    executed.clear();
    extensions.clear();
    decided = null;
  }
}
