package weft.node.mempool;

import java.util.List;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;

/// A transaction that asks for a place in the pool, with what the ledger said about it.
///
/// @param tipRate see [TipRate]
/// @param lanes as in the terms
record Newcomer(
    Transaction transaction, AdmissionTerms terms, Amount tipRate, List<RollupId> lanes) {
  static Newcomer of(Transaction transaction, AdmissionTerms terms) {
    Amount tipRate = TipRate.of(terms.tip(), transaction.size());
    return new Newcomer(transaction, terms, tipRate, terms.lanes());
  }

  Address account() {
    return transaction.body().account();
  }

  Nonce nonce() {
    return transaction.body().nonce();
  }

  int size() {
    return transaction.size();
  }

  boolean isSponsored() {
    return terms.sponsored().isPresent();
  }
}
