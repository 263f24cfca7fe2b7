package weft.engine.cometbft.abci;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds CometBFT's programs: by the environment, in Weft's tool folder, on the PATH.
final class EngineBinaries {
  private EngineBinaries() {}

  /// CometBFT itself; the calling test is skipped where it is not installed.
  static Path cometBft() {
    return installed("cometbft", "WEFT_COMETBFT");
  }

  /// CometBFT's client for applications; the calling test is skipped where it is not installed.
  static Path abciCli() {
    return installed("abci-cli", "WEFT_ABCI_CLI");
  }

  private static Path installed(String name, String variable) {
    Optional<Path> program = find(name, variable);
    assumeTrue(
        program.isPresent(), "skipped: " + name + " is not installed. Run ./weft engine install");
    return program.orElseThrow();
  }

  private static Optional<Path> find(String name, String variable) {
    String named = System.getenv(variable);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    String tools = System.getenv("WEFT_TOOLS");
    Path folder =
        tools != null
            ? Path.of(tools)
            : Path.of(System.getProperty("user.home"), ".weft", "tools", "bin");
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Stream.of(folder), Stream.of(path.split(File.pathSeparator, -1)).map(Path::of))
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
