package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store does with the directory that it is given.
final class StoreDirectoryTest {
  @TempDir Path folder = Path.of("");

  private static RocksNodeStore open(Path directory) {
    return RocksNodeStore.open(directory, TestStores.small());
  }

  private static void refuses(Path directory, String what, String nextStep) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(directory).close())
        .withMessageContaining(what)
        .satisfies(e -> assertThat(e.nextStep()).contains(nextStep));
  }

  private Path filled() {
    Path directory = folder.resolve("deep/er/store");
    TestChain chain = new TestChain(1, 2);
    try (RocksNodeStore store = open(directory)) {
      store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      store.commit(chain.block(chain.transactions(3, 30)));
    }
    return directory;
  }

  @Test
  void makesMissingDirectoriesAndOpensThemAgain() {
    Path directory = filled();

    try (RocksNodeStore store = open(directory)) {
      assertThat(store.head().height()).isEqualTo(1);
    }
  }

  @Test
  void refusesAForeignDirectory() throws IOException {
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "important");

    refuses(foreign, "holds no Weft store", "Choose an empty directory");
    assertThat(Folders.walk(foreign)).as("nothing was written").hasSize(2);
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    refuses(file, "is not a directory", "Choose another");
  }

  @Test
  void refusesANewerLayout() throws IOException {
    Path directory = filled();
    Files.writeString(directory.resolve(StoreSchema.FILE_NAME), "weft-store 3\n");

    refuses(directory, "has layout 3", "newer version of Weft");
  }

  @Test
  void refusesAnOlderLayoutThatItDoesNotKnow() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> StoreSchema.requireVersion(folder, 0))
        .withMessageContaining("no longer reads");
  }

  @Test
  void refusesADatabaseOfANewerLayoutBehindAnOldMarker() {
    Path directory = filled();
    try (StoreDirectory claimed = StoreDirectory.claim(directory);
        RocksBackend backend =
            RocksBackend.open(claimed.database(), TestStores.small(), claimed.watermark())) {
      Batch batch = new Batch();
      MetaRecords.putSchema(batch, StoreSchema.VERSION + 1);
      backend.write(batch);
    }

    refuses(directory, "has layout 3", "newer version of Weft");
  }

  @Test
  void refusesADamagedMarker() throws IOException {
    Path directory = filled();
    Files.writeString(directory.resolve(StoreSchema.FILE_NAME), "weft-store one\n");

    refuses(directory, "is damaged", "snapshot");
  }

  @Test
  void goesOnWhereMakingAStoreStopped() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("begun"));
    Files.writeString(directory.resolve(DirectoryLock.FILE_NAME), "pid 1\n");
    Path draft = Files.writeString(directory.resolve(StoreSchema.DRAFT_NAME), "weft-");
    Path marker = directory.resolve(StoreSchema.FILE_NAME);
    open(directory).close();

    Files.move(marker, draft);
    open(directory).close();
    Files.move(marker, draft);
    Files.delete(directory.resolve(Watermark.FILE_NAME));
    open(directory).close();
    Files.move(marker, draft);
    Folders.delete(directory.resolve("db"));
    Files.delete(directory.resolve(Watermark.FILE_NAME));
    open(directory).close();
    assertThat(directory.resolve(Watermark.FILE_NAME)).isNotEmptyFile();
    assertThat(marker).isNotEmptyFile();
    assertThat(draft).doesNotExist();
  }

  /// What a copy that was cut short leaves, whichever files came first.
  @Test
  void halfAStoreIsNeverTakenForANewOne() throws IOException {
    Path directory = filled();
    Path current = directory.resolve("db/CURRENT");
    Path watermark = directory.resolve(Watermark.FILE_NAME);
    Path marker = directory.resolve(StoreSchema.FILE_NAME);
    Files.delete(current);
    refuses(directory, "db/CURRENT is missing", "snapshot");
    Files.delete(watermark);
    refuses(directory, "db/CURRENT is missing", "snapshot");
    Folders.delete(directory.resolve("db"));
    refuses(directory, "db/CURRENT is missing", "snapshot");
    assertThat(directory.resolve("db")).doesNotExist();
    Files.delete(marker);
    Files.createDirectory(directory.resolve("db"));
    refuses(directory, "holds no Weft store", "Choose an empty directory");
  }

  @Test
  void noticesAMissingDatabase() {
    Path directory = filled();
    Folders.delete(directory.resolve("db"));

    refuses(directory, "cannot be opened", "snapshot");
    assertThat(directory.resolve("db/CURRENT")).doesNotExist();
  }

  @Test
  void noticesAMissingWatermark() throws IOException {
    Path directory = filled();
    Files.delete(directory.resolve(Watermark.FILE_NAME));

    refuses(directory, "weft.watermark is missing", "make an empty one");
    Files.createFile(directory.resolve(Watermark.FILE_NAME));
    open(directory).close();
  }

  @Test
  void noticesAnOlderDatabase() {
    Path directory = filled();
    Path older = folder.resolve("older");
    Folders.copy(directory.resolve("db"), older);
    TestChain chain = new TestChain(1, 2);
    try (RocksNodeStore store = open(directory)) {
      chain.block(chain.transactions(3, 30));
      store.commit(chain.block(chain.transactions(3, 30)));
    }
    Folders.delete(directory.resolve("db"));
    Folders.copy(older, directory.resolve("db"));

    refuses(directory, "lost acknowledged writes", "empty the file weft.watermark");
  }

  @Test
  void oneStoreInAProcessHasTheDirectory() {
    Path directory = filled();
    try (RocksNodeStore store = open(directory)) {
      refuses(directory, "in use by this process", "choose another data directory");
      assertThat(store.head().height()).isEqualTo(1);
      refuses(directory, "in use by this process", "Stop that node first");
    }
    open(directory).close();
  }

  @Test
  void closingTwiceDoesNotFreeAnothersLock() {
    Path directory = filled();
    RocksNodeStore first = open(directory);
    first.close();
    try (RocksNodeStore second = open(directory)) {
      first.close();
      refuses(directory, "in use by this process", "Stop that node first");
      assertThat(second.head().height()).isEqualTo(1);
    }
  }

  @Test
  void oneProcessHasTheDirectory() throws IOException, InterruptedException {
    Path directory = filled();
    Process holder = ChildJvm.start(LockHolder.class, directory.toString());
    try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("open");

      refuses(directory, "in use by the process with pid " + holder.pid(), "Stop that node");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    open(directory).close();
  }

  /// Opens a store and waits to be killed.
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
      try (RocksNodeStore store = open(Path.of(args[0]))) {
        System.out.println(store.head().height() == 1 ? "open" : "wrong head");
        System.in.read();
      }
    }
  }

  @Test
  void refusesSenselessSettings() {
    RetentionSettings all = RetentionSettings.keepAll();
    long ok = 1 << 20;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(-1, 0, ok, ok, ok, 0, all));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(0, -1, ok, ok, ok, 0, all));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(0, 0, ok - 1, ok, ok, 0, all));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(0, 0, ok, 0, ok, 0, all));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(0, 0, ok, ok, 0, 0, all));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(0, 0, ok, ok, ok, -1, all));
  }
}
