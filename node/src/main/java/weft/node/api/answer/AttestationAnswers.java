package weft.node.api.answer;

import java.util.Optional;
import weft.chain.store.BlockSeal;
import weft.node.api.NodeServices;
import weft.protocol.block.BlockAnchor;
import weft.protocol.refusal.Checked;
import weft.storage.NodeStore;

/// Who vouches for blocks.
public final class AttestationAnswers {
  /// How far below the newest block one that is attested is looked for.
  private static final int MAX_LOOK_BACK = 16;

  private final NodeServices services;

  public AttestationAnswers(NodeServices services) {
    this.services = services;
  }

  /// A height and who vouches for its block.
  ///
  /// @param anchor empty where too few validators attested it, and no more will
  public record AttestedHeight(long height, Optional<BlockAnchor> anchor) {}

  /// Who vouches for a block.
  ///
  /// @param height 0 = the newest block that somebody vouches for
  public Checked<AttestedHeight> attestation(long height) {
    return height == 0 ? newest() : at(height);
  }

  private Checked<AttestedHeight> newest() {
    long head = services.store().head().height();
    for (long height = head; height > Math.max(0, head - MAX_LOOK_BACK); height--) {
      if (at(height) instanceof Checked.Ok<AttestedHeight> attested) {
        return attested;
      }
    }
    return head == 0
        ? Checked.refused(BlockAnswers.heightNotFound(services.store(), 1))
        : Checked.refused(BlockAnswers.notAttested(head));
  }

  private Checked<AttestedHeight> at(long height) {
    NodeStore store = services.store();
    // Before the seal: what is above it now has brought whatever will ever be known of it.
    long newest = store.head().height();
    Optional<BlockSeal> seal = store.seal(height);
    if (seal.isEmpty()) {
      return Checked.refused(BlockAnswers.heightNotFound(store, height));
    }
    Optional<BlockAnchor> anchor = seal.get().anchor();
    if (anchor.isPresent()) {
      return Checked.ok(new AttestedHeight(height, anchor));
    }
    return Checked.refused(
        height >= newest
            ? BlockAnswers.notAttested(height)
            : BlockAnswers.neverAttested("block " + height));
  }
}
