package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store is made of a snapshot completely or not at all.
final class SnapshotCopyTest {
  @TempDir private Path folder = Path.of("");
  private Path snapshot = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void takeASnapshot() {
    snapshot = folder.resolve("snapshot");
    store = folder.resolve("node").resolve("store");
    TestChain chain = new TestChain(9, 3);
    try (RocksNodeStore original = open(folder.resolve("original"))) {
      original.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      original.commit(chain.block(chain.transactions(3, 30)));
      original.writeSnapshot(snapshot);
    }
  }

  private static RocksNodeStore open(Path directory) {
    return RocksNodeStore.open(directory, TestStores.small());
  }

  private void requireCopied() {
    assertThat(SnapshotCopy.unfinished(store)).doesNotExist();
    try (RocksNodeStore copied = open(store)) {
      assertThat(copied.head().height()).isEqualTo(1);
    }
  }

  private void refuses(String what, String nextStep) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> SnapshotCopy.make(snapshot, store))
        .withMessageContaining(what)
        .satisfies(e -> assertThat(e.nextStep()).contains(nextStep));
    assertThat(store).doesNotExist();
  }

  @Test
  void aCopyIsWhole() {
    SnapshotCopy.make(snapshot, store);

    requireCopied();
    open(snapshot).close();
  }

  @Test
  void aCopyThatWasKilledIsMadeAnew() throws IOException {
    Path half = SnapshotCopy.unfinished(store);
    Files.createDirectories(half.resolve("db/deeper"));
    Files.writeString(half.resolve("db/deeper/000001.sst"), "of another snapshot");
    Files.writeString(half.resolve(DirectoryLock.FILE_NAME), "pid 1\n");
    Files.copy(snapshot.resolve(StoreSchema.FILE_NAME), half.resolve(StoreSchema.FILE_NAME));

    SnapshotCopy.make(snapshot, store);

    requireCopied();
    assertThat(store.resolve("db/deeper")).doesNotExist();
  }

  @Test
  void aCopyThatFailsLeavesNoStoreAndCanBeTriedAgain() throws IOException {
    Path unreadable = snapshot.resolve("zzz");
    Files.createSymbolicLink(unreadable, folder.resolve("nothing"));
    refuses("cannot be copied", "copy it again");
    assertThat(SnapshotCopy.unfinished(store)).isNotEmptyDirectory();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(store).close())
        .withMessageContaining("did not come to its end");
    assertThat(store).doesNotExist();
    Files.delete(unreadable);

    SnapshotCopy.make(snapshot, store);

    requireCopied();
  }

  @Test
  void oneProcessCopiesAtATime() throws IOException {
    Path copy = Files.createDirectories(SnapshotCopy.unfinished(store));
    try (DirectoryLock _ = DirectoryLock.acquire(copy)) {
      refuses("in use by this process", "Stop that node");
    }
    SnapshotCopy.make(snapshot, store);
    requireCopied();
  }

  @Test
  void halfASnapshotIsRefused() throws IOException {
    Path current = snapshot.resolve("db/CURRENT");
    byte[] content = Files.readAllBytes(current);
    Files.delete(current);
    refuses("db/CURRENT is missing", "snapshot");
    Files.write(current, content);
    Files.delete(snapshot.resolve(Watermark.FILE_NAME));
    refuses("weft.watermark is missing", "Put it back");
    Files.delete(snapshot.resolve(StoreSchema.FILE_NAME));
    refuses("no whole snapshot", "Make it again");
    assertThat(SnapshotCopy.unfinished(store)).doesNotExist();
  }
}
