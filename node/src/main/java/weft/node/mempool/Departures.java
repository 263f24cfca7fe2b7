package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;

/// How transactions leave the pool otherwise than through a block. Whoever a block that was begun
/// may hold is held back until the next block is final.
final class Departures {
  private final PoolIndex index;
  private final Counters counters;
  private final List<PoolEntry> heldBack = new ArrayList<>();

  Departures(PoolIndex index, Counters counters) {
    this.index = index;
    this.counters = counters;
  }

  /// Takes a transaction out of the queues with its final state.
  ///
  /// @param nextHeight of the block that is made next
  /// @return its channel, which is to be settled
  ChannelQueue retire(
      PoolEntry entry, TransactionStatus.Progress outcome, long nextHeight, Changes changes) {
    ChannelQueue channel = index.remove(entry);
    changes.left.add(entry);
    entry.outcome = outcome;
    if (entry.own) {
      count(outcome);
    }
    end(entry, nextHeight, changes);
    return channel;
  }

  void count(TransactionStatus.Progress outcome) {
    switch (outcome) {
      case TransactionStatus.Replaced(RefusalCode code, _) -> counters.ended(code);
      case TransactionStatus.Refused(RefusalCode code, _) -> counters.ended(code);
      case TransactionStatus.Expired _ -> counters.ended(RefusalCode.EXPIRED);
      case TransactionStatus.Received _, TransactionStatus.Pending _, TransactionStatus.Soft _ -> {}
    }
  }

  /// Hands a transaction's end over, unless it is not durable yet, or may be in the next block.
  void end(PoolEntry entry, long nextHeight, Changes changes) {
    if (entry.awaitsDisk()) {
      return;
    }
    if (entry.mayBeIn(nextHeight)) {
      heldBack.add(entry);
    } else {
      changes.ended.add(entry);
    }
  }

  /// After a block: what it does not hold has ended.
  void releaseHeldBack(Changes changes) {
    for (PoolEntry entry : heldBack) {
      if (!(entry.outcome instanceof TransactionStatus.Soft)) {
        changes.ended.add(entry);
      }
    }
    heldBack.clear();
  }
}
