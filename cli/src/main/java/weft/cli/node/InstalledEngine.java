package weft.cli.node;

import weft.cli.CliException;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;

/// The engine's program on this machine.
public final class InstalledEngine {
  private InstalledEngine() {}

  /// @throws CliException with what to do if there is none
  public static EngineBinary require() {
    return switch (EngineBinary.find()) {
      case EngineSearch.Found(EngineBinary binary) -> binary;
      case EngineSearch.Missing(String message, String nextStep) ->
          throw new CliException("engine-missing", message, nextStep);
    };
  }
}
