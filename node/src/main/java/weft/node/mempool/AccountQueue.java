package weft.node.mempool;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.Nonce;

/// The pending transactions of one account: its channels and how much room they take, and its bids,
/// each in a queue of its own, for none waits for another.
final class AccountQueue {
  final Address account;
  private final TreeMap<Long, ChannelQueue> channels = new TreeMap<>();
  private final TreeMap<Hash32, ChannelQueue> bids = new TreeMap<>();
  private int count;
  private long bytes;
  private int waiting;
  private int opening;

  AccountQueue(Address account) {
    this.account = account;
  }

  /// Without bids.
  int count() {
    return count;
  }

  int bidCount() {
    return bids.size();
  }

  boolean isEmpty() {
    return count == 0 && bids.isEmpty();
  }

  /// Without bids.
  long bytes() {
    return bytes;
  }

  int waiting() {
    return waiting;
  }

  /// Its channels of which no transaction is in a block yet.
  int opening() {
    return opening;
  }

  @Nullable ChannelQueue channel(long channel) {
    return channels.get(channel);
  }

  Iterable<ChannelQueue> channels() {
    return channels.values();
  }

  /// Ascending by hash.
  List<PoolEntry> bids() {
    return bids.values().stream().flatMap(queue -> queue.all().stream()).toList();
  }

  /// Those of a channel with this sequence or a lower one.
  List<PoolEntry> bidsUpTo(Nonce nonce) {
    return bids().stream()
        .filter(bid -> bid.channel() == nonce.channel() && bid.sequence() <= nonce.sequence())
        .toList();
  }

  /// The queue of one bid.
  @Nullable ChannelQueue bid(Hash32 hash) {
    return bids.get(hash);
  }

  ChannelQueue openBid(PoolEntry bid) {
    ChannelQueue opened = new ChannelQueue(this, bid.channel(), bid.sequence());
    bids.put(bid.hash(), opened);
    return opened;
  }

  void closeBid(PoolEntry bid) {
    bids.remove(bid.hash());
  }

  /// The lowest numbers of channels in which something is pending, ascending.
  List<Long> channelNumbers(int max) {
    SortedSet<Long> numbers = new TreeSet<>(channels.keySet());
    bids.values().forEach(queue -> numbers.add(queue.channel));
    return numbers.stream().limit(max).toList();
  }

  /// The sequence after all that follow each other in a channel, and after its bids.
  OptionalLong nextSequence(long channel) {
    return LongStream.concat(
            Stream.ofNullable(channels.get(channel)).mapToLong(ChannelQueue::readyEnd),
            bids.values().stream()
                .filter(queue -> queue.channel == channel)
                .mapToLong(ChannelQueue::readyEnd))
        .max();
  }

  ChannelQueue openChannel(long channel, long next) {
    @Nullable ChannelQueue known = channels.get(channel);
    if (known != null) {
      return known;
    }
    ChannelQueue opened = new ChannelQueue(this, channel, next);
    channels.put(channel, opened);
    opening += next == 0 ? 1 : 0;
    return opened;
  }

  void closeChannel(ChannelQueue channel) {
    if (channels.remove(channel.channel, channel) && channel.next() == 0) {
      opening--;
    }
  }

  /// The first transaction of a channel is in a block.
  void channelOpened() {
    opening--;
  }

  void add(PoolEntry entry) {
    count++;
    bytes += entry.size();
    waiting += entry.waiting ? 1 : 0;
  }

  void remove(PoolEntry entry) {
    count--;
    bytes -= entry.size();
    waiting -= entry.waiting ? 1 : 0;
  }
}
