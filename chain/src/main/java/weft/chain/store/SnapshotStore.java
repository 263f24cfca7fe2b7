package weft.chain.store;

/// A store whose state can be given to another node, and taken from one.
public interface SnapshotStore extends ChainStore {

  /// Takes hold of the state after the newest block, which must not be the genesis. Costs
  /// microseconds, whatever the size. On the thread that commits.
  PinnedState pin();

  /// Whether a block was ever committed here. A restored state brings none.
  boolean hasBlocks();

  /// Begins to take a state from elsewhere. What an earlier restoration left is dropped.
  ///
  /// @throws IllegalStateException if the store has blocks
  Restoration restore();

  /// Bytes that the store's disk has left.
  long freeBytes();
}
