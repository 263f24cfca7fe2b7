package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.cli.CommandRun;
import weft.cli.testnet.NetworkProcesses;
import weft.cli.testnet.NodeProcess;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.KeyFile;
import weft.node.network.LocalNetwork;
import weft.node.network.NodeKeys;
import weft.proof.Poll;

/// One more node of a network, made by the commands that an operator uses.
final class Joiner implements AutoCloseable {
  private static final String FUNDS = "200_000_000_000_000";

  /// A tenth of what each validator of the genesis has: the others go on without it.
  static final String BOND = "100000000000000";

  private static final long ASK_MS = 5_000;

  private final NetworkProcesses processes;
  private final NodeProcess node;

  private Joiner(NetworkProcesses processes, int index) {
    this.processes = processes;
    this.node = processes.node(index);
  }

  /// Makes the folder beside those of the network; starts nothing.
  ///
  /// @param index the number after the last node's
  /// @param settings over the defaults
  /// @param more options of `weft node init`
  static Joiner init(
      TestNetwork network, int index, Map<ConfigurationKey, String> settings, String... more) {
    NodeDirectory first = network.node(0).directory();
    Configuration of = Configuration.load(first.configurationFile(), Map.of(), Map.of());
    HostPort peer = HostPort.parse(of.text(ConfigurationKey.ENGINE_PEER_ADDRESS));
    HostPort rpc = HostPort.parse(of.text(ConfigurationKey.ENGINE_RPC_ADDRESS));
    String host = LocalNetwork.host(index);
    String peers =
        network.nodes().stream()
            .map(each -> NodeKeys.peerId(each.directory()) + "@" + each.host() + ":" + peer.port())
            .collect(Collectors.joining(","));
    NodeDirectory directory = LocalNetwork.directory(network.processes().folder(), index);
    List<String> arguments =
        new ArrayList<>(
            List.of("node", "init", "--data", directory.path().toString(), "--validator"));
    arguments.addAll(List.of("--genesis", first.genesisFile().toString(), "--peer", peers));
    arguments.addAll(List.of("--peer-address", host + ":" + peer.port()));
    arguments.addAll(List.of("--rpc-address", host + ":" + rpc.port()));
    for (ConfigurationKey key :
        List.of(ConfigurationKey.API_HTTP_PORT, ConfigurationKey.API_GRPC_PORT)) {
      arguments.addAll(List.of("--set", key.key() + "=" + of.text(key)));
    }
    arguments.addAll(List.of("--set", ConfigurationKey.API_HOST.key() + "=" + host));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key.key() + "=" + value)));
    arguments.addAll(Arrays.asList(more));
    run(arguments.toArray(String[]::new));
    return new Joiner(NetworkProcesses.open(network.processes().folder()), index);
  }

  /// Runs a command, which must succeed.
  static CommandRun run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  NodeProcess node() {
    return node;
  }

  String folder() {
    return node.directory().path().toString();
  }

  /// Funds its operator, and bonds.
  void becomeValidator() {
    String operator = KeyFile.read(node.directory().operatorKeyFile()).address().toString();
    run("transfer", operator, FUNDS, "--key", "dev:3", "--node", node.grpc());
    run("validator", "join", "--data", folder(), "--bond", BOND, "--node", node.grpc());
  }

  /// What `weft validator show` tells.
  JsonNode show() {
    return run("validator", "show", "--data", folder(), "--node", node.grpc(), "--json").json();
  }

  /// Waits until the commit of a new block has its vote.
  void awaitVote(NodeProcess witness) throws Exception {
    String address =
        JsonMapper.shared()
            .readTree(Files.readString(node.directory().engine().validatorKeyFile()))
            .path("address")
            .asString();
    long after = witness.height();
    try (EngineRpc rpc = new EngineRpc(witness.rpc(), ASK_MS)) {
      Poll.require(
          "a vote of " + address,
          TestNetwork.WAIT_MS,
          () -> {
            long height = witness.height();
            return height > after + 1
                && rpc.commit(height - 1)
                    .toOptional()
                    .filter(one -> one.at("/signed_header/commit").toString().contains(address))
                    .isPresent();
          });
    }
  }

  @Override
  public void close() {
    processes.close();
  }
}
