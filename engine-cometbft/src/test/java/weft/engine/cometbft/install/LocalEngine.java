package weft.engine.cometbft.install;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/// The engine of this machine; without one, the test is reported as skipped.
public final class LocalEngine {
  private LocalEngine() {}

  public static EngineBinary engine() {
    return switch (EngineBinary.find()) {
      case EngineSearch.Found(EngineBinary binary) -> binary;
      case EngineSearch.Missing missing -> abort(missing.message() + ". " + missing.nextStep());
    };
  }

  public static Path abciCli() {
    Path program = engine().path().resolveSibling("abci-cli");
    return Files.isExecutable(program)
        ? program
        : abort("there is no " + program + ". Run: ./weft engine install --force");
  }
}
