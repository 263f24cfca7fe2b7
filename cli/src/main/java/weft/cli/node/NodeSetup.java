package weft.cli.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weft.cli.CliException;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.DurableFile;
import weft.node.configuration.GenesisFile;
import weft.node.configuration.KeyFile;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// Writes the folder of a new node.
public final class NodeSetup {
  /// The default asset of a new chain.
  public static final AssetId ASSET = new AssetId("weft");

  /// What each development account gets: 10^18 units.
  public static final Amount DEVELOPMENT_BALANCE = Amount.of(1_000_000_000_000_000_000L);

  private NodeSetup() {}

  /// The balances of the accounts whose keys everybody knows.
  public static List<Genesis.Balance> developmentBalances() {
    List<Genesis.Balance> balances = new ArrayList<>();
    for (int i = 0; i < DevelopmentKeys.ACCOUNTS; i++) {
      balances.add(
          new Genesis.Balance(DevelopmentKeys.account(i).address(), ASSET, DEVELOPMENT_BALANCE));
    }
    return balances;
  }

  /// Makes keys, genesis and configuration.
  ///
  /// @param genesis the genesis of a chain with this validator
  /// @throws CliException if there is a node already, or the genesis is unsound
  public static Genesis create(
      NodeDirectory directory, Configuration configuration, Function<Address, Genesis> genesis) {
    refuseToOverwrite(directory);
    try {
      Files.createDirectories(directory.path());
      Address validator = KeyFile.create(directory.validatorKeyFile()).address();
      Genesis document = genesis.apply(validator);
      List<String> problems = document.problems();
      if (!problems.isEmpty()) {
        Files.delete(directory.validatorKeyFile());
        throw CliException.usage(String.join("; ", problems), "Correct the options.");
      }
      KeyFile.create(directory.nodeKeyFile());
      DurableFile.replace(directory.configurationFile(), configuration.toToml());
      // The last: with it, the folder is a node's.
      GenesisFile.write(directory.genesisFile(), document);
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseToOverwrite(NodeDirectory directory) {
    List<Path> found =
        Stream.of(
                directory.genesisFile(),
                directory.configurationFile(),
                directory.validatorKeyFile(),
                directory.nodeKeyFile(),
                directory.store())
            .filter(Files::exists)
            .toList();
    if (found.isEmpty()) {
      return;
    }
    refuseUnfinished(directory);
    throw exists(found.getFirst());
  }

  /// Says that a folder is a node's already, or that of a chain with one validator.
  static void refuseOther(NodeDirectory directory) {
    if (directory.isInitialised()) {
      throw exists(directory.genesisFile());
    }
    if (Files.exists(directory.validatorKeyFile())) {
      throw exists(directory.validatorKeyFile());
    }
  }

  private static CliException exists(Path file) {
    return new CliException(
        "exists",
        "there is a node already: " + file,
        "Choose another --data folder; nothing was changed.");
  }

  /// Says what to delete where an init was interrupted.
  static void refuseUnfinished(NodeDirectory directory) {
    if (Files.exists(directory.engine().nodeKeyFile()) && !directory.isInitialised()) {
      throw new CliException(
          "not-found",
          "there are only keys of a network's node in " + directory.path(),
          "Make the node with: weft node init --data "
              + directory.path()
              + " --genesis FILE --peer ID@HOST:PORT");
    }
    List<Path> found =
        Stream.of(
                directory.configurationFile(),
                directory.validatorKeyFile(),
                directory.nodeKeyFile())
            .filter(Files::exists)
            .toList();
    if (found.isEmpty() || directory.isInitialised() || Files.exists(directory.store())) {
      return;
    }
    throw new CliException(
        "exists",
        "an init of " + directory.path() + " did not come to its end: there is no genesis.json",
        "No chain has begun with these files; delete them and try again: "
            + found.stream().map(Path::toString).collect(Collectors.joining(" ")));
  }
}
