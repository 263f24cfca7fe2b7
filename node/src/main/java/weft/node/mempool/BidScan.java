package weft.node.mempool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.block.PendingBid;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;

/// One walk over the pool's bids, by hash, a few at a time, so that the pool is free in between.
/// Finds those for one block whose transactions are all here and could come next.
///
/// Like [CandidateScan] it meets what enters meanwhile if its place is still to come.
final class BidScan {
  private final PoolIndex index;
  private final Map<Hash32, PoolEntry> byHash;
  private final long height;
  private final boolean next;
  private @Nullable PoolEntry last;
  private boolean ended;

  /// @param height of the block
  /// @param next whether it is the next block, which may be begun with what is found. Otherwise one
  ///   stands before it, and what waits for nothing but that one's transactions counts too
  BidScan(PoolIndex index, Map<Hash32, PoolEntry> byHash, long height, boolean next) {
    this.index = index;
    this.byHash = byHash;
    this.height = height;
    this.next = next;
  }

  /// The next bids; none does not mean that there are no more, see [#hasEnded].
  ///
  /// @param steps most bids that are looked at
  List<PendingBid> take(int steps) {
    List<PendingBid> into = new ArrayList<>();
    Iterator<PoolEntry> bids = index.order.bidsAfter(last);
    for (int step = 0; step < steps; step++) {
      if (!bids.hasNext()) {
        ended = true;
        break;
      }
      PoolEntry bid = bids.next();
      last = bid;
      if (isForThisBlock(bid) && !isCancelled(bid)) {
        named(bid).flatMap(named -> offer(bid, named)).ifPresent(into::add);
      }
    }
    return into;
  }

  /// Whether nothing is left to look at.
  boolean hasEnded() {
    return ended;
  }

  private boolean isForThisBlock(PoolEntry entry) {
    return entry.outcome == null
        && entry.offeredFrom <= height
        && entry.body().lastHeight() >= height;
  }

  /// Whether its sender wants its sequence used up by something else.
  private boolean isCancelled(PoolEntry bid) {
    @Nullable ChannelQueue channel = index.channel(bid.account(), bid.channel());
    @Nullable PoolEntry instead = channel == null ? null : channel.get(bid.sequence());
    return instead != null && instead.listed;
  }

  /// What a bid names, if all of that could be executed with it.
  private Optional<List<PoolEntry>> named(PoolEntry bid) {
    Action.Bid terms = bid.bid.orElseThrow();
    if (terms.firstHeight() > height) {
      return Optional.empty();
    }
    List<PoolEntry> named = new ArrayList<>();
    for (Hash32 hash : terms.transactions()) {
      @Nullable PoolEntry entry = byHash.get(hash);
      if (entry == null
          || !isExecutable(entry, named)
          || ChannelId.of(entry).equals(ChannelId.of(bid))) {
        return Optional.empty();
      }
      named.add(entry);
    }
    return Optional.of(named);
  }

  private boolean isExecutable(PoolEntry entry, List<PoolEntry> before) {
    return entry.listed && !entry.isBid() && isForThisBlock(entry) && comesNext(entry, before);
  }

  private boolean comesNext(PoolEntry entry, List<PoolEntry> before) {
    ChannelQueue channel = index.channelOf(entry);
    if (!next || entry.sequence() == channel.next()) {
      return !entry.waiting;
    }
    @Nullable PoolEntry previous = channel.get(entry.sequence() - 1);
    return previous != null && before.contains(previous);
  }

  /// With what it names, if that is what it says of it.
  private Optional<PendingBid> offer(PoolEntry bid, List<PoolEntry> named) {
    PendingBid whole =
        new PendingBid(bid.verified, named.stream().map(entry -> entry.verified).toList());
    if (!whole.isWhole()) {
      return Optional.empty();
    }
    if (next) {
      bid.offeredAt = height;
      named.forEach(entry -> entry.offeredAt = height);
    }
    return Optional.of(whole);
  }
}
