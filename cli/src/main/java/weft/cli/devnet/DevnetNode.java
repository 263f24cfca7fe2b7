package weft.cli.devnet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weft.cli.CliException;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.node.NodeSetup;
import weft.engine.solo.SystemBlockClock;
import weft.ledger.genesis.Genesis;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.primitives.Address;

/// The node of a devnet: made on first use, gone on with later.
final class DevnetNode {
  static final String HOST = "127.0.0.1";

  private static final long CHAIN_ID = 9_600;
  private static final int MAX_PORT = 65_535;

  private DevnetNode() {}

  /// Starts the node of a folder on loopback.
  ///
  /// @param portBase HTTP there and gRPC one above; 0 = any free ports
  static Node start(Path folder, int portBase) {
    if (portBase < 0 || portBase >= MAX_PORT) {
      throw CliException.usage("--port-base is 0 to 65534, not " + portBase, "Choose another.");
    }
    NodeDirectory directory = new NodeDirectory(folder);
    if (!directory.isInitialised()) {
      NodeSetup.create(directory, Configuration.defaults(), DevnetNode::genesis);
    }
    Map<String, String> overrides = new TreeMap<>();
    // Its keys are known to everybody: whatever weft.toml or a variable says, it stays on loopback.
    overrides.put(ConfigurationKey.API_HOST.key(), HOST);
    overrides.put(ConfigurationKey.API_HTTP_PORT.key(), String.valueOf(portBase));
    overrides.put(
        ConfigurationKey.API_GRPC_PORT.key(), String.valueOf(portBase == 0 ? 0 : portBase + 1));
    return Node.start(
        new NodeSettings(
            Configuration.load(directory.configurationFile(), System.getenv(), overrides),
            directory.genesis(),
            directory.validatorKey(),
            directory.nodeKey(),
            Optional.of(directory.store()),
            new SystemBlockClock(),
            false));
  }

  private static Genesis genesis(Address validator) {
    return new Genesis(
        CHAIN_ID,
        "weft-devnet",
        System.currentTimeMillis(),
        validator,
        NodeSetup.ASSET,
        List.of(),
        NodeSetup.developmentBalances(),
        List.of(DevelopmentKeys.account(0).address()),
        1,
        new TreeMap<>());
  }
}
