package weft.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class RocksSealsTest extends SealsContract {
  @TempDir Path folder = Path.of("");
  private int opened;

  @Override
  NodeStore open(RetentionSettings retention) {
    Path directory = folder.resolve("store-" + opened++);
    return RocksNodeStore.open(directory, TestStores.small().withRetention(retention));
  }
}
