package weft.engine.cometbft.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import weft.primitives.Ed25519PrivateKey;

/// The folder of one engine, laid out as CometBFT wants it.
///
/// @param path absolute
public record EngineHome(Path path) {
  public EngineHome {
    path = path.toAbsolutePath().normalize();
  }

  /// Makes the folder of a new node. The genesis comes last: without it the folder is unfinished.
  ///
  /// @param nodeKey signs connections; its address is the node's id
  /// @param validatorKey signs votes; empty where a remote signer does
  /// @throws FileAlreadyExistsException if a key, a signing state or a genesis is there: they are
  ///   never overwritten
  public static EngineHome create(
      Path path,
      EngineGenesis genesis,
      EngineHomeSettings settings,
      Ed25519PrivateKey nodeKey,
      Optional<Ed25519PrivateKey> validatorKey)
      throws IOException {
    if (validatorKey.isPresent() == settings.remoteSignerAddress().isPresent()) {
      throw new IllegalArgumentException("votes are signed by a key or by a remote signer");
    }
    EngineHome home = new EngineHome(path);
    for (Path file :
        List.of(
            home.nodeKeyFile(),
            home.validatorKeyFile(),
            home.signingStateFile(),
            home.genesisFile())) {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
    }
    OwnerFile.folder(home.path.resolve("config"));
    OwnerFile.folder(home.path.resolve("data"));
    OwnerFile.write(home.nodeKeyFile(), EngineKeyFiles.node(nodeKey));
    if (validatorKey.isPresent()) {
      OwnerFile.write(home.validatorKeyFile(), EngineKeyFiles.validator(validatorKey.get()));
      OwnerFile.write(home.signingStateFile(), EngineKeyFiles.UNSIGNED);
    }
    home.writeConfiguration(settings);
    OwnerFile.write(home.genesisFile(), genesis.toJson());
    return home;
  }

  /// Makes the keys that are missing, before there is a genesis. Those that are there stay, and so
  /// does what was signed with them.
  ///
  /// @param signs whether votes are signed with a key file; else a remote signer does
  public void createMissingKeys(boolean signs) throws IOException {
    OwnerFile.folder(path.resolve("config"));
    OwnerFile.folder(path.resolve("data"));
    if (!Files.exists(nodeKeyFile())) {
      OwnerFile.write(nodeKeyFile(), EngineKeyFiles.node(FreshKey.generate()));
    }
    if (signs && !Files.exists(validatorKeyFile())) {
      // The state first: a key without one is not taken for new.
      if (!Files.exists(signingStateFile())) {
        OwnerFile.write(signingStateFile(), EngineKeyFiles.UNSIGNED);
      }
      OwnerFile.write(validatorKeyFile(), EngineKeyFiles.validator(FreshKey.generate()));
    }
  }

  /// Completes a folder that has its keys.
  ///
  /// @throws FileAlreadyExistsException if there is a genesis
  public void writeGenesis(EngineGenesis genesis) throws IOException {
    if (isComplete()) {
      throw new FileAlreadyExistsException(genesisFile().toString());
    }
    OwnerFile.write(genesisFile(), genesis.toJson());
  }

  /// Replaces `config.toml`; keys, genesis and data stay. The engine reads it when it starts.
  public void writeConfiguration(EngineHomeSettings settings) throws IOException {
    OwnerFile.write(configurationFile(), ConfigurationText.of(settings));
  }

  public Path configurationFile() {
    return path.resolve("config").resolve("config.toml");
  }

  public Path genesisFile() {
    return path.resolve("config").resolve("genesis.json");
  }

  public Path nodeKeyFile() {
    return path.resolve("config").resolve("node_key.json");
  }

  public Path validatorKeyFile() {
    return path.resolve("config").resolve("priv_validator_key.json");
  }

  /// What was signed last: without it, or with an old copy, a validator may sign twice.
  public Path signingStateFile() {
    return path.resolve("data").resolve("priv_validator_state.json");
  }

  /// Where the engine's own lines are kept.
  public Path logFile() {
    return path.resolve("engine.log");
  }

  /// Held by the process that runs this engine.
  public Path lockFile() {
    return path.resolve("engine.lock");
  }

  /// Takes the folder until what is returned is closed.
  ///
  /// @return empty while an engine runs in it
  @SuppressWarnings("resource") // Held until the file is closed.
  public Optional<FileChannel> lock() throws IOException {
    FileChannel file =
        FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(file)) {
      file.close();
      return Optional.empty();
    }
    return Optional.of(file);
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      FileLock held = file.tryLock();
      return held != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /// Whether it was made to the end.
  public boolean isComplete() {
    return Files.exists(genesisFile());
  }

  /// The node's key.
  ///
  /// @throws NoSuchFileException if there is none
  /// @throws IOException if it cannot be read
  public Ed25519PrivateKey nodeKey() throws IOException {
    return key(nodeKeyFile());
  }

  /// The validator's key.
  ///
  /// @throws NoSuchFileException if there is none, as with a remote signer
  /// @throws IOException if it cannot be read
  public Ed25519PrivateKey validatorKey() throws IOException {
    return key(validatorKeyFile());
  }

  private static Ed25519PrivateKey key(Path file) throws IOException {
    return EngineKeyFiles.read(Files.readString(file))
        .orElseThrow(() -> new IOException(file + " does not hold an ed25519 key of CometBFT"));
  }
}
