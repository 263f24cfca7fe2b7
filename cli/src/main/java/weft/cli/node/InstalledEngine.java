package weft.cli.node;

import weft.cli.CliException;
import weft.engine.cometbft.install.EngineBinary;

/// The engine's program on this machine.
public final class InstalledEngine {
  private InstalledEngine() {}

  /// @throws CliException with what to do if there is none
  public static EngineBinary require() {
    return EngineBinary.find()
        .orElseThrow((message, nextStep) -> new CliException("engine-missing", message, nextStep));
  }
}
