package weft.node.mempool;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.block.Candidates;
import weft.ledger.rules.FullRoom;
import weft.protocol.transaction.VerifiedTransaction;

/// The pool's candidates for one block: highest tip per byte first, the earlier arrival where tips
/// are equal, sequences of a channel in order. Does not copy the pool; belongs to one thread.
final class PoolCandidates implements Candidates {
  /// Most candidates that are fetched, and transactions looked at, under one hold of the pool.
  private static final int FETCHED = 128;

  private static final int LOOKED_AT = 2_048;

  private final GuardedPool pool;
  private final CandidateScan scan;
  private final ArrayDeque<PoolEntry> fetched = new ArrayDeque<>();
  private @Nullable PoolEntry last;

  PoolCandidates(GuardedPool pool, CandidateScan scan) {
    this.pool = pool;
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
}
