package weft.node;

import java.nio.file.Files;
import java.nio.file.Path;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.GenesisFile;
import weft.node.configuration.KeyFile;
import weft.primitives.PrivateKey;

/// The folder of one node: `weft.toml`, `genesis.json`, `keys/node.key`, `keys/validator.key`,
/// `store/`.
public record NodeDirectory(Path path) {

  public Path configurationFile() {
    return path.resolve("weft.toml");
  }

  public Path genesisFile() {
    return path.resolve("genesis.json");
  }

  public Path nodeKeyFile() {
    return path.resolve("keys").resolve("node.key");
  }

  public Path validatorKeyFile() {
    return path.resolve("keys").resolve("validator.key");
  }

  public Path store() {
    return path.resolve("store");
  }

  public boolean isInitialised() {
    return Files.exists(genesisFile());
  }

  /// @throws ConfigurationException if there is no readable genesis
  public Genesis genesis() {
    return GenesisFile.read(genesisFile());
  }

  /// @throws ConfigurationException if there is no readable key
  public PrivateKey nodeKey() {
    return KeyFile.read(nodeKeyFile());
  }

  /// @throws ConfigurationException if there is no readable key
  public PrivateKey validatorKey() {
    return KeyFile.read(validatorKeyFile());
  }
}
