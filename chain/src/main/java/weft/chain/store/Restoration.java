package weft.chain.store;

import java.util.List;
import weft.ledger.state.KeyValueView;
import weft.primitives.Hash32;

/// A state that is being put in the place of an empty chain's, beside the store until it is whole.
/// Its size is bounded by the disk, not by memory. Calls come from one thread: [#put] until all is
/// there, then [#root], then [#finish] or [#close].
public interface Restoration extends AutoCloseable {

  /// Adds entries with good keys and values, ascending over all calls.
  void put(List<KeyValueView.Entry> entries);

  /// Builds the authenticated tree over all entries. Takes some seconds for each million.
  ///
  /// @return its root, which the caller compares with one that it trusts
  Hash32 root();

  /// Makes the state the store's, and the block its head, in one atomic durable step. History
  /// begins with the block after.
  ///
  /// @throws IllegalStateException if a block was committed meanwhile
  void finish(ChainHead head, BlockSeal.Network seal);

  /// Drops what is not finished. Idempotent.
  @Override
  void close();
}
