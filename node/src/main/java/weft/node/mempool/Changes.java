package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;

/// What one step of the pool leads to outside of it, in order.
final class Changes {
  /// Statuses for whoever follows them.
  final List<StatusChange> statuses = new ArrayList<>();

  /// Transactions whose end the store has to keep.
  final List<PoolEntry> ended = new ArrayList<>();

  /// Transactions that may go to the peers from now on.
  final List<PoolEntry> shared = new ArrayList<>();

  /// Transactions that peers have already and a client of this node sent too.
  final List<PoolEntry> adopted = new ArrayList<>();

  /// Transactions that left the queues.
  final List<PoolEntry> left = new ArrayList<>();

  /// Whether there is something new to put into a block.
  boolean workAvailable;
}
