package weft.engine.cometbft.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import weft.engine.cometbft.home.ConsensusLimits;
import weft.engine.cometbft.home.EngineGenesis;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.home.EngineHomeSettings;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.home.EngineValidator;
import weft.engine.cometbft.home.FreshKey;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.engine.cometbft.rpc.EngineStatus;
import weft.primitives.Ed25519PrivateKey;

/// A network of one validator: its folder, and questions to its engine.
public record TestEngine(EngineHome home, Ed25519PrivateKey validator, HostPort address)
    implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /// @param application such as `kvstore`, which is built into the engine
  public static TestEngine create(Path folder, String application) throws IOException {
    Ed25519PrivateKey validator = FreshKey.generate();
    HostPort rpc;
    HostPort peers;
    try (ServerSocket one = free();
        ServerSocket two = free()) {
      rpc = new HostPort("127.0.0.1", one.getLocalPort());
      peers = new HostPort("127.0.0.1", two.getLocalPort());
    }
    EngineHome home =
        EngineHome.create(
            folder,
            new EngineGenesis(
                "weft-test",
                Instant.parse("2026-11-26T05:00:00Z"),
                List.of(new EngineValidator(validator.publicKey(), 10, "only")),
                "{}",
                ConsensusLimits.DEFAULT),
            EngineHomeSettings.of(
                "a \"quoted\" \\ moniker", EngineProfile.ALONE, application, peers, rpc),
            FreshKey.generate(),
            Optional.of(validator));
    return new TestEngine(home, validator, rpc);
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  public EngineRpc rpc() {
    return new EngineRpc(address, 2_000);
  }

  /// The last block's height; 0 while nothing answers.
  public long height() {
    try (EngineRpc rpc = rpc()) {
      return rpc.status().toOptional().map(EngineStatus::height).orElse(0L);
    }
  }

  /// Waits for a block after a height.
  public long awaitHeightAbove(long height) {
    return Awaitility.await().atMost(PATIENCE).until(this::height, now -> now > height);
  }

  /// Ends engines that a failed test left.
  @Override
  public void close() {
    Leftovers.of(home).forEach(ProcessHandle::destroyForcibly);
  }
}
