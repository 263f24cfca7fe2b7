package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RocksNodeStoreTest extends NodeStoreContract {
  @TempDir Path folder = Path.of("");
  private int opened;

  @Override
  NodeStore open(RetentionSettings retention) {
    Path directory = folder.resolve("store-" + opened++);
    return RocksNodeStore.open(directory, TestStores.small().withRetention(retention));
  }

  @Test
  void survivesReopening() {
    Path directory = folder.resolve("reopened");
    TestChain chain = new TestChain(3, 4);
    NodeStore store = RocksNodeStore.open(directory, TestStores.small());
    store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
    StoreHistory history = new StoreHistory(chain, store, 3);
    for (int step = 0; step < 40; step++) {
      history.step();
    }
    store.close();

    try (NodeStore reopened = RocksNodeStore.open(directory, TestStores.small())) {
      history.model().check(reopened, "reopened");
      assertThat(reopened.sizeBytes()).isPositive();
    }
  }

  @Test
  void forgetsWhatWasReceivedAfterItsBlock() {
    Path directory = folder.resolve("late");
    TestChain chain = new TestChain(3, 4);
    var transactions = chain.transactions(3, 10);
    try (NodeStore store = RocksNodeStore.open(directory, TestStores.small())) {
      store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      store.commit(chain.block(transactions.subList(0, 2)));
      store.journal().append(chain.entries(transactions));
    }

    RocksNodeStore.open(directory, TestStores.small()).close();

    try (StoreDirectory claimed = StoreDirectory.claim(directory);
        RocksBackend backend =
            RocksBackend.open(claimed.database(), TestStores.small(), claimed.watermark())) {
      assertThat(backend.get(Family.JOURNAL, transactions.get(0).hash().bytes())).isNull();
      assertThat(backend.get(Family.JOURNAL, transactions.get(1).hash().bytes())).isNull();
      assertThat(backend.get(Family.JOURNAL, transactions.get(2).hash().bytes())).isNotNull();
    }
  }
}
