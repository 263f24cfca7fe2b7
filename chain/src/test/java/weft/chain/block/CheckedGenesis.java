package weft.chain.block;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import weft.chain.store.ChainHead;
import weft.chain.store.ChainStore;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.genesis.Genesis;
import weft.ledger.state.Keys;
import weft.ledger.state.StateChanges;
import weft.primitives.Bytes;

/// A genesis that was checked once, which takes long with many validators, and opens many chains.
public final class CheckedGenesis {
  private final ChainIdentity identity;
  private final ChainHead head;
  private final StateChanges state;
  private final SortedMap<Bytes, Optional<Bytes>> tree;

  public CheckedGenesis(Genesis genesis) {
    InMemoryChainStore store = new InMemoryChainStore();
    identity = ChainStart.open(genesis, store);
    head = store.head();
    state = genesis.initialState();
    tree = store.pages();
  }

  /// The chain in a store, which is empty or has this chain.
  public Chain open(ChainStore store, VerifiedTransactions source) {
    if (store.state().get(Keys.CHAIN) == null) {
      store.initialize(head, state, tree);
    }
    return new Chain(identity, store, source, new TreeSet<>());
  }
}
