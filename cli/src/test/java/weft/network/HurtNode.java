package weft.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import weft.chain.engine.EngineStatus;
import weft.cli.node.LogSetup;
import weft.engine.cometbft.abci.Application;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.engine.solo.SystemBlockClock;
import weft.node.NetworkSettings;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.primitives.Address;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;

/// A node as `weft node start` runs it, but with something between its engine and its chain.
///
/// Arguments: the node's folder, then `lies`, `dies CALL:MOMENT:COUNT` or nothing.
final class HurtNode {
  private static final long POLL_MS = 50;

  private HurtNode() {}

  public static void main(String[] arguments) throws IOException {
    NodeDirectory directory = new NodeDirectory(Path.of(arguments[0]));
    Configuration configuration =
        Configuration.load(directory.configurationFile(), Map.of(), Map.of());
    LogSetup.apply(configuration);
    EngineBinary engine = ((EngineSearch.Found) EngineBinary.find()).binary();
    UnaryOperator<Application> between =
        switch (arguments.length == 1 ? "" : arguments[1]) {
          case "lies" -> {
            Address self = consensusAddress(directory);
            BlsPrivateKey key = directory.attestationKey().orElseThrow();
            yield chain -> new LyingApplication(chain, self, key);
          }
          case "dies" ->
              chain -> new DyingApplication(chain, DyingApplication.Death.parse(arguments[2]));
          default -> UnaryOperator.identity();
        };
    try (Node node =
        Node.start(
            new NodeSettings(
                configuration,
                directory.genesis(),
                new NetworkSettings(
                    engine, directory.engine(), directory.attestationKey(), between),
                directory.nodeKey(),
                directory.store(),
                new SystemBlockClock()))) {
      while (!(node.status() instanceof EngineStatus.Halted)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
      }
    }
  }

  static Address consensusAddress(NodeDirectory directory) throws IOException {
    Path file = directory.engine().path().resolve("config").resolve("priv_validator_key.json");
    return Address.of(
        Bytes.fromHex(
            JsonMapper.shared().readTree(Files.readString(file)).path("address").asString()));
  }
}
