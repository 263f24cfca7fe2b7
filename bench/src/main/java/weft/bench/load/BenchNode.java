package weft.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import weft.engine.solo.SystemBlockClock;
import weft.node.Node;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// The node that is measured, in a process of its own. Arguments: store folder, further accounts.
/// Prints `ready <gRPC port>` and runs until its standard input ends.
public final class BenchNode {
  private BenchNode() {}

  static void main(String[] arguments) throws IOException {
    Configuration configuration =
        Configuration.defaults()
            .with(ConfigurationKey.API_HTTP_PORT, "0")
            .with(ConfigurationKey.API_GRPC_PORT, "0")
            .with(ConfigurationKey.API_REQUESTS_PER_SECOND_PER_ADDRESS, "1000000")
            .with(ConfigurationKey.MEMPOOL_MAX_PER_LANE_PERMILLE, "1000");
    Node node =
        Node.start(
            new NodeSettings(
                configuration,
                BenchChain.genesis(Integer.parseInt(arguments[1])),
                BenchChain.validator(),
                BenchChain.nodeKey(),
                Optional.of(Path.of(arguments[0])),
                new SystemBlockClock(),
                false));
    try (node) {
      System.out.println("ready " + node.grpcPort());
      while (System.in.read() >= 0) {
        // Runs until the parent goes away.
      }
    }
  }
}
