package weft.cli.node;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.Output;
import weft.node.NodeDirectory;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// `weft node replay`.
@Command(
    name = "replay",
    description =
        "Execute all blocks of a stopped node again, from genesis on, in memory, and compare every"
            + " signature, state root, lanes root and lane block, on a network also the votes and"
            + " attestations. The history is only read.",
    footer = {"", "Examples:", "  weft node replay --data my-weft"})
public final class NodeReplayCommand implements Callable<Integer> {
  private static final long PROGRESS_BLOCKS = 10_000;

  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    NodeDirectory directory = data.directory();
    if (!Files.isDirectory(directory.store())) {
      throw new CliException(
          "not-found",
          "there is no store in " + directory.path(),
          "Start the node once, and stop it: weft node start --data " + directory.path());
    }
    try (RocksNodeStore store = RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
      long last = store.head().height();
      print(Replay.run(directory.genesis(), store, height -> progress(height, last)));
    }
    return 0;
  }

  private void progress(long height, long last) {
    if (height % PROGRESS_BLOCKS == 0) {
      output.remark("block " + Format.count(height) + " of " + Format.count(last));
    }
  }

  private void print(Replay.Result result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", result.head().height());
    document.put("transactions", result.transactions());
    document.put("laneBlocks", result.laneBlocks());
    document.put("blockHash", result.head().blockHash().toString());
    document.put("appHash", result.head().appHash().toString());
    document.put("lanesDigest", result.lanesDigest().toString());
    output.print(
        document,
        "%s with %s and %s repeat exactly"
            .formatted(
                Format.count(result.head().height(), "block"),
                Format.count(result.transactions(), "transaction"),
                Format.count(result.laneBlocks(), "lane block")),
        "block      " + result.head().blockHash(),
        "state root " + result.head().appHash(),
        "lanes      " + result.lanesDigest());
  }
}
