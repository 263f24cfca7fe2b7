package weft.node.mempool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import weft.protocol.transaction.TransactionBody;

/// Pending transactions by the last height and the last block time at which they are valid.
final class Expiries {
  private final TreeMap<Long, Set<PoolEntry>> byLastHeight = new TreeMap<>();
  private final TreeMap<Long, Set<PoolEntry>> byLastTimeMs = new TreeMap<>();

  void add(PoolEntry entry) {
    TransactionBody body = entry.body();
    add(byLastHeight, body.lastHeight(), entry);
    if (body.lastTimeMs() != 0) {
      add(byLastTimeMs, body.lastTimeMs(), entry);
    }
  }

  void remove(PoolEntry entry) {
    TransactionBody body = entry.body();
    remove(byLastHeight, body.lastHeight(), entry);
    if (body.lastTimeMs() != 0) {
      remove(byLastTimeMs, body.lastTimeMs(), entry);
    }
  }

  /// Up to `limit` transactions that no block after this height and time can include, earliest
  /// first.
  List<PoolEntry> due(long height, long timeMs, int limit) {
    Set<PoolEntry> due = new LinkedHashSet<>();
    collect(byLastHeight.headMap(height, true), limit, due);
    collect(byLastTimeMs.headMap(timeMs, true), limit, due);
    return new ArrayList<>(due);
  }

  private static void collect(Map<Long, Set<PoolEntry>> from, int limit, Set<PoolEntry> due) {
    Iterator<Set<PoolEntry>> sets = from.values().iterator();
    while (sets.hasNext() && due.size() < limit) {
      for (PoolEntry entry : sets.next()) {
        if (due.size() == limit) {
          return;
        }
        due.add(entry);
      }
    }
  }

  private static void add(Map<Long, Set<PoolEntry>> index, long key, PoolEntry entry) {
    index.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(entry);
  }

  private static void remove(Map<Long, Set<PoolEntry>> index, long key, PoolEntry entry) {
    index.computeIfPresent(
        key,
        (_, entries) -> {
          entries.remove(entry);
          return entries.isEmpty() ? null : entries;
        });
  }
}
