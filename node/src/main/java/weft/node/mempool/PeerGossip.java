package weft.node.mempool;

import java.util.List;
import java.util.function.Consumer;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.TransactionLimits;
import weft.storage.StoreException;

/// The way of offers: the engine's thread only hashes one and puts it into the inbox; one thread
/// for all peers, so that they take at most one core from the node's clients, checks everything
/// that is cheaper than a signature.
final class PeerGossip implements Gossip {
  private static final Taken ENQUEUED = new Taken.Enqueued();
  private static final Taken KNOWN = new Taken.Known();
  private static final Taken BUSY = new Taken.Busy();

  private final GuardedPool pool;
  private final VerifiedCache verified;
  private final Admission admission;
  private final PeerInbox inbox;
  private final PeerTraffic traffic;
  private final BlocksFirst blocksFirst;
  private final GossipQueue queue;
  private final Consumer<StoreException> onFailure;
  private final EarlyReveals early = new EarlyReveals();

  PeerGossip(
      GuardedPool pool,
      VerifiedCache verified,
      Admission admission,
      PeerInbox inbox,
      PeerTraffic traffic,
      BlocksFirst blocksFirst,
      GossipQueue queue,
      Consumer<StoreException> onFailure) {
    this.pool = pool;
    this.verified = verified;
    this.admission = admission;
    this.inbox = inbox;
    this.traffic = traffic;
    this.blocksFirst = blocksFirst;
    this.queue = queue;
    this.onFailure = onFailure;
  }

  @Override
  public Taken offer(Bytes bytes) {
    GossipFrame frame = GossipFrame.read(bytes);
    Bytes envelope = frame.envelope();
    if (envelope.size() > TransactionLimits.MAX_TRANSACTION_BYTES) {
      traffic.refused.increment();
      return new Taken.Refused(RefusalCode.TRANSACTION_TOO_LARGE);
    }
    Hash32 hash = Sha256.hash(envelope);
    if (pool.knows(hash)) {
      frame.mark().ifPresent(mark -> queue.passOn(hash, mark));
      traffic.known.increment();
      return KNOWN;
    }
    if (verified.isForged(hash)) {
      traffic.refused.increment();
      return new Taken.Refused(RefusalCode.BAD_SIGNATURE);
    }
    if (traffic.isSettled(hash) || !traffic.begin(hash)) {
      traffic.known.increment();
      return KNOWN;
    }
    if (!inbox.add(new PeerInbox.Offered(hash, envelope))) {
      traffic.turnedAway(hash);
      return BUSY;
    }
    traffic.enqueued.increment();
    return ENQUEUED;
  }

  @Override
  public List<Bytes> reap(long maxBytes) {
    return queue.reap(maxBytes);
  }

  @Override
  public GossipCounters gossipCounters() {
    return new GossipCounters(
        traffic.enqueued.sum(),
        traffic.known.sum(),
        traffic.busy.sum(),
        traffic.refused.sum(),
        traffic.underWay(),
        traffic.admitted.sum(),
        queue.handedOut.sum(),
        queue.handedOutAgain.sum());
  }

  /// A block is final: it may have the seals of bids that came too early.
  void committed(long height) {
    early.after(height).forEach(this::offer);
  }

  /// The peers' thread's work, until the inbox is closed.
  void screenAll() {
    for (var next = inbox.take(); next != null; next = inbox.take()) {
      switch (TransactionCodec.decode(next.envelope())) {
        case Checked.Refused<Transaction>(Refusal refusal) -> traffic.refused(next.hash(), refusal);
        case Checked.Ok<Transaction>(Transaction transaction) -> screen(transaction);
      }
      blocksFirst.await();
    }
  }

  private void screen(Transaction transaction) {
    try {
      admission
          .offer(transaction)
          .filter(refusal -> refusal.code() == RefusalCode.SEAL_UNKNOWN)
          .ifPresent(
              _ -> early.keep(transaction.hash(), transaction.envelope(), pool.read(Pool::height)));
    } catch (StoreException e) {
      onFailure.accept(e);
    }
  }
}
