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
/// @param own whether a client of this node sent it, and not a peer
record Newcomer(
    Transaction transaction,
    AdmissionTerms terms,
    Amount tipRate,
    List<RollupId> lanes,
    boolean own) {
  static Newcomer of(Transaction transaction, AdmissionTerms terms, boolean own) {
    Amount tipRate = TipRate.of(terms.tip(), transaction.size());
    return new Newcomer(transaction, terms, tipRate, terms.lanes(), own);
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

  boolean isBid() {
    return transaction.body().bid().isPresent();
  }

  boolean isSponsored() {
    return terms.sponsored().isPresent();
  }
}
