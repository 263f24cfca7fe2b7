package weft.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.engine.cometbft.home.EngineHome;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.GenesisFile;
import weft.node.configuration.KeyFile;
import weft.primitives.BlsPrivateKey;
import weft.primitives.PrivateKey;

/// The folder of one node: `weft.toml`, `genesis.json`, `keys/node.key`, `store/`; with one
/// validator `keys/validator.key`, on a network `engine/` and, for a validator, `keys/operator.key`
/// and `keys/attestation.key`.
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

  /// The account that acts for a network's validator.
  public Path operatorKeyFile() {
    return path.resolve("keys").resolve("operator.key");
  }

  /// The BLS key of a network's validator.
  public Path attestationKeyFile() {
    return path.resolve("keys").resolve("attestation.key");
  }

  /// The BLS key; empty where the node is no validator.
  ///
  /// @throws ConfigurationException if it cannot be used
  public Optional<BlsPrivateKey> attestationKey() {
    return Files.exists(attestationKeyFile())
        ? Optional.of(KeyFile.readBls(attestationKeyFile()))
        : Optional.empty();
  }

  /// The folder of a network's engine.
  public EngineHome engine() {
    return new EngineHome(path.resolve("engine"));
  }

  public Path store() {
    return path.resolve("store");
  }

  /// Looks at the rights of every key, also of those that only the engine or nobody reads here.
  ///
  /// @throws ConfigurationException if others than its owner may read one
  public void requireOwnerOnlyKeys() {
    for (Path key :
        List.of(
            nodeKeyFile(),
            validatorKeyFile(),
            operatorKeyFile(),
            attestationKeyFile(),
            engine().nodeKeyFile(),
            engine().validatorKeyFile())) {
      try {
        if (Files.exists(key)) {
          KeyFile.requireOwnerOnly(key);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
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
