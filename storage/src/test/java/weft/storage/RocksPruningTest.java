package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RocksPruningTest extends PruningContract {
  @TempDir Path folder = Path.of("");
  private int opened;

  @Override
  NodeStore open(RetentionSettings retention) {
    Path directory = folder.resolve("store-" + opened++);
    return RocksNodeStore.open(directory, TestStores.small().withRetention(retention));
  }

  @Test
  void pruningGivesSpaceBack() {
    TestChain chain = new TestChain(3, 4);
    Path directory = folder.resolve("pruned");
    try (NodeStore store = RocksNodeStore.open(directory, TestStores.small())) {
      store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      for (int i = 0; i < 60; i++) {
        store.commit(chain.block(chain.transactions(10, 64 << 10)));
      }
      long before = store.sizeBytes();
      long onDiskBefore = bytesOnDisk(directory);

      store.pruneBelow(50);

      assertThat(store.sizeBytes()).isLessThan(before / 2);
      assertThat(bytesOnDisk(directory)).isLessThan(onDiskBefore * 2 / 3);
      assertThat(store.sizeBytes()).isBetween(store.historyBytes(), store.historyBytes() * 3);
    }
  }

  private static long bytesOnDisk(Path directory) {
    return Folders.walk(directory).stream()
        .filter(path -> path.toString().matches(".*[.](sst|blob|log)"))
        .mapToLong(path -> path.toFile().length())
        .sum();
  }
}
