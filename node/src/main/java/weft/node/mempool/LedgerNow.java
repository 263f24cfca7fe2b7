package weft.node.mempool;

import weft.ledger.admission.AdmissionTerms;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.VerifiedTransaction;

/// The ledger's answers about the next block.
///
/// @param nextHeight of that block
/// @param nowMs the time that it could have at the earliest
record LedgerNow(LedgerView ledger, long nextHeight, long nowMs) {
  Checked<AdmissionTerms> check(PoolEntry entry) {
    return ledger.check(entry.verified.transaction(), nextHeight, nowMs);
  }

  boolean couldWin(VerifiedTransaction bid) {
    return ledger.couldWin(bid, nextHeight);
  }
}
