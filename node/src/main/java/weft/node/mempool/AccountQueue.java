package weft.node.mempool;

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
  private int opening;

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
