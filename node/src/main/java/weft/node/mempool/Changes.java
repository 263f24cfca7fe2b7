package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import weft.protocol.orderflow.Hint;

/// What one step of the pool leads to outside of it, in order.
final class Changes {
  /// Statuses for whoever follows them.
  final List<StatusChange> statuses = new ArrayList<>();

  /// Transactions whose end the store has to keep.
  final List<PoolEntry> ended = new ArrayList<>();

  /// Transactions that may go to the peers from now on.
  final List<PoolEntry> shared = new ArrayList<>();

  /// Bids that blocks may have from now on.
  final List<ReceivedBid> bids = new ArrayList<>();

  /// What is told of transactions that are kept back from now on.
  final List<Hint> hints = new ArrayList<>();

  /// Transactions that were kept back and are not any more.
  final List<PoolEntry> released = new ArrayList<>();

  /// Transactions that peers have already and a client of this node sent too.
  final List<PoolEntry> adopted = new ArrayList<>();

  /// Transactions that left the queues.
  final List<PoolEntry> left = new ArrayList<>();

  /// Whether there is something new to put into a block.
  boolean workAvailable;
}
