package weft.node.mempool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import weft.chain.store.CommittedBlock;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What is on its way from peers into the pool, and what of it needs no second look: what was in a
/// block of late, and what was refused for a reason that does not pass. Any thread.
final class PeerTraffic {
  /// About 10 MB.
  private static final long MAX_SETTLED = 131_072;

  final LongAdder enqueued = new LongAdder();
  final LongAdder known = new LongAdder();
  final LongAdder busy = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder admitted = new LongAdder();

  /// Bounded by the places of the inbox and of the verification queue.
  private final Set<Hash32> underWay = ConcurrentHashMap.newKeySet();

  private final Cache<Hash32, Boolean> settled =
      Caffeine.newBuilder().maximumSize(MAX_SETTLED).executor(Runnable::run).build();

  /// @return false if it is under way already
  boolean begin(Hash32 hash) {
    return underWay.add(hash);
  }

  int underWay() {
    return underWay.size();
  }

  boolean isSettled(Hash32 hash) {
    return settled.getIfPresent(hash) != null;
  }

  /// There was no place for it.
  void turnedAway(Hash32 hash) {
    underWay.remove(hash);
    busy.increment();
  }

  /// It is in the pool.
  void admitted(Hash32 hash) {
    underWay.remove(hash);
    admitted.increment();
  }

  void refused(Hash32 hash, Refusal refusal) {
    if (isForGood(refusal.code())) {
      settled.put(hash, true);
    }
    underWay.remove(hash);
    refused.increment();
  }

  void included(CommittedBlock block) {
    block.transactions().forEach(each -> settled.put(each.transaction().hash(), true));
  }

  /// Whether no later state admits it. All else is checked again each time it is offered.
  private static boolean isForGood(RefusalCode code) {
    return switch (code) {
      case MALFORMED,
          UNKNOWN_FIELD,
          INVALID_FIELD,
          TRANSACTION_TOO_LARGE,
          PAYLOAD_TOO_LARGE,
          TOO_MANY_ACTIONS,
          TOO_MANY_PAYLOADS,
          WRONG_CHAIN,
          BAD_SIGNATURE,
          EXPIRED,
          NONCE_USED ->
          true;
      default -> false;
    };
  }
}
