package weft.chain.block;

import weft.chain.store.ChainHead;
import weft.chain.store.ChainStore;
import weft.ledger.genesis.Genesis;
import weft.ledger.state.ChainRecord;
import weft.ledger.state.Keys;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Brings a store to the state of a genesis, or checks that it started there.
final class ChainStart {
  private ChainStart() {}

  /// @throws GenesisMismatchException if the store holds another chain
  static ChainIdentity open(Genesis genesis, ChainStore store) {
    Hash32 hash = genesis.hash();
    Bytes stored = store.state().get(Keys.CHAIN);
    if (stored == null) {
      initialize(genesis, hash, store);
    } else if (!ChainRecord.decode(stored).genesisHash().equals(hash)) {
      throw new GenesisMismatchException(hash, ChainRecord.decode(stored).genesisHash());
    }
    return new ChainIdentity(genesis.chainId(), hash, genesis.validator(), genesis.isNetwork());
  }

  private static void initialize(Genesis genesis, Hash32 hash, ChainStore store) {
    StateChanges state = genesis.initialState();
    TreeUpdate tree =
        StateTree.apply(NodeReader.EMPTY, StateTree.EMPTY_ROOT, StateTrees.changes(state));
    ChainHead head = new ChainHead(0, genesis.timeMs(), hash, tree.root());
    store.initialize(head, state, StateTrees.writes(tree));
  }
}
