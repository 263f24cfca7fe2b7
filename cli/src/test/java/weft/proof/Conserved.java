package weft.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import weft.ledger.query.ConservationCheck;
import weft.node.NodeDirectory;
import weft.storage.NodeStore;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// That no asset came from nowhere or is gone, whatever a node went through.
public final class Conserved {
  private Conserved() {}

  /// Opens the store of a stopped node, and looks through all of its state.
  public static void require(Path data) {
    Path directory = new NodeDirectory(data).store();
    try (RocksNodeStore store = RocksNodeStore.open(directory, StoreSettings.defaults())) {
      require(store);
    }
  }

  static void require(NodeStore store) {
    assertThat(ConservationCheck.violations(store.state())).isEmpty();
  }
}
