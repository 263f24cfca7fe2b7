package weft.node.mempool;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.protocol.transaction.RollupId;

/// The queued transactions by everything that they are looked up by, always in step. Knows no
/// rules.
final class PoolIndex {
  /// Without bids.
  final Room total = new Room();

  final Room bids = new Room();
  final PendingSpend spend = new PendingSpend();
  final Expiries expiries = new Expiries();
  final CandidateOrder order = new CandidateOrder();
  private final Map<Address, AccountQueue> accounts = new HashMap<>();
  private final Map<RollupId, Room> lanes = new HashMap<>();

  @Nullable AccountQueue account(Address account) {
    return accounts.get(account);
  }

  @Nullable ChannelQueue channel(Address account, long channel) {
    AccountQueue queue = accounts.get(account);
    return queue == null ? null : queue.channel(channel);
  }

  @Nullable Room lane(RollupId rollup) {
    return lanes.get(rollup);
  }

  /// The queue that an entry is in: its channel, or a bid's own.
  ChannelQueue channelOf(PoolEntry entry) {
    @Nullable AccountQueue account = accounts.get(entry.account());
    @Nullable ChannelQueue channel = null;
    if (account != null) {
      channel = entry.isBid() ? account.bid(entry.hash()) : account.channel(entry.channel());
    }
    if (channel == null) {
      throw new IllegalStateException("no channel queue holds " + entry.hash());
    }
    return channel;
  }

  /// Queues an entry. [#settle] its channel afterwards.
  ///
  /// @param next the channel's next sequence by committed state, where the channel is not open yet
  ChannelQueue add(PoolEntry entry, long next) {
    AccountQueue account = accounts.computeIfAbsent(entry.account(), AccountQueue::new);
    ChannelQueue channel =
        entry.isBid() ? account.openBid(entry) : account.openChannel(entry.channel(), next);
    entry.waiting = entry.sequence() > channel.readyEnd();
    channel.put(entry);
    expiries.add(entry);
    addToRooms(account, entry);
    return channel;
  }

  /// Takes an entry out. [#settle] its channel afterwards.
  ChannelQueue remove(PoolEntry entry) {
    ChannelQueue channel = channelOf(entry);
    channel.remove(entry);
    if (entry.isBid()) {
      channel.owner.closeBid(entry);
    }
    expiries.remove(entry);
    removeFromRooms(channel.owner, entry);
    return channel;
  }

  /// Brings everything that depends on a channel's order up to date.
  ///
  /// @param flipped told each entry that began or ceased to wait for a missing sequence
  void settle(ChannelQueue channel, Consumer<PoolEntry> flipped) {
    for (PoolEntry entry : channel.settle()) {
      boolean waits = entry.sequence() >= channel.readyEnd();
      if (entry.waiting != waits) {
        removeFromRooms(channel.owner, entry);
        entry.waiting = waits;
        addToRooms(channel.owner, entry);
        flipped.accept(entry);
      }
    }
    order.refresh(channel);
    if (channel.isEmpty()) {
      channel.owner.closeChannel(channel);
      if (channel.owner.isEmpty()) {
        accounts.remove(channel.owner.account, channel.owner);
      }
    }
  }

  private void addToRooms(AccountQueue account, PoolEntry entry) {
    if (entry.isBid()) {
      bids.add(entry);
      return;
    }
    account.add(entry);
    spend.add(entry);
    total.add(entry);
    for (RollupId rollup : entry.lanes()) {
      lanes.computeIfAbsent(rollup, _ -> new Room()).add(entry);
    }
  }

  private void removeFromRooms(AccountQueue account, PoolEntry entry) {
    if (entry.isBid()) {
      bids.remove(entry);
      return;
    }
    account.remove(entry);
    spend.remove(entry);
    total.remove(entry);
    for (RollupId rollup : entry.lanes()) {
      lanes.computeIfPresent(
          rollup,
          (_, room) -> {
            room.remove(entry);
            return room.count() == 0 ? null : room;
          });
    }
  }
}
