package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.block.Chain;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.engine.solo.SoloEngine;
import weft.engine.solo.SoloEngineSettings;
import weft.engine.solo.SystemBlockClock;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.status.TransactionState;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// What is kept back, with the real ledger, chain, engine and store.
final class HeldChainTest {
  private final TestNet net = TestNet.of(6);
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;

  /// A node as far as this goes.
  private record Running(RocksNodeStore store, Mempool mempool, SoloEngine engine) {
    void submit(VerifiedTransaction transaction, Optional<Hold> hold) {
      assertThat(MempoolFixture.answer(mempool.submit(transaction.transaction().envelope(), hold)))
          .isInstanceOf(Answer.Accepted.class);
    }

    TransactionState state(Hash32 hash) {
      return mempool.status(hash).orElseThrow().state();
    }

    void stop() {
      engine.close();
      mempool.close();
      store.close();
    }
  }

  private Running start() {
    RocksNodeStore store = RocksNodeStore.open(directory, StoreSettings.defaults());
    Chain chain = net.open(store, TestNet::verifyAfresh);
    Mempool mempool =
        Mempool.start(
            MempoolSettings.defaults(2),
            MempoolEnvironment.of(
                store,
                MempoolFixture.NODE_KEY,
                TestTransactions.WEFT,
                () -> Instant.ofEpochMilli(TestNet.GENESIS_TIME_MS),
                () -> {},
                faults::add));
    SoloEngine engine =
        new SoloEngine(
            chain,
            mempool,
            TestNet.VALIDATOR,
            SoloEngineSettings.manualSteps(),
            new SystemBlockClock());
    engine.start();
    return new Running(store, mempool, engine);
  }

  /// The store is torn away under a running node.
  @Test
  void whatIsKeptBackIsThereAfterAKillAndABidBringsItOut() {
    Running killed = start();
    for (VerifiedTransaction each : TestMarket.opening(net.keys())) {
      killed.submit(each, Optional.empty());
    }
    killed.engine.produceBlock();
    VerifiedTransaction kept = TestMarket.ordinary(net.account(3), 1, TestMarket.EAST);
    Hold hold = Hold.of(60_000, true, new TreeSet<>(List.of(HintKind.ROLLUPS)));
    killed.submit(kept, Optional.of(hold));
    List<Hint> hints = killed.mempool.hints();
    killed.store.close();
    Running running = start();
    killed.engine.close();
    killed.mempool.close();
    faults.clear();

    assertThat(running.mempool.hints()).isEqualTo(hints).hasSize(1);
    assertThat(running.state(kept.hash())).isEqualTo(TransactionState.RECEIVED);
    assertThat(running.engine.produceBlock().transactions()).isEmpty();

    VerifiedTransaction bid =
        TestMarket.bid(net.account(1), 0, 500, List.of(TestMarket.EAST), kept.hash());
    running.submit(bid, Optional.empty());
    CommittedBlock block = running.engine.produceBlock();
    assertThat(block.transactions().stream().map(each -> each.transaction().hash()))
        .containsExactly(bid.hash(), kept.hash());
    assertThat(running.state(kept.hash())).isEqualTo(TransactionState.SOFT);
    running.stop();
    assertThat(faults).isEmpty();
  }
}
