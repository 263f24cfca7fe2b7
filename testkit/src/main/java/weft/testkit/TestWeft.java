package weft.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import weft.chain.store.CommittedBlock;
import weft.ledger.genesis.Genesis;
import weft.ledger.query.ConservationCheck;
import weft.node.Node;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.block.TrustedValidator;
import weft.protocol.transaction.AssetId;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// A running Weft with real sockets on loopback. Blocks are made when the test asks for one. It
/// logs warnings and errors, unless the tests bring a configuration of logback.
public final class TestWeft implements AutoCloseable {
  public static final long CHAIN_ID = 31_337;
  public static final AssetId ASSET = new AssetId("weft");
  private static final Amount FAUCET_FUNDS = Amount.of(1_000_000_000_000_000_000L);

  private final Node node;
  private final ManualClock clock;
  private final Faucet faucet;
  private final List<WeftClient> clients = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private TestWeft(Optional<Path> directory, SortedMap<String, String> parameters) {
    QuietLogs.unlessConfigured();
    PrivateKey validator = PrivateKey.fromSeed(Bytes.utf8("weft-testkit-validator"));
    PrivateKey bank = PrivateKey.fromSeed(Bytes.utf8("weft-testkit-faucet"));
    this.clock = new ManualClock();
    Genesis genesis =
        new Genesis(
            CHAIN_ID,
            "weft-test",
            clock.wallMs() - 1,
            validator.address(),
            ASSET,
            List.of(),
            List.of(new Genesis.Balance(bank.address(), ASSET, FAUCET_FUNDS)),
            List.of(bank.address()),
            1,
            parameters);
    Configuration anyPorts =
        Configuration.defaults()
            .with(ConfigurationKey.API_HTTP_PORT, "0")
            .with(ConfigurationKey.API_GRPC_PORT, "0");
    this.node =
        Node.start(
            new NodeSettings(
                anyPorts,
                genesis,
                validator,
                PrivateKey.fromSeed(Bytes.utf8("weft-testkit-node")),
                directory,
                clock,
                true));
    // The clock starts anew; a store that was used before may be ahead of it.
    long aheadMs = node.services().store().head().timeMs() - clock.wallMs();
    clock.advance(Duration.ofMillis(Math.max(0, aheadMs)));
    this.faucet = new Faucet(node, bank);
  }

  /// Everything is kept in memory.
  public static TestWeft inMemory() {
    return new TestWeft(Optional.empty(), new TreeMap<>());
  }

  /// Everything is kept in a directory; starting again on the same one goes on there.
  public static TestWeft durable(Path directory) {
    return new TestWeft(Optional.of(directory), new TreeMap<>());
  }

  /// In memory, with parameters of the ledger that differ from their defaults.
  public static TestWeft withParameters(SortedMap<String, String> parameters) {
    return new TestWeft(Optional.empty(), parameters);
  }

  public Node node() {
    return node;
  }

  public ManualClock clock() {
    return clock;
  }

  public Faucet faucet() {
    return faucet;
  }

  /// Makes one block of what is pending, a millisecond after the one before.
  public CommittedBlock produceBlock() {
    clock.advance(Duration.ofMillis(1));
    return node.produceBlock();
  }

  /// What a lane follower trusts.
  public Trust trust() {
    return Trust.of(new TrustedValidator(CHAIN_ID, validatorAddress()));
  }

  private Address validatorAddress() {
    return node.services().genesis().validator();
  }

  /// A client over a real socket; closed with this Weft.
  public WeftClient connect() {
    WeftClient client = WeftClient.connect("127.0.0.1:" + node.grpcPort());
    clients.add(client);
    return client;
  }

  /// Base address of the HTTP interface.
  public String httpAddress() {
    return "http://127.0.0.1:" + node.httpPort();
  }

  /// Ends clients and node, and looks through the last state: whatever the test did, no asset may
  /// have come from nowhere or be gone.
  ///
  /// @throws AssertionError if an asset was not conserved
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    clients.forEach(WeftClient::close);
    try {
      requireConservation();
    } finally {
      node.close();
    }
  }

  private void requireConservation() {
    List<ConservationCheck.AssetTotal> violations =
        ConservationCheck.violations(node.services().store().state());
    if (!violations.isEmpty()) {
      throw new AssertionError("assets were not conserved: " + violations);
    }
  }
}
