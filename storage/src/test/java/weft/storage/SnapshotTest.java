package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aFreshNodeGoesOnFromASnapshot() {
    TestChain chain = new TestChain(5, 3);
    Path original = folder.resolve("original");
    Path snapshot = folder.resolve("snapshot");
    Path copy = folder.resolve("copy");
    StoreModel model;
    try (RocksNodeStore store = RocksNodeStore.open(original, TestStores.small())) {
      store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      StoreHistory history = new StoreHistory(chain, store, 5);
      model = history.model();
      for (int step = 0; step < 40; step++) {
        history.step();
      }

      store.writeSnapshot(snapshot);

      Folders.copy(snapshot, copy);
      try (RocksNodeStore copied = RocksNodeStore.open(copy, TestStores.small())) {
        model.check(copied, "copy of the snapshot");
        StoreHistory onCopy = history.with(copied);
        for (int step = 0; step < 20; step++) {
          onCopy.step();
        }
        model.check(copied, "the copy, later");
        assertThat(store.head().height()).as("the original").isLessThan(copied.head().height());
      }
    }
    try (RocksNodeStore copied = RocksNodeStore.open(copy, TestStores.small())) {
      model.check(copied, "the copy, reopened");
    }
    RocksNodeStore.open(snapshot, TestStores.small()).close();
    RocksNodeStore.open(original, TestStores.small()).close();
  }

  @Test
  void needsAnEmptyDirectory() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("thesis.txt"), "important");
    try (RocksNodeStore store = RocksNodeStore.open(folder.resolve("store"), TestStores.small())) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.writeSnapshot(taken))
          .withMessageContaining("is not empty")
          .withMessageContaining("Choose an empty directory for the snapshot");
    }
    assertThat(Folders.walk(taken)).hasSize(2);
  }

  @Test
  void aStoreInMemoryHasNone() {
    try (MemoryNodeStore store = new MemoryNodeStore()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.writeSnapshot(folder.resolve("none")))
          .withMessageContaining("no snapshot");
    }
  }
}
