package weft.cli.validator;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weft.cli.KeyOption;
import weft.node.NodeDirectory;
import weft.primitives.PrivateKey;

/// The validator that a command is about: the folder with its keys, and its operator's key.
public final class OperatorOption {
  private static final String KEY = "--key";
  private static final String DATA = "--data";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before a command runs
  private CommandSpec command;

  @Option(
      names = DATA,
      paramLabel = "DIR",
      defaultValue = "${WEFT_DATA:-weft-data}",
      description =
          "The folder of the validator, or of its keys alone. Default: ${DEFAULT-VALUE}, or"
              + " variable WEFT_DATA.")
  private Path data = Path.of("weft-data");

  @Option(
      names = KEY,
      paramLabel = "FILE|dev:N",
      defaultValue = "${WEFT_KEY:-}",
      description =
          "The operator's key. Default: keys/operator.key of a --data folder that is named, else"
              + " variable WEFT_KEY, else that of the default folder.")
  private String key = "";

  NodeDirectory directory() {
    return new NodeDirectory(data);
  }

  /// The operator's key.
  ///
  /// @throws CliException if there is none
  public PrivateKey read() {
    if (!key.isEmpty() && (isGiven(KEY) || !isGiven(DATA))) {
      return KeyOption.read(key);
    }
    return KeyOption.ofOperator(directory());
  }

  private boolean isGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }
}
