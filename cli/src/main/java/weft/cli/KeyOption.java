package weft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.node.NodeDirectory;
import weft.node.configuration.KeyFile;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;

/// Which key signs.
public final class KeyOption {
  static final String DEVELOPMENT_PREFIX = "dev:";

  @Option(
      names = "--key",
      paramLabel = "FILE|dev:N",
      description =
          "The signing key: a file made by 'weft key new', or dev:0 .. dev:9, the accounts that a"
              + " devnet funds and everybody knows. Default: ${WEFT_KEY:-dev:0}, or variable"
              + " WEFT_KEY.")
  private @Nullable String key;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A validator's folder: its operator's key signs, unless --key names another.")
  private @Nullable Path data;

  public PrivateKey read() {
    if (key == null && data != null) {
      return ofOperator(new NodeDirectory(data));
    }
    return read(key == null ? System.getenv().getOrDefault("WEFT_KEY", "dev:0") : key);
  }

  /// The operator's key in a validator's folder.
  ///
  /// @throws CliException if there is none
  public static PrivateKey ofOperator(NodeDirectory directory) {
    Path file = directory.operatorKeyFile();
    if (!Files.exists(file)) {
      throw new CliException(
          "not-found",
          "there is no operator's key: " + file,
          "Name the validator's folder with --data, or the key with --key FILE.");
    }
    return KeyFile.read(file);
  }

  /// The key in a file, or a development key.
  public static PrivateKey read(String key) {
    if (key.startsWith(DEVELOPMENT_PREFIX)) {
      return developmentKey(key.substring(DEVELOPMENT_PREFIX.length()));
    }
    return KeyFile.read(Path.of(key));
  }

  private static PrivateKey developmentKey(String number) {
    if (!number.matches("[0-9]")) {
      throw CliException.usage("dev:" + number + " is no key", "Use dev:0 to dev:9.");
    }
    return DevelopmentKeys.account(Integer.parseInt(number));
  }

  /// The keys that every devnet knows.
  public static final class DevelopmentKeys {
    public static final int ACCOUNTS = 10;

    private DevelopmentKeys() {}

    /// A funded account of a devnet. Everybody can compute it: for development only.
    public static PrivateKey account(int number) {
      return PrivateKey.fromSeed(Bytes.utf8("weft-devnet-account-" + number));
    }
  }
}
