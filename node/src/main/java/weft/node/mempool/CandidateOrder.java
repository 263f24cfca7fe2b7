package weft.node.mempool;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The heads of the channels, best first: each is the next sequence of its channel by committed
/// state, ready and may be included. What is only for packages is not among them. Beside them the
/// bids.
final class CandidateOrder {
  private final TreeSet<PoolEntry> heads = new TreeSet<>(PoolEntry.BEST_FIRST);
  private final TreeSet<PoolEntry> bids = new TreeSet<>(Comparator.comparing(PoolEntry::hash));

  /// Lists what is the channel's head now.
  void refresh(ChannelQueue channel) {
    PoolEntry head = channel.head();
    PoolEntry listable = head != null && head.listed && !head.onlyInPackage ? head : null;
    PoolEntry listed = channel.listedHead;
    if (listed == listable) {
      return;
    }
    if (listed != null) {
      in(listed).remove(listed);
    }
    if (listable != null) {
      in(listable).add(listable);
    }
    channel.listedHead = listable;
  }

  private Set<PoolEntry> in(PoolEntry entry) {
    return entry.isBid() ? bids : heads;
  }

  /// The bids that come after another one by hash, or all.
  Iterator<PoolEntry> bidsAfter(@Nullable PoolEntry last) {
    return last == null ? bids.iterator() : bids.tailSet(last, false).iterator();
  }

  boolean hasBids() {
    return !bids.isEmpty();
  }

  /// The heads that come after another one, or all.
  Iterator<PoolEntry> after(@Nullable PoolEntry last) {
    return last == null ? heads.iterator() : heads.tailSet(last, false).iterator();
  }

  int size() {
    return heads.size();
  }
}
