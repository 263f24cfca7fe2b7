package weft.node.mempool;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
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

  /// Present in a bid.
  final Optional<Action.Bid> bid;

  /// Present in one that is kept back beside the queues.
  final Optional<Hold> hold;

  /// Whether blocks may have it only with a bid that names it.
  final boolean onlyInPackage;

  final Amount tipRate;
  final List<RollupId> lanes;

  /// Rises with each transaction that was submitted.
  final long arrival;

  /// When it came here first, whoever brought it.
  final long heardTimeMs;

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
    this(verified, terms, arrival, receivedTimeMs, true, Optional.empty());
  }

  private PoolEntry(
      VerifiedTransaction verified,
      AdmissionTerms terms,
      long arrival,
      long heardTimeMs,
      boolean own,
      Optional<Hold> hold) {
    this.own = own;
    this.hold = hold;
    this.heardTimeMs = heardTimeMs;
    this.verified = verified;
    this.terms = terms;
    this.bid = verified.body().bid();
    this.onlyInPackage = verified.body().isOnlyInPackage();
    this.tipRate = TipRate.of(terms.tip(), verified.transaction().size());
    this.lanes = terms.lanes();
    this.arrival = arrival;
    this.receivedTimeMs = own ? heardTimeMs : 0;
    this.pathRate = tipRate;
  }

  /// A transaction that came from a peer.
  static PoolEntry ofPeer(
      VerifiedTransaction verified, AdmissionTerms terms, long arrival, long heardTimeMs) {
    return new PoolEntry(verified, terms, arrival, heardTimeMs, false, Optional.empty());
  }

  /// A transaction that a client of this node wants kept back.
  static PoolEntry held(
      VerifiedTransaction verified,
      AdmissionTerms terms,
      long arrival,
      long receivedTimeMs,
      Hold hold) {
    return new PoolEntry(verified, terms, arrival, receivedTimeMs, true, Optional.of(hold));
  }

  /// The same transaction, kept back no more.
  PoolEntry free(AdmissionTerms newTerms) {
    return new PoolEntry(verified, newTerms, arrival, receivedTimeMs);
  }

  /// The progress of one that is kept back.
  TransactionStatus.Received heldBack() {
    return new TransactionStatus.Received(
        hold.map(wish -> OptionalLong.of(receivedTimeMs + wish.forMs()))
            .orElseGet(OptionalLong::empty));
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

  boolean isBid() {
    return bid.isPresent();
  }

  /// Whether a block of this node that was begun for a height may hold it.
  boolean mayBeIn(long height) {
    return offeredAt == height;
  }

  /// Whether it is on its way to the journal: its end waits for that.
  boolean awaitsDisk() {
    return own && receipt == null;
  }

  /// The receipt of one that is durable.
  Receipt durable() {
    if (receipt == null) {
      throw new IllegalStateException(hash() + " is not durable");
    }
    return receipt;
  }

  /// How it left the queues.
  TransactionStatus.Progress outcome() {
    if (outcome == null) {
      throw new IllegalStateException(hash() + " is still queued");
    }
    return outcome;
  }

  /// Whose one is that is kept back, nobody is told, and neither once it has ended so.
  TransactionStatus status(TransactionStatus.Progress progress) {
    return hold.isPresent()
        ? new TransactionStatus(hash(), Address.ZERO, new Nonce(0, 0), receivedTimeMs, progress)
        : new TransactionStatus(hash(), account(), body().nonce(), receivedTimeMs, progress);
  }

  StatusChange change(TransactionStatus.Progress progress) {
    return new StatusChange(status(progress), hold.isPresent() ? List.of() : lanes);
  }

  private static int compareStrength(PoolEntry a, PoolEntry b) {
    if (a.waiting != b.waiting) {
      return a.waiting ? -1 : 1;
    }
    int byRate = a.tipRate.compareTo(b.tipRate);
    return byRate != 0 ? byRate : Long.compare(b.arrival, a.arrival);
  }
}
