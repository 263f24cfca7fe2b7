package weft.chain.store;

import java.util.Optional;
import java.util.SortedMap;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.primitives.Bytes;

/// The store as the chain sees it. Reads show the newest commit. One thread commits; a view that
/// was taken before a commit may show the state after it, so executions over it end before the
/// commit.
public interface ChainStore {

  /// The newest commit.
  ///
  /// @throws IllegalStateException before [#initialize]
  ChainHead head();

  /// The seal of the newest block; empty before the first.
  Optional<BlockSeal> headSeal();

  /// Empty before [#initialize].
  KeyValueView state();

  NodeReader treeNodes();

  /// Fills an empty store with the first state, in one atomic durable step.
  ///
  /// @param genesisHead height 0, see [ChainHead]
  /// @param treeChanges pages of the authenticated tree to put
  /// @throws IllegalStateException if the store is not empty
  void initialize(
      ChainHead genesisHead, StateChanges state, SortedMap<Bytes, Optional<Bytes>> treeChanges);

  /// Makes a block durable in one atomic step.
  void commit(BlockCommit commit);
}
