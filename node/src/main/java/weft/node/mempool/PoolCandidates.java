package weft.node.mempool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.block.BidTurns;
import weft.chain.block.Candidates;
import weft.chain.block.PendingBid;
import weft.ledger.rules.FullRoom;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.VerifiedTransaction;

/// The pool's candidates for one block: highest tip per byte first, the earlier arrival where tips
/// are equal, sequences of a channel in order. Does not copy the pool; belongs to one thread.
final class PoolCandidates implements Candidates {
  /// Most candidates that are fetched, and transactions looked at, under one hold of the pool.
  private static final int FETCHED = 128;

  private static final int LOOKED_AT = 2_048;

  /// The same of bids, with up to 16 transactions each.
  private static final int BIDS_LOOKED_AT = 256;

  private final GuardedPool pool;
  private final VerifiedCache verified;
  private final CandidateScan scan;
  private final ArrayDeque<PoolEntry> fetched = new ArrayDeque<>();
  private @Nullable PoolEntry last;

  PoolCandidates(GuardedPool pool, VerifiedCache verified, CandidateScan scan) {
    this.pool = pool;
    this.verified = verified;
    this.scan = scan;
  }

  @Override
  public boolean hasNext() {
    while (true) {
      while (!fetched.isEmpty() && !scan.mayGetIn(fetched.getFirst())) {
        fetched.removeFirst();
      }
      if (!fetched.isEmpty()) {
        return true;
      }
      if (scan.hasEnded()) {
        return false;
      }
      fetched.addAll(pool.read(_ -> scan.take(FETCHED, LOOKED_AT)));
    }
  }

  @Override
  public VerifiedTransaction next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    last = fetched.removeFirst();
    return last.verified;
  }

  @Override
  public long arrival() {
    return last().arrival;
  }

  @Override
  public void notIncluded(Optional<FullRoom> full) {
    scan.notIncluded(last(), full);
  }

  private PoolEntry last() {
    if (last == null) {
      throw new IllegalStateException("no candidate was taken yet");
    }
    return last;
  }

  @Override
  public List<PendingBid> bids(int max) {
    return best(pool.read(Pool::bids), max);
  }

  @Override
  public List<PendingBid> bidsAfterNext(int max) {
    return best(pool.read(Pool::bidsAfterNext), max);
  }

  private List<PendingBid> best(BidScan bids, int max) {
    List<PendingBid> all = new ArrayList<>();
    while (!bids.hasEnded()) {
      all.addAll(pool.read(_ -> bids.take(BIDS_LOOKED_AT)));
    }
    return BidTurns.of(all, PendingBid::blockBid, max);
  }

  @Override
  public Optional<PendingBid> bid(Hash32 hash) {
    return named(hash).flatMap(bid -> bid.body().bid().map(terms -> withNamed(bid, terms)));
  }

  private PendingBid withNamed(VerifiedTransaction bid, Action.Bid terms) {
    return new PendingBid(
        bid, terms.transactions().stream().flatMap(hash -> named(hash).stream()).toList());
  }

  /// Also what left the pool of late: others may have reported it before it did.
  private Optional<VerifiedTransaction> named(Hash32 hash) {
    return pool.read(state -> state.named(hash)).or(() -> Optional.ofNullable(verified.find(hash)));
  }
}
