package weft.node.api.answer;

import java.util.Optional;
import weft.chain.store.ChainHead;
import weft.ledger.state.KeyValueView;
import weft.ledger.tree.StateTree;
import weft.node.api.NodeServices;
import weft.primitives.Bytes;
import weft.protocol.block.BlockAnchor;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.protocol.state.TreeLimits;
import weft.protocol.state.TreeProof;
import weft.storage.NodeStore;
import weft.storage.StoredBlock;

/// Proofs of single keys of the state.
public final class StateAnswers {
  /// A commit in the middle of a proof spoils it. Blocks come much more slowly than proofs are
  /// made, so a few attempts are plenty.
  private static final int ATTEMPTS = 8;

  private final NodeServices services;

  public StateAnswers(NodeServices services) {
    this.services = services;
  }

  /// Proves a key at the newest block.
  public Checked<StateProof> prove(Bytes key) {
    if (key.isEmpty() || key.size() > TreeLimits.MAX_KEY_BYTES) {
      return Steps.invalid("key", "1 to " + TreeLimits.MAX_KEY_BYTES + " bytes");
    }
    NodeStore store = services.store();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ChainHead head = store.head();
      Optional<StoredBlock> block = store.block(head.height());
      if (block.isEmpty()) {
        return Checked.refused(BlockAnswers.heightNotFound(store, Math.max(1, head.height())));
      }
      Optional<BlockAnchor> anchor = block.get().seal().anchor();
      if (anchor.isEmpty()) {
        return Checked.refused(BlockAnswers.notAttested(head.height()));
      }
      Optional<StateProof> proven = tryProve(store, head, anchor.get(), key);
      if (proven.isPresent()) {
        return Checked.ok(proven.get());
      }
    }
    return Checked.refused(
        Refusal.of(
                RefusalCode.OVERLOADED,
                "key",
                "",
                "blocks came faster than the proof could be made")
            .retryAfterMs(100));
  }

  private static Optional<StateProof> tryProve(
      NodeStore store, ChainHead head, BlockAnchor anchor, Bytes key) {
    KeyValueView state = store.state();
    TreeProof proof;
    Optional<Bytes> value;
    try {
      proof = StateTree.prove(store.treeNodes(), head.appHash(), key, state::get);
      value = Optional.ofNullable(state.get(key));
    } catch (IllegalStateException e) {
      if (store.head().equals(head)) {
        throw e;
      }
      return Optional.empty();
    }
    return store.head().equals(head)
        ? Optional.of(new StateProof(anchor, key, value, proof.toIcs23()))
        : Optional.empty();
  }
}
