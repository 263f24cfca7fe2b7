package weft.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weft.engine.cometbft.home.EnginePeer;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.DurableFile;
import weft.node.configuration.GenesisFile;

/// The folder of one node of a network that others make as well.
public final class NetworkNode {
  private NetworkNode() {}

  /// Makes the folder, with the keys that are in it already.
  ///
  /// @param configuration all but the peers
  /// @param peers nodes to stay connected to; the node itself may be among them and is left out
  /// @param isValidator whether it gets the keys of a validator
  /// @throws ConfigurationException if there is a node already, or the genesis is unsound
  public static void create(
      NodeDirectory directory,
      Genesis genesis,
      Configuration configuration,
      List<EnginePeer> peers,
      boolean isValidator) {
    requireNetwork(genesis);
    requireFresh(directory);
    boolean signs = configuration.text(ConfigurationKey.ENGINE_REMOTE_SIGNER_ADDRESS).isEmpty();
    NodeKeys.createNode(directory, signs);
    if (isValidator) {
      NodeKeys.createValidator(directory);
    }
    String own = NodeKeys.peerId(directory);
    String others =
        peers.stream()
            .filter(peer -> !peer.nodeId().equals(own))
            .map(EnginePeer::toString)
            .distinct()
            .collect(Collectors.joining(","));
    Configuration complete =
        others.isEmpty()
            ? configuration
            : configuration.with(ConfigurationKey.ENGINE_PEERS, others);
    try {
      DurableFile.replace(directory.configurationFile(), complete.toToml());
      EngineFiles.complete(directory.engine(), genesis);
      // The last: with it, the folder is a node's.
      GenesisFile.write(directory.genesisFile(), genesis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNetwork(Genesis genesis) {
    List<String> problems = genesis.problems();
    if (!problems.isEmpty()) {
      throw new ConfigurationException("the genesis is unsound: " + String.join("; ", problems));
    }
    if (!genesis.isNetwork()) {
      throw new ConfigurationException(
          "the genesis lists no validators: its chain has one node, which is there already");
    }
  }

  private static void requireFresh(NodeDirectory directory) {
    List<Path> found =
        Stream.of(
                directory.genesisFile(),
                directory.configurationFile(),
                directory.engine().genesisFile(),
                directory.store())
            .filter(Files::exists)
            .toList();
    if (found.isEmpty()) {
      return;
    }
    throw new ConfigurationException(
        directory.isInitialised()
            ? "there is a node already: " + found.getFirst() + "; nothing was changed"
            : "an init did not come to its end; delete what it left, but no keys: "
                + found.stream().map(Path::toString).collect(Collectors.joining(" ")));
  }
}
