package weft.cli.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.Output;
import weft.node.NodeDirectory;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// `weft node snapshot`.
@Command(
    name = "snapshot",
    description = "Write a snapshot of a stopped node that a fresh node can start from.",
    footer = {
      "",
      "Examples:",
      "  weft node snapshot --data my-weft --out snapshot",
      "  weft node start --data copy --from-snapshot snapshot"
    })
public final class NodeSnapshotCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write it; must not exist yet.")
  private Path out = Path.of("snapshot");

  @Override
  public Integer call() {
    NodeDirectory directory = data.directory();
    if (!Files.isDirectory(directory.store())) {
      throw new CliException(
          "not-found",
          "there is no store in " + directory.path(),
          "Start the node once, and stop it: weft node start --data " + directory.path());
    }
    if (Files.exists(out)) {
      throw new CliException("exists", out + " exists already", "Choose another --out folder.");
    }
    try (RocksNodeStore store = RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
      store.writeSnapshot(out);
      long height = store.head().height();
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("snapshot", out.toString());
      document.put("height", height);
      output.print(document, "snapshot of block " + Format.count(height) + " in " + out);
    }
    return 0;
  }
}
