package weft.node.mempool;

import java.util.Iterator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The heads of the channels, best first: each is the next sequence of its channel by committed
/// state, ready and may be included.
final class CandidateOrder {
  private final TreeSet<PoolEntry> heads = new TreeSet<>(PoolEntry.BEST_FIRST);

  /// Lists what is the channel's head now.
  void refresh(ChannelQueue channel) {
    PoolEntry head = channel.head();
    PoolEntry listable = head != null && head.listed ? head : null;
    PoolEntry listed = channel.listedHead;
    if (listed == listable) {
      return;
    }
    if (listed != null) {
      heads.remove(listed);
    }
    if (listable != null) {
      heads.add(listable);
    }
    channel.listedHead = listable;
  }

  /// The heads that come after another one, or all.
  Iterator<PoolEntry> after(@Nullable PoolEntry last) {
    return last == null ? heads.iterator() : heads.tailSet(last, false).iterator();
  }

  int size() {
    return heads.size();
  }
}
