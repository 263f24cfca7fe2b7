package weft.node.mempool;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;

/// The pending transactions of one account: its channels, and how much room they take.
final class AccountQueue {
  final Address account;
  private final TreeMap<Long, ChannelQueue> channels = new TreeMap<>();
  private int count;
  private long bytes;
  private int waiting;

  AccountQueue(Address account) {
    this.account = account;
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  int waiting() {
    return waiting;
  }

  @Nullable ChannelQueue channel(long channel) {
    return channels.get(channel);
  }

  Iterable<ChannelQueue> channels() {
    return channels.values();
  }

  /// The lowest channel numbers, ascending.
  List<Long> channelNumbers(int max) {
    return channels.keySet().stream().limit(max).toList();
  }

  ChannelQueue openChannel(long channel, long next) {
    return channels.computeIfAbsent(channel, number -> new ChannelQueue(this, number, next));
  }

  void closeChannel(ChannelQueue channel) {
    channels.remove(channel.channel, channel);
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
