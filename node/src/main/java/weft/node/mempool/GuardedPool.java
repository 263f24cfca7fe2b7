package weft.node.mempool;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import weft.primitives.Hash32;

/// The pool behind its one lock. No signature is recovered and no disk is touched under it.
///
/// What a step leads to is handed over before the lock is free again, so that it arrives in the
/// order of the steps; handing over never waits.
final class GuardedPool {
  private final ReentrantLock lock = new ReentrantLock();
  private final Pool pool;
  private final JournalQueue journal;
  private final Outbox outbox;
  private final GossipQueue gossip;
  private final Runnable workAvailable;

  GuardedPool(
      Pool pool, JournalQueue journal, Outbox outbox, GossipQueue gossip, Runnable workAvailable) {
    this.pool = pool;
    this.journal = journal;
    this.outbox = outbox;
    this.gossip = gossip;
    this.workAvailable = workAvailable;
  }

  /// Whether a transaction is here; does not wait for the lock.
  boolean knows(Hash32 hash) {
    return pool.knows(hash);
  }

  <R> R read(Function<Pool, R> question) {
    lock.lock();
    try {
      return question.apply(pool);
    } finally {
      lock.unlock();
    }
  }

  <R> R step(BiFunction<Pool, Changes, R> step) {
    Changes changes = new Changes();
    R result;
    lock.lock();
    try {
      result = step.apply(pool, changes);
      outbox.publish(changes.statuses);
      outbox.publishBids(changes.bids);
      outbox.publishHints(changes.hints);
      journal.release(changes.released);
      journal.end(changes.ended);
      gossip.follow(changes);
    } finally {
      lock.unlock();
    }
    if (changes.workAvailable) {
      workAvailable.run();
    }
    return result;
  }
}
