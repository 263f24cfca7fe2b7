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
record Newcomer(Transaction transaction, AdmissionTerms terms, Amount tipRate) {
  static Newcomer of(Transaction transaction, AdmissionTerms terms) {
    return new Newcomer(transaction, terms, TipRate.of(terms.tip(), transaction.size()));
  }

  Address account() {
    return transaction.body().account();
  }

  Nonce nonce() {
    return transaction.body().nonce();
  }

  List<RollupId> lanes() {
    return terms.lanes();
  }

  int size() {
    return transaction.size();
  }

  boolean isSponsored() {
    return terms.sponsored().isPresent();
  }
}
