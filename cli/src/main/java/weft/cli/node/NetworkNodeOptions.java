package weft.cli.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.engine.cometbft.home.EnginePeer;
import weft.engine.cometbft.home.HostPort;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// How a node of an existing network is set up.
final class NetworkNodeOptions {
  @Option(
      names = "--genesis",
      paramLabel = "FILE",
      description = "Make a node of the network with this genesis, not of a new chain.")
  private @Nullable Path genesis;

  @Option(
      names = "--validator",
      description =
          "With --genesis: also make the keys of a validator. Where 'weft network keys' made them"
              + " before, they are used anyway.")
  private boolean validator;

  @Option(
      names = "--peer",
      paramLabel = "ID@HOST:PORT",
      split = ",",
      description =
          "With --genesis: a node to stay connected to; repeatable, or several with commas. This"
              + " node itself may be among them.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--peer-address",
      paramLabel = "HOST:PORT",
      description =
          "With --genesis: where to listen for other nodes. Default: 0.0.0.0:26656, as"
              + " engine.peer-address.")
  private @Nullable String peerAddress;

  @Option(
      names = "--external-address",
      paramLabel = "HOST:PORT",
      description = "With --genesis: what other nodes are told to dial, if it is another address.")
  private @Nullable String externalAddress;

  @Option(
      names = "--rpc-address",
      paramLabel = "HOST:PORT",
      description =
          "With --genesis: where the engine answers this node, on loopback. Default:"
              + " 127.0.0.1:26657.")
  private @Nullable String rpcAddress;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "With --genesis: another key to write into weft.toml; repeatable.")
  private Map<String, String> settings = new TreeMap<>();

  Optional<Path> genesis() {
    return Optional.ofNullable(genesis);
  }

  boolean validator() {
    return validator;
  }

  /// Whether one was given that says nothing without a genesis.
  boolean areUsed() {
    return validator
        || !peers.isEmpty()
        || peerAddress != null
        || externalAddress != null
        || rpcAddress != null
        || !settings.isEmpty();
  }

  /// @throws CliException if one is no peer
  List<EnginePeer> peers() {
    return peers.stream().map(text -> parse("--peer", text.strip(), EnginePeer::parse)).toList();
  }

  /// What goes into `weft.toml`, but for the peers.
  ///
  /// @throws CliException if an address is none
  Configuration configuration(NodeDirectory directory) {
    Configuration configuration =
        Configuration.load(directory.configurationFile(), Map.of(), settings);
    configuration =
        with(configuration, ConfigurationKey.ENGINE_PEER_ADDRESS, "--peer-address", peerAddress);
    configuration =
        with(
            configuration,
            ConfigurationKey.ENGINE_EXTERNAL_ADDRESS,
            "--external-address",
            externalAddress);
    configuration =
        with(configuration, ConfigurationKey.ENGINE_RPC_ADDRESS, "--rpc-address", rpcAddress);
    HostPort rpc =
        parse(
            "--rpc-address",
            configuration.text(ConfigurationKey.ENGINE_RPC_ADDRESS),
            HostPort::parse);
    if (!rpc.isLoopback()) {
      throw CliException.usage(
          "--rpc-address: " + rpc + " is not on loopback",
          "The engine's RPC has no limits for strangers: choose 127.0.0.1:PORT.");
    }
    return configuration;
  }

  private static Configuration with(
      Configuration configuration, ConfigurationKey key, String option, @Nullable String address) {
    return address == null
        ? configuration
        : configuration.with(key, parse(option, address, HostPort::parse).toString());
  }

  private static <T> T parse(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(option + ": " + e.getMessage(), "Correct it.");
    }
  }
}
