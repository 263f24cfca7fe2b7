package weft.node.mempool;

import weft.ledger.admission.AdmissionRules;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.NodeStore;

/// What a mempool asks about the newest committed state. Called from many threads.
public interface LedgerView {
  /// Checks a transaction without its signature; see [AdmissionRules#check].
  Checked<AdmissionTerms> check(Transaction transaction, long nextHeight, long nowMs);

  /// Whether a bid that [#check] admits could win if it were alone in the next block or the one
  /// after it: its rollups are sold together, and it offers what they take at least.
  boolean couldWin(VerifiedTransaction bid, long nextHeight);

  /// The next sequence of a channel.
  long nextSequence(Address account, long channel);

  /// The view over a store.
  static LedgerView of(NodeStore store) {
    return new StoreLedgerView(store);
  }
}
