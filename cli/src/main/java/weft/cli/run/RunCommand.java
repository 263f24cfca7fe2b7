package weft.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weft.cli.CliException;

/// `weft run`.
@Command(
    name = "run",
    description = {
      "Compile a Java file against the SDK and run its main method.",
      "Other source files are found in the same folder. For more than a first try use Maven: see"
          + " docs/rollup-sdk.md."
    },
    footer = {"", "Example:", "  weft run MyRollup.java my-rollup"})
public final class RunCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A Java file that declares the class of its name, with a main method.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "For the main method, options too.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) {
      throw new CliException(
          "not-found", "there is no file " + file, "Name a Java source file, such as My.java.");
    }
    SourceProgram.compile(file, spec.commandLine().getErr()).run(arguments);
    return 0;
  }
}
