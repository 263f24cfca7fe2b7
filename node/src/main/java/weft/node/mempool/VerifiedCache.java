package weft.node.mempool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import weft.primitives.Hash32;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// Recovers signatures, and remembers those that were right, so that a transaction which is sent
/// again after a refusal, or comes in a block after it left the pool, costs no second recovery.
final class VerifiedCache {
  private static final int OVERHEAD_BYTES = 1_024;

  private final Cache<Hash32, VerifiedTransaction> verified;
  private final LongAdder recoveries;

  /// @param maxBytes most memory that it takes, about
  VerifiedCache(long maxBytes, LongAdder recoveries) {
    this.verified =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(
                (Hash32 _, VerifiedTransaction transaction) ->
                    transaction.transaction().size() + OVERHEAD_BYTES)
            .executor(Runnable::run)
            .build();
    this.recoveries = recoveries;
  }

  /// The transaction as verified; empty if its signature is not its account's.
  Optional<VerifiedTransaction> verify(Transaction transaction) {
    @Nullable VerifiedTransaction known = verified.getIfPresent(transaction.hash());
    if (known != null) {
      return Optional.of(known);
    }
    recoveries.increment();
    return VerifiedTransaction.verify(transaction);
  }

  /// Remembers one that is not in the pool.
  void remember(VerifiedTransaction transaction) {
    verified.put(transaction.hash(), transaction);
  }

  @Nullable VerifiedTransaction find(Hash32 hash) {
    return verified.getIfPresent(hash);
  }
}
