package weft.node.api.answer;

import java.util.Optional;
import weft.chain.store.ChainHead;
import weft.ledger.state.KeyValueView;
import weft.ledger.tree.ExistenceProof;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeProof;
import weft.node.api.NodeServices;
import weft.primitives.Bytes;
import weft.protocol.block.BlockAnchor;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
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

  /// A key and its value, or its absence, at the state root that the anchor's commit signs.
  ///
  /// @param value empty where the key is absent
  /// @param ics23 a `CommitmentProof` after `SmtSpec`
  public record Proven(BlockAnchor anchor, Bytes key, boolean present, Bytes value, Bytes ics23) {}

  /// Proves a key at the newest block.
  public Checked<Proven> prove(Bytes key) {
    if (key.isEmpty() || key.size() > StateTree.MAX_KEY_BYTES) {
      return Steps.invalid("key", "1 to " + StateTree.MAX_KEY_BYTES + " bytes");
    }
    NodeStore store = services.store();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ChainHead head = store.head();
      Optional<StoredBlock> block = store.block(head.height());
      if (block.isEmpty()) {
        return Checked.refused(BlockAnswers.heightNotFound(store, Math.max(1, head.height())));
      }
      Optional<Proven> proven = tryProve(store, head, block.get().anchor(), key);
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

  private static Optional<Proven> tryProve(
      NodeStore store, ChainHead head, BlockAnchor anchor, Bytes key) {
    KeyValueView state = store.state();
    TreeProof proof;
    Bytes value;
    try {
      proof = StateTree.prove(store.treeNodes(), head.appHash(), key, state::get);
      Bytes found = state.get(key);
      value = found == null ? Bytes.EMPTY : found;
    } catch (IllegalStateException e) {
      if (store.head().equals(head)) {
        throw e;
      }
      return Optional.empty();
    }
    boolean present = proof instanceof ExistenceProof;
    return store.head().equals(head)
        ? Optional.of(new Proven(anchor, key, present, value, proof.toIcs23()))
        : Optional.empty();
  }
}
