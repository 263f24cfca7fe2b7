package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up while the store writes.
final class DiskFullTest {
  private static final int MAX_STEPS = 20_000;

  @TempDir Path folder = Path.of("");

  @Test
  void aFullDiskLosesNothing() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()),
        "Skipped: mounting a small file system needs the capability CAP_SYS_ADMIN");
    try {
      Path directory = disk.resolve("store");
      StoreHistory history = fillUp(directory, TestStores.small(), true);

      refusesWhileFull(directory);
      assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
      try (RocksNodeStore store = RocksNodeStore.open(directory, TestStores.small())) {
        history.checkAfterFailure(store, "with more space");
        goOn(history, store);
      }
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  /// Opening needs a little space; without it, the message must say so.
  private static void refusesWhileFull(Path directory) {
    try {
      RocksNodeStore.open(directory, TestStores.small()).close();
    } catch (StoreException e) {
      assertThat(e.nextStep()).isEqualTo(StoreAdvice.FREE_SPACE);
    }
  }

  @Test
  void aSpaceLimitLosesNothing() {
    Path directory = folder.resolve("limited");
    StoreHistory history = fillUp(directory, TestStores.small().withMaxSpaceBytes(6 << 20), false);

    try (RocksNodeStore store = RocksNodeStore.open(directory, TestStores.small())) {
      history.checkAfterFailure(store, "without the limit");
      goOn(history, store);
    }
  }

  private static StoreHistory fillUp(Path directory, StoreSettings settings, boolean isDisk) {
    TestChain chain = new TestChain(8, 2);
    try (RocksNodeStore store = RocksNodeStore.open(directory, settings)) {
      store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      StoreHistory history = new StoreHistory(chain, store, 8);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () -> {
                for (int step = 0; step < MAX_STEPS; step++) {
                  history.step();
                }
              })
          .satisfies(e -> assertThat(e.nextStep()).isEqualTo(StoreAdvice.FREE_SPACE));
      history.model().check(store, isDisk ? "while the disk is full" : "at the limit");
      refusesFurtherWrites(chain, store);
      return history;
    }
  }

  private static void refusesFurtherWrites(TestChain chain, NodeStore store) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.journal().append(chain.entries(chain.transactions(1, 10))))
        .withMessageContaining("takes no more writes")
        .withMessageContaining(StoreAdvice.FREE_SPACE);
  }

  private static void goOn(StoreHistory history, NodeStore store) {
    TestChain next = new TestChain(9, 2);
    store.journal().append(next.entries(next.transactions(2, 10)));
    assertThat(store.journal().pending()).hasSize(history.model().pending().size() + 2);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
