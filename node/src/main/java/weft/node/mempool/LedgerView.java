package weft.node.mempool;

import weft.ledger.admission.AdmissionRules;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Transaction;
import weft.storage.NodeStore;

/// What a mempool asks about the newest committed state. Called from many threads.
public interface LedgerView {
  /// Checks a transaction without its signature; see [AdmissionRules#check].
  Checked<AdmissionTerms> check(Transaction transaction, long nextHeight, long nowMs);

  /// The next sequence of a channel.
  long nextSequence(Address account, long channel);

  /// The view over a store.
  static LedgerView of(NodeStore store) {
    return new StoreLedgerView(store);
  }
}
