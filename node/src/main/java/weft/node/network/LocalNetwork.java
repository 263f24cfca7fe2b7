package weft.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import weft.engine.cometbft.home.EngineHomeSettings;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.home.HostPort;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.DurableFile;
import weft.node.configuration.GenesisFile;
import weft.node.configuration.KeyFile;
import weft.primitives.Amount;

/// A network whose validators run on one machine, at the addresses 127.0.0.1, 127.0.0.2 and so on,
/// each in a folder `node0`, `node1`, … of its own.
public final class LocalNetwork {
  /// What each validator has bonded.
  public static final Amount BOND = Amount.of(1_000_000_000_000_000L);

  /// As many addresses as the plan knows.
  public static final int MAX_VALIDATORS = 64;

  private LocalNetwork() {}

  /// Where the nodes listen; the same ports at each address.
  public record Ports(int peer, int rpc, int http, int grpc) {
    public static final Ports DEFAULT = new Ports(26_656, 26_657, 9_600, 9_601);
  }

  /// The engine's waits for so many validators on one machine.
  public static EngineProfile profile(int validators) {
    return validators == 1 ? EngineProfile.ALONE : EngineProfile.LOW_LATENCY;
  }

  /// The address of a node.
  public static String host(int node) {
    return "127.0.0." + (node + 1);
  }

  /// The folder of a node.
  public static NodeDirectory directory(Path base, int node) {
    return new NodeDirectory(base.resolve("node" + node));
  }

  /// Makes the folders of as many validators.
  ///
  /// @param genesis the genesis with these validators
  /// @throws ConfigurationException if there is a network already, or the genesis is unsound
  public static List<NodeDirectory> create(
      Path base,
      int validators,
      Ports ports,
      EngineProfile profile,
      Function<List<GenesisValidator>, Genesis> genesis) {
    if (validators < 1 || validators > MAX_VALIDATORS) {
      throw new ConfigurationException(
          "a local network has 1 to " + MAX_VALIDATORS + " validators, not " + validators);
    }
    List<ValidatorKeys> keys =
        IntStream.range(0, validators).mapToObj(_ -> ValidatorKeys.generate()).toList();
    Genesis document =
        genesis.apply(keys.stream().map(each -> each.genesisValidator(BOND)).toList());
    List<String> problems = document.problems();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(String.join("; ", problems));
    }
    List<NodeDirectory> directories = new ArrayList<>();
    try {
      for (int node = 0; node < validators; node++) {
        NodeDirectory directory = directory(base, node);
        if (Files.exists(directory.path())) {
          throw new ConfigurationException(
              "there is a node already: " + directory.path() + "; choose another folder");
        }
        write(directory, node, keys, ports, profile, document);
        directories.add(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directories;
  }

  private static void write(
      NodeDirectory directory,
      int node,
      List<ValidatorKeys> keys,
      Ports ports,
      EngineProfile profile,
      Genesis genesis)
      throws IOException {
    Files.createDirectories(directory.path());
    ValidatorKeys own = keys.get(node);
    KeyFile.write(directory.operatorKeyFile(), own.operator());
    KeyFile.write(directory.attestationKeyFile(), own.attestation());
    KeyFile.write(directory.nodeKeyFile(), own.node());
    String host = host(node);
    String peers =
        IntStream.range(0, keys.size())
            .filter(other -> other != node)
            .mapToObj(other -> keys.get(other).peerId() + "@" + host(other) + ":" + ports.peer())
            .collect(Collectors.joining(","));
    Configuration configuration =
        Configuration.defaults()
            .with(ConfigurationKey.ENGINE_PROFILE, profile.name())
            .with(ConfigurationKey.ENGINE_PEER_ADDRESS, host + ":" + ports.peer())
            .with(ConfigurationKey.ENGINE_PEERS, peers)
            .with(ConfigurationKey.ENGINE_RPC_ADDRESS, host + ":" + ports.rpc())
            .with(ConfigurationKey.API_HOST, host)
            .with(ConfigurationKey.API_HTTP_PORT, String.valueOf(ports.http()))
            .with(ConfigurationKey.API_GRPC_PORT, String.valueOf(ports.grpc()));
    DurableFile.replace(directory.configurationFile(), configuration.toToml());
    EngineFiles.create(
        directory.engine(),
        genesis,
        EngineHomeSettings.of(
            "node" + node,
            profile,
            "unix://" + directory.engine().path().resolve("app.sock"),
            new HostPort(host, ports.peer()),
            new HostPort(host, ports.rpc())),
        own.peer(),
        Optional.of(own.consensus()));
    // The last: with it, the folder is a node's.
    GenesisFile.write(directory.genesisFile(), genesis);
  }
}
