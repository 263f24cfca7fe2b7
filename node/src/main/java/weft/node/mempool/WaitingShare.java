package weft.node.mempool;

import java.util.List;
import java.util.TreeSet;

/// What waits of one account or lane, or in all, and its share of the places.
final class WaitingShare {
  private final TreeSet<Incoming> weakestFirst = new TreeSet<>(Incoming.WEAKEST_FIRST);
  private final Places places;
  private long bytes;

  WaitingShare(Places places) {
    this.places = places;
  }

  void add(Incoming incoming) {
    weakestFirst.add(incoming);
    bytes += incoming.size();
  }

  void remove(Incoming incoming) {
    weakestFirst.remove(incoming);
    bytes -= incoming.size();
  }

  boolean isEmpty() {
    return weakestFirst.isEmpty();
  }

  /// Whether it takes more than its share.
  boolean isOver() {
    return !places.hold(weakestFirst.size(), bytes);
  }

  /// What goes first; there must be something.
  Incoming weakest() {
    return weakestFirst.first();
  }

  List<Incoming> all() {
    return List.copyOf(weakestFirst);
  }
}
