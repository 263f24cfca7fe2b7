package weft.cli.node;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import weft.node.NodeDirectory;

/// The folder of a node.
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${WEFT_DATA:-weft-data}",
      description =
          "The node's folder: configuration, genesis, keys, store. Default: ${DEFAULT-VALUE}, or"
              + " variable WEFT_DATA.")
  private Path data = Path.of("weft-data");

  public NodeDirectory directory() {
    return new NodeDirectory(data);
  }
}
