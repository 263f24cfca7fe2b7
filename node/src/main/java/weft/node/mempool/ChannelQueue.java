package weft.node.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;

/// The pending transactions of one channel by sequence: those that follow each other from the
/// committed next sequence on are ready, the others wait for the first missing one.
///
/// After a row of [#put], [#remove] and [#advance] comes one [#settle].
final class ChannelQueue {
  final AccountQueue owner;
  final long channel;

  /// The entry that [CandidateOrder] lists for this channel.
  @Nullable PoolEntry listedHead;

  private final TreeMap<Long, PoolEntry> entries = new TreeMap<>();
  private final List<Long> removed = new ArrayList<>();
  private long next;
  private long readyEnd;
  private long dirtyFrom = Long.MAX_VALUE;
  private long dirtyTo = Long.MIN_VALUE;

  /// @param next the channel's next sequence by committed state
  ChannelQueue(AccountQueue owner, long channel, long next) {
    this.owner = owner;
    this.channel = channel;
    this.next = next;
    this.readyEnd = next;
  }

  long next() {
    return next;
  }

  /// The first missing sequence.
  long readyEnd() {
    return readyEnd;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// Entries that wait for a missing sequence.
  int waitingCount() {
    return entries.size() - Math.toIntExact(readyEnd - next);
  }

  @Nullable PoolEntry get(long sequence) {
    return entries.get(sequence);
  }

  @Nullable PoolEntry last() {
    Map.Entry<Long, PoolEntry> last = entries.lastEntry();
    return last == null ? null : last.getValue();
  }

  @Nullable PoolEntry before(long sequence) {
    Map.Entry<Long, PoolEntry> lower = entries.lowerEntry(sequence);
    return lower == null ? null : lower.getValue();
  }

  /// The ready entry that a block needs first.
  @Nullable PoolEntry head() {
    return next < readyEnd ? entries.get(next) : null;
  }

  /// The ready entry after another one.
  @Nullable PoolEntry successor(PoolEntry entry) {
    long sequence = entry.sequence() + 1;
    return sequence < readyEnd ? entries.get(sequence) : null;
  }

  /// Entries with sequences up to and including this one.
  List<PoolEntry> upTo(long sequence) {
    return List.copyOf(entries.headMap(sequence, true).values());
  }

  /// All entries, ascending by sequence.
  Collection<PoolEntry> all() {
    return entries.values();
  }

  void put(PoolEntry entry) {
    long sequence = entry.sequence();
    entries.put(sequence, entry);
    touch(sequence);
  }

  void remove(PoolEntry entry) {
    long sequence = entry.sequence();
    if (entries.remove(sequence, entry)) {
      removed.add(sequence);
      touch(sequence);
    }
  }

  /// Moves the committed next sequence; there must be no entries below it any more.
  void advance(long committedNext) {
    if (next == 0 && committedNext > 0) {
      owner.channelOpened();
    }
    next = Math.max(next, committedNext);
  }

  /// Brings what is derived up to date.
  ///
  /// @return the entries whose place was ready before and waits now, or the other way round
  Collection<PoolEntry> settle() {
    long before = Math.max(readyEnd, next);
    readyEnd = firstMissing();
    renewPathRates();
    long from = Math.min(before, readyEnd);
    long to = Math.max(before, readyEnd);
    return from == to ? List.of() : List.copyOf(entries.subMap(from, to).values());
  }

  private long firstMissing() {
    long missing = Math.max(readyEnd, next);
    for (long sequence : removed) {
      if (sequence >= next && sequence < missing && !entries.containsKey(sequence)) {
        missing = sequence;
      }
    }
    removed.clear();
    while (entries.containsKey(missing)) {
      missing++;
    }
    return missing;
  }

  private void renewPathRates() {
    if (dirtyFrom > dirtyTo) {
      return;
    }
    PoolEntry previous = before(dirtyFrom);
    @Nullable Amount path = previous == null ? null : previous.pathRate;
    for (PoolEntry entry : entries.tailMap(dirtyFrom, true).values()) {
      Amount renewed = path == null ? entry.tipRate : path.min(entry.tipRate);
      if (entry.sequence() > dirtyTo && renewed.equals(entry.pathRate)) {
        break;
      }
      entry.pathRate = renewed;
      path = renewed;
    }
    dirtyFrom = Long.MAX_VALUE;
    dirtyTo = Long.MIN_VALUE;
  }

  private void touch(long sequence) {
    dirtyFrom = Math.min(dirtyFrom, sequence);
    dirtyTo = Math.max(dirtyTo, sequence);
  }
}
