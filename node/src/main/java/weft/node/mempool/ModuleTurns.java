package weft.node.mempool;

import java.util.concurrent.atomic.AtomicLong;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;

/// When the next module may be read. To read one takes up to a tenth of a second of one core, and
/// one that is refused costs its sender nothing; so a node reads few, and only those that are
/// signed.
final class ModuleTurns {
  /// The least time between two of them. A chain takes 256 modules in all by default.
  static final long EVERY_MS = 500;

  private final AtomicLong nextMs = new AtomicLong(Long.MIN_VALUE);

  static boolean isNeeded(Transaction transaction) {
    return transaction.body().actions().stream()
        .anyMatch(action -> action instanceof Action.RegisterModule);
  }

  /// Takes a turn, if it is time for one.
  boolean take(long nowMs) {
    long next = nextMs.get();
    return nowMs >= next && nextMs.compareAndSet(next, nowMs + EVERY_MS);
  }
}
