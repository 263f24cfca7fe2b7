package weft.node.mempool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import weft.primitives.Hash32;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// Recovers signatures, and remembers whose they were, so that nothing costs a second recovery: no
/// transaction that is sent again after a refusal or after it left the pool, or comes in a block
/// then, and no forgery. What came least of late is forgotten first.
final class VerifiedCache {
  private static final int OVERHEAD_BYTES = 1_024;

  /// How many forgeries are remembered, by the hash of the whole envelope: about 5 MB.
  private static final long MAX_FORGED = 32_768;

  private final Cache<Hash32, VerifiedTransaction> verified;
  private final Cache<Hash32, Boolean> forged =
      Caffeine.newBuilder().maximumSize(MAX_FORGED).executor(Runnable::run).build();
  private final LongAdder recoveries;

  /// @param maxBytes most memory that the right ones take, about
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
    if (isForged(transaction.hash())) {
      return Optional.empty();
    }
    recoveries.increment();
    Optional<VerifiedTransaction> proven = VerifiedTransaction.verify(transaction);
    if (proven.isEmpty()) {
      forged.put(transaction.hash(), true);
    }
    return proven;
  }

  /// Whether an envelope is known to have a signature that is not its account's.
  boolean isForged(Hash32 hash) {
    return forged.getIfPresent(hash) != null;
  }

  /// Remembers one that is not in the pool.
  void remember(VerifiedTransaction transaction) {
    verified.put(transaction.hash(), transaction);
  }

  @Nullable VerifiedTransaction find(Hash32 hash) {
    return verified.getIfPresent(hash);
  }
}
