package weft.node.mempool;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// A transaction in the pool and where it stands. The mutable fields belong to whoever holds the
/// pool's lock.
final class PoolEntry {
  /// The order in which blocks take transactions that could both come next.
  static final Comparator<PoolEntry> BEST_FIRST =
      Comparator.<PoolEntry, Amount>comparing(entry -> entry.tipRate)
          .reversed()
          .thenComparingLong(entry -> entry.arrival);

  /// The order in which transactions leave a full pool.
  static final Comparator<PoolEntry> WEAKEST_FIRST = PoolEntry::compareStrength;

  final VerifiedTransaction verified;
  final AdmissionTerms terms;
  final Amount tipRate;
  final List<RollupId> lanes;

  /// Rises with each transaction that was submitted.
  final long arrival;

  /// Whether a client of this node sent it, and not only a peer.
  boolean own;

  /// When a client of this node sent it; 0 if none did.
  long receivedTimeMs;

  /// Lowest tip rate among this and the earlier sequences of its channel: what a block builder has
  /// to go down to before it gets here.
  Amount pathRate;

  /// Whether an earlier sequence of its channel is missing.
  boolean waiting;

  /// Whether blocks may have it and others know of it: a client's once it is durable, a peer's as
  /// soon as it is here.
  boolean listed;

  /// Set once it is durable; a peer's has none.
  @Nullable Receipt receipt;

  /// The height for which it was last offered.
  long offeredAt = -1;

  /// The first height at which it is offered again, after it was passed over for a passing reason.
  long offeredFrom;

  /// How often it was passed over.
  int passedOver;

  /// Set once it has left the queues; kept until the store has it too.
  TransactionStatus.@Nullable Progress outcome;

  /// A transaction that a client of this node sent.
  PoolEntry(VerifiedTransaction verified, AdmissionTerms terms, long arrival, long receivedTimeMs) {
    this(verified, terms, arrival, true, receivedTimeMs);
  }

  private PoolEntry(
      VerifiedTransaction verified,
      AdmissionTerms terms,
      long arrival,
      boolean own,
      long receivedTimeMs) {
    this.own = own;
    this.verified = verified;
    this.terms = terms;
    this.tipRate = TipRate.of(terms.tip(), verified.transaction().size());
    this.lanes = terms.lanes();
    this.arrival = arrival;
    this.receivedTimeMs = receivedTimeMs;
    this.pathRate = tipRate;
  }

  /// A transaction that came from a peer.
  static PoolEntry ofPeer(VerifiedTransaction verified, AdmissionTerms terms, long arrival) {
    return new PoolEntry(verified, terms, arrival, false, 0);
  }

  Hash32 hash() {
    return verified.hash();
  }

  TransactionBody body() {
    return verified.body();
  }

  Address account() {
    return body().account();
  }

  long channel() {
    return body().nonce().channel();
  }

  long sequence() {
    return body().nonce().sequence();
  }

  int size() {
    return verified.transaction().size();
  }

  List<RollupId> lanes() {
    return lanes;
  }

  /// Whether it is on its way to the journal: its end waits for that.
  boolean awaitsDisk() {
    return own && receipt == null;
  }

  /// How it left the queues.
  TransactionStatus.Progress outcome() {
    if (outcome == null) {
      throw new IllegalStateException(hash() + " is still queued");
    }
    return outcome;
  }

  TransactionStatus status(TransactionStatus.Progress progress) {
    return new TransactionStatus(hash(), account(), body().nonce(), receivedTimeMs, progress);
  }

  StatusChange change(TransactionStatus.Progress progress) {
    return new StatusChange(status(progress), lanes);
  }

  private static int compareStrength(PoolEntry a, PoolEntry b) {
    if (a.waiting != b.waiting) {
      return a.waiting ? -1 : 1;
    }
    int byRate = a.tipRate.compareTo(b.tipRate);
    return byRate != 0 ? byRate : Long.compare(b.arrival, a.arrival);
  }
}
