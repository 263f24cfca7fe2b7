package weft.node.mempool;

import java.util.NavigableSet;
import java.util.TreeSet;

/// How much of a limited room is taken, and by whom: the whole pool, or one lane.
final class Room {
  private final TreeSet<PoolEntry> weakestFirst = new TreeSet<>(PoolEntry.WEAKEST_FIRST);
  private long bytes;

  int count() {
    return weakestFirst.size();
  }

  long bytes() {
    return bytes;
  }

  NavigableSet<PoolEntry> weakestFirst() {
    return weakestFirst;
  }

  void add(PoolEntry entry) {
    weakestFirst.add(entry);
    bytes += entry.size();
  }

  void remove(PoolEntry entry) {
    weakestFirst.remove(entry);
    bytes -= entry.size();
  }
}
