package weft.node.mempool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.TransactionBody;

/// The transactions that are kept back, beside the queues: they reserve nothing there, so that
/// nothing that the pool says of an account changes with them. One that has ended stays known until
/// the store has its end. Belongs to whoever holds the pool's lock.
final class HeldTransactions {
  private final Map<Hash32, PoolEntry> byHash = new LinkedHashMap<>();
  private final Map<Address, Set<PoolEntry>> byAccount = new LinkedHashMap<>();
  private int count;
  private long bytes;

  /// One that is kept back or has just ended.
  @Nullable PoolEntry find(Hash32 hash) {
    return byHash.get(hash);
  }

  /// One that is kept back and durable.
  @Nullable PoolEntry waiting(Hash32 hash) {
    @Nullable PoolEntry entry = byHash.get(hash);
    return entry != null && isWaiting(entry) ? entry : null;
  }

  /// All that are kept back and durable, in the order in which they came.
  List<PoolEntry> waiting() {
    return byHash.values().stream().filter(HeldTransactions::isWaiting).toList();
  }

  private static boolean isWaiting(PoolEntry entry) {
    return entry.outcome == null && entry.receipt != null;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  int countOf(Address account) {
    return byAccount.getOrDefault(account, Set.of()).size();
  }

  void put(PoolEntry entry) {
    byHash.put(entry.hash(), entry);
    byAccount.computeIfAbsent(entry.account(), _ -> new LinkedHashSet<>()).add(entry);
    count++;
    bytes += entry.size();
  }

  /// Takes one out that is kept back no more, but stays known.
  void close(PoolEntry entry) {
    byAccount.computeIfPresent(
        entry.account(),
        (_, entries) -> {
          if (entries.remove(entry)) {
            count--;
            bytes -= entry.size();
          }
          return entries.isEmpty() ? null : entries;
        });
  }

  /// Forgets one.
  void remove(PoolEntry entry) {
    close(entry);
    byHash.remove(entry.hash(), entry);
  }

  /// Those whose sequence a transaction uses up, without itself.
  List<PoolEntry> usedUpBy(TransactionBody body, Hash32 hash) {
    Nonce nonce = body.nonce();
    List<PoolEntry> used = new ArrayList<>();
    for (PoolEntry entry : byAccount.getOrDefault(body.account(), Set.of())) {
      if (entry.channel() == nonce.channel()
          && entry.sequence() <= nonce.sequence()
          && !entry.hash().equals(hash)) {
        used.add(entry);
      }
    }
    return used;
  }

  /// Those that no block after this height and time can include.
  List<PoolEntry> expired(long height, long timeMs) {
    List<PoolEntry> expired = new ArrayList<>();
    for (PoolEntry entry : byHash.values()) {
      TransactionBody body = entry.body();
      boolean isOver =
          body.lastHeight() <= height || (body.lastTimeMs() != 0 && body.lastTimeMs() <= timeMs);
      if (entry.outcome == null && isOver) {
        expired.add(entry);
      }
    }
    return expired;
  }
}
