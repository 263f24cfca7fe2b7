package weft.engine.cometbft.install;

import java.nio.file.Path;
import java.util.Map;

/// Weft's own folder of programs: `$WEFT_TOOLS`, or `~/.weft/tools`.
public record ToolFolder(Path path) {
  private static final String VARIABLE = "WEFT_TOOLS";

  /// The folder that an environment names.
  public static ToolFolder of(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    Path path =
        named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".weft", "tools")
            : Path.of(named);
    return new ToolFolder(path.toAbsolutePath().normalize());
  }

  /// Where programs stand.
  public Path bin() {
    return path.resolve("bin");
  }

  /// Where the engine stands once it is installed.
  public Path engine() {
    return bin().resolve(PinnedEngine.ENGINE);
  }

  /// Where CometBFT's command line for applications stands, which tests use as a foreign client.
  public Path abciCli() {
    return bin().resolve(PinnedEngine.ABCI_CLI);
  }

  /// Where an installation puts its files until they are checked. On the same file system as `bin`,
  /// so that they can be renamed.
  Path unfinished() {
    return path.resolve("unfinished");
  }

  Path lock() {
    return path.resolve("install.lock");
  }
}
