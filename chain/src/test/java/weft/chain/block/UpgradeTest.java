package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestNetwork;
import weft.chain.store.ChainHead;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.state.Keys;
import weft.ledger.state.StateChanges;
import weft.ledger.state.UpgradeRecord;
import weft.ledger.tree.NodeReader;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.validator.ExtendedCommit;

/// Rule EXEC-23 of docs/protocol/blocks-execution.md.
final class UpgradeTest {
  private static final UpgradeRecord AT_1 = upgrade(1);
  private static final UpgradeRecord AT_2 = upgrade(2);

  private final TestNetwork network = TestNetwork.of(4, 1);

  private static UpgradeRecord upgrade(long height) {
    return new UpgradeRecord("second", height, Sha256.hash(Bytes.utf8("software")));
  }

  @Test
  void exec23OldSoftwareStopsAtTheHeight() {
    BlockCandidate block = candidate(open(AT_1, AT_1.hash()));
    Chain old = open(AT_1);
    List<ThrowingCallable> calls =
        List.of(
            () -> old.propose(request(old)),
            () -> old.validate(block),
            () -> old.finalizeBlock(block));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(UpgradeRequiredException.class)
          .hasMessageContaining("\"second\"")
          .hasMessageContaining("from height 1 on")
          .hasMessageContaining("install the software");
    }
    assertThat(old.head().height()).isZero();
  }

  @Test
  void exec23OldSoftwareRunsUntilThen() {
    Chain old = open(AT_2);
    ExecutedBlock block = old.finalizeBlock(candidate(open(AT_2)));
    old.commit(block, TestNetwork.blockHash(block.candidate()), new TreeMap<>());
    assertThat(old.head().height()).isEqualTo(1);
    assertThatThrownBy(() -> old.propose(request(old)))
        .isInstanceOf(UpgradeRequiredException.class);
  }

  @Test
  void exec23TheUpgradeGoesOn() {
    Chain upgraded = open(AT_1, Sha256.hash(), AT_1.hash());
    assertThat(upgraded.validate(candidate(upgraded))).isInstanceOf(Validation.Accepted.class);
    assertThatThrownBy(() -> candidate(open(AT_1, Sha256.hash())))
        .isInstanceOf(UpgradeRequiredException.class);
  }

  private Chain open(UpgradeRecord announced, Hash32... known) {
    return new Chain(
        network.genesis(),
        announcing(announced),
        TestNet::verifyAfresh,
        new TreeSet<>(List.of(known)));
  }

  /// A store that stands at the genesis, with the upgrade announced already.
  private InMemoryChainStore announcing(UpgradeRecord upgrade) {
    TreeMap<Bytes, Optional<Bytes>> entries =
        new TreeMap<>(network.genesis().initialState().entries());
    entries.put(Keys.UPGRADE, Optional.of(upgrade.encode()));
    StateChanges state = new StateChanges(entries);
    TreeUpdate tree =
        StateTree.apply(NodeReader.EMPTY, StateTree.EMPTY_ROOT, StateTrees.changes(state));
    ChainHead head =
        new ChainHead(0, TestNet.GENESIS_TIME_MS, network.genesis().hash(), tree.root());
    InMemoryChainStore store = new InMemoryChainStore();
    store.initialize(head, state, StateTrees.writes(tree));
    return store;
  }

  private static ProposalRequest request(Chain chain) {
    return new ProposalRequest(
        chain.head().height() + 1,
        TestNet.GENESIS_TIME_MS + 100,
        chain.validatorSets().current().get(0).consensusAddress(),
        Long.MAX_VALUE,
        0,
        Candidates.of(Collections.emptyIterator()),
        ExtendedCommit.NONE,
        List.of());
  }

  private static BlockCandidate candidate(Chain chain) {
    return chain.propose(request(chain)).block().candidate();
  }
}
