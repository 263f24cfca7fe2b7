package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.query.Queries;
import weft.ledger.tree.StateTree;

/// Opening a chain in an empty store, in its own store, and in another chain's.
final class ChainStartTest {
  private final TestNet net = TestNet.of(2);
  private final InMemoryChainStore store = new InMemoryChainStore();

  @Test
  void fillsAnEmptyStoreWithTheGenesis() {
    Chain chain = net.open(store);
    ChainHead head = chain.head();
    assertThat(head.height()).isZero();
    assertThat(head.timeMs()).isEqualTo(TestNet.GENESIS_TIME_MS);
    assertThat(head.blockHash()).isEqualTo(net.genesis().hash());
    assertThat(head.appHash()).isNotEqualTo(StateTree.EMPTY_ROOT);
    assertThat(Queries.account(store.state(), net.account(0).address()).balances()).hasSize(2);
    assertThat(chain.chainId()).isEqualTo(TestTransactions.CHAIN_ID);
    assertThat(chain.validator()).isEqualTo(TestNet.VALIDATOR.address());
  }

  @Test
  void theFirstBlockNamesTheGenesisAsItsParent() {
    CommittedBlock block = TestNet.step(net.open(store));
    assertThat(block.header().parentHash()).isEqualTo(net.genesis().hash());
  }

  @Test
  void goesOnWhereItStopped() {
    CommittedBlock block = TestNet.step(net.open(store));
    Chain reopened = net.open(store);
    assertThat(reopened.head()).isEqualTo(block.head());
    assertThat(TestNet.step(reopened).header().height()).isEqualTo(2);
  }

  @Test
  void refusesTheStoreOfAnotherChain() {
    net.open(store);
    ChainHead before = store.head();
    TestNet other = TestNet.of(2, Map.of("rollup.bond", "2000"));
    assertThatThrownBy(() -> other.open(store))
        .isInstanceOf(GenesisMismatchException.class)
        .hasMessageContaining(net.genesis().hash().toString())
        .hasMessageContaining(other.genesis().hash().toString())
        .hasMessageContaining("empty data directory");
    assertThat(store.head()).isEqualTo(before);
  }
}
