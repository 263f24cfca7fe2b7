package weft.cli.rollup;

import picocli.CommandLine.Option;
import weft.cli.Parse;
import weft.protocol.transaction.RollupId;

/// The rollup that a command is about, where it is an option.
public final class RollupOption {
  @Option(
      names = "--rollup",
      paramLabel = "ROLLUP",
      required = true,
      description = "The rollup's name.")
  private String rollup = "";

  /// @throws weft.cli.CliException if it is no name
  public RollupId id() {
    return Parse.rollup(rollup);
  }
}
