package weft.chain.block;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import weft.chain.fixture.RandomMempool;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.protocol.transaction.Nonce;

/// The same few blocks of every kind of transaction wherever it runs. As a program, it prints what
/// they led to, for comparison between Java machines.
final class ReplayScenario {
  private static final int SEED = 4711;
  private static final int BLOCKS = 12;

  private ReplayScenario() {}

  public static void main(String[] arguments) {
    blocks(net()).forEach(block -> System.out.println(line(block)));
  }

  static TestNet net() {
    return TestNet.of(6);
  }

  static List<CommittedBlock> blocks(TestNet net) {
    InMemoryChainStore store = new InMemoryChainStore();
    Chain chain = net.open(store);
    TestNet.step(
        chain,
        TestTransactions.plain()
            .sign(net.account(0), new Nonce(0, 0), TestRollups.registrations(net.account(0))));
    RandomMempool mempool = new RandomMempool(net.keys(), new SplittableRandom(SEED));
    mempool.committed(store.blocks().getFirst());
    for (int i = 0; i < BLOCKS; i++) {
      Proposal proposal = TestNet.propose(chain, mempool.candidates(60).iterator());
      mempool.committed(TestNet.commit(chain, proposal.block().candidate()));
    }
    return new ArrayList<>(store.blocks());
  }

  /// Everything that hashes bind: height, block, state and lanes.
  static String line(CommittedBlock block) {
    return "block "
        + block.header().height()
        + " "
        + block.blockHash()
        + " "
        + block.appHash()
        + " "
        + block.entries().getFirst();
  }
}
