package weft.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.solo.SystemBlockClock;
import weft.node.NetworkSettings;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// A validator that is measured, in a process of its own, with its engine beside it. Arguments: the
/// node's folder, the engine's program. Prints `ready <gRPC port>` and runs until its standard
/// input ends.
public final class NetworkNode {
  private NetworkNode() {}

  static void main(String[] arguments) throws IOException {
    NodeDirectory directory = new NodeDirectory(Path.of(arguments[0]));
    Configuration configuration =
        Configuration.load(
            directory.configurationFile(),
            Map.of(),
            new TreeMap<>(
                Map.of(
                    ConfigurationKey.API_REQUESTS_PER_SECOND_PER_ADDRESS.key(), "1000000",
                    ConfigurationKey.MEMPOOL_MAX_PER_LANE_PERMILLE.key(), "1000")));
    EngineBinary engine =
        EngineBinary.check(Path.of(arguments[1]))
            .orElseThrow((message, nextStep) -> new IOException(message + ". " + nextStep));
    Node node =
        Node.start(
            new NodeSettings(
                configuration,
                directory.genesis(),
                new NetworkSettings(engine, directory.engine(), directory.attestationKey()),
                directory.nodeKey(),
                directory.store(),
                new SystemBlockClock()));
    try (node) {
      System.out.println("ready " + node.grpcPort());
      while (System.in.read() >= 0) {
        // Runs until the parent goes away.
      }
    }
  }
}
