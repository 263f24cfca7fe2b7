package weft.cli.node;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.DurationConverter;
import weft.cli.TrustOption;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.HttpAddress;
import weft.rollup.client.Trust;

/// Whom a node asks that begins with a snapshot, and whom it believes.
final class SyncOptions {
  @Option(
      names = {"--state-sync-from", "--from"},
      paramLabel = "HOST:PORT|URL",
      split = ",",
      description =
          "Begin with a snapshot of the state instead of the first block: HTTP addresses of nodes"
              + " of the network, better two than one. What they say is checked against --trust.")
  private List<String> servers = new ArrayList<>();

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "With --state-sync-from: whom to believe, from a trusted point that 'weft validator pin'"
              + " wrote, or a genesis file. Default: the node's genesis.")
  private @Nullable Path trust;

  @Option(
      names = "--trusting-period",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "With --state-sync-from: for how long after their newest block validators are believed."
              + " Default: 24h.")
  private @Nullable Long trustingPeriodMs;

  /// Whether a snapshot is wished for.
  ///
  /// @throws CliException if the other options have nothing to belong to
  boolean areUsed() {
    if (servers.isEmpty() && (trust != null || trustingPeriodMs != null)) {
      throw CliException.usage(
          "--trust and --trusting-period say whom --state-sync-from believes",
          "Name nodes with it, or leave them out.");
    }
    return !servers.isEmpty();
  }

  List<HttpAddress> servers() {
    return servers.stream().map(String::strip).map(HttpAddress::parse).toList();
  }

  /// Asks the first of the nodes for a block to begin to trust with, and checks it.
  ///
  /// @param genesisFile of the network
  /// @return empty where the network has made no snapshot yet
  /// @throws CliException if there is no answer, or none to be believed
  Optional<SyncPoint> find(Path genesisFile, Genesis genesis, Configuration configuration) {
    Trust believed =
        TrustOption.read(
            trust == null ? genesisFile : trust,
            trustingPeriodMs == null ? Trust.DEFAULT_TRUSTING_PERIOD_MS : trustingPeriodMs);
    if (believed.chainId() != genesis.chainId()) {
      throw CliException.usage(
          "--trust is of chain " + believed.chainId() + ", the genesis of " + genesis.chainId(),
          "Use a point of this chain.");
    }
    return SyncPoint.find(
        servers(),
        believed,
        configuration.number(ConfigurationKey.ENGINE_SNAPSHOT_INTERVAL_BLOCKS),
        InstantSource.system());
  }
}
