package weft.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import weft.engine.solo.SystemBlockClock;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// A node as another program embeds it: unlike `weft node start` it stays when the engine halts, so
/// that what it answers then can be seen. Ends with its standard input, so with its parent.
/// Arguments: folder, gRPC port.
final class StayingNode {
  private StayingNode() {}

  static void main(String[] arguments) throws IOException {
    NodeDirectory directory = new NodeDirectory(Path.of(arguments[0]));
    NodeSettings settings =
        new NodeSettings(
            Configuration.defaults()
                .with(ConfigurationKey.API_HTTP_PORT, "0")
                .with(ConfigurationKey.API_GRPC_PORT, arguments[1]),
            directory.genesis(),
            directory.validatorKey(),
            directory.nodeKey(),
            Optional.of(directory.store()),
            new SystemBlockClock(),
            false);
    try (Node node = Node.start(settings)) {
      System.out.println(
          "{\"event\":\"listening\",\"http\":\"http://127.0.0.1:" + node.httpPort() + "\"}");
      while (System.in.read() >= 0) {
        // The parent never writes.
      }
    }
  }
}
