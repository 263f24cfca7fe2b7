package weft.node.api.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.node.api.answer.AttestationAnswers.AttestedHeight;
import weft.node.api.answer.BlockAnswers;
import weft.protocol.block.BlockAnchor;
import weft.protocol.refusal.Refusal;
import weft.storage.NodeStore;

/// Who vouches for blocks, by height. The newest block is left out until that is known, or the next
/// block shows that it never will be.
record AttestationHistory(NodeStore store) implements History<AttestedHeight> {
  private static final int HEIGHTS_PER_READ = 32;

  @Override
  public List<AttestedHeight> from(long cursor) {
    List<AttestedHeight> found = new ArrayList<>();
    // A seal can be read a moment before the store shows its block as its head.
    long newest = store.head().height();
    for (long height = cursor; height <= newest && found.size() < HEIGHTS_PER_READ; height++) {
      Optional<BlockSeal> seal = store.seal(height);
      Optional<BlockAnchor> anchor = seal.flatMap(BlockSeal::anchor);
      if (seal.isEmpty() || (anchor.isEmpty() && height == newest)) {
        break;
      }
      found.add(new AttestedHeight(height, anchor));
    }
    return found;
  }

  @Override
  public Optional<Refusal> gone(long cursor) {
    return cursor < store.earliestHeight()
        ? Optional.of(BlockAnswers.heightNotFound(store, cursor))
        : Optional.empty();
  }

  @Override
  public boolean grewBy(CommittedBlock block) {
    return true;
  }
}
