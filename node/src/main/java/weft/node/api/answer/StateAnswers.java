package weft.node.api.answer;

import java.util.Optional;
import weft.ledger.tree.StateTree;
import weft.node.api.NodeServices;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.state.StateProof;
import weft.protocol.state.TreeLimits;
import weft.protocol.state.TreeProof;
import weft.storage.NodeStore;
import weft.storage.StoredBlock;

/// Proofs of single keys of the state.
public final class StateAnswers {
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
    Proven proven = store.atOneMoment(moment -> Proven.of(moment, key));
    Optional<StoredBlock> block = store.block(proven.height());
    if (block.isEmpty()) {
      return Checked.refused(BlockAnswers.heightNotFound(store, Math.max(1, proven.height())));
    }
    return block
        .get()
        .seal()
        .anchor()
        .map(anchor -> Checked.ok(new StateProof(anchor, key, proven.value(), proven.ics23())))
        .orElseGet(() -> Checked.refused(BlockAnswers.notAttested(proven.height())));
  }

  private record Proven(long height, Optional<Bytes> value, Bytes ics23) {
    static Proven of(NodeStore.Moment moment, Bytes key) {
      TreeProof proof =
          StateTree.prove(moment.treeNodes(), moment.head().appHash(), key, moment.state()::get);
      return new Proven(
          moment.head().height(), Optional.ofNullable(moment.state().get(key)), proof.toIcs23());
    }
  }
}
