package weft.cli.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.Output;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineInstaller;
import weft.engine.cometbft.install.InstallOutcome;
import weft.engine.cometbft.install.PinnedEngine;
import weft.engine.cometbft.install.ToolFolder;

/// `weft engine install`.
@Command(
    name = "install",
    description = {
      "Build CometBFT "
          + PinnedEngine.VERSION
          + " with Go 1.25 or newer into weft's tool folder,"
          + " $WEFT_TOOLS or ~/.weft/tools, and check what was built. Takes a few minutes; does"
          + " nothing if it is there."
    },
    footer = {"", "Examples:", "  weft engine install", "  weft engine install --force --json"})
public final class EngineInstallCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(names = "--force", description = "Build it again, also if it is there.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    ToolFolder folder = ToolFolder.of(System.getenv());
    output.remark("CometBFT " + PinnedEngine.VERSION + " into " + folder.bin());
    switch (install(folder)) {
      case InstallOutcome.Installed(EngineBinary binary, long elapsedMs) ->
          print("installed", binary, elapsedMs);
      case InstallOutcome.AlreadyThere(EngineBinary binary) -> print("already-there", binary, 0);
      case InstallOutcome.Refused(String code, String message, String nextStep) ->
          throw new CliException(code, message, nextStep);
    }
    return 0;
  }

  private InstallOutcome install(ToolFolder folder) throws InterruptedException {
    try (InstallProgress progress = new InstallProgress(output)) {
      return new EngineInstaller(folder, System.getenv(), progress).install(force);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(String outcome, EngineBinary binary, long elapsedMs) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("outcome", outcome);
    document.putAll(EngineShowCommand.document(binary));
    document.put("elapsedMs", elapsedMs);
    output.print(
        document,
        "CometBFT %s is in %s%s"
            .formatted(
                binary.version(),
                binary.path(),
                outcome.equals("installed")
                    ? ", checked, after " + Format.duration(elapsedMs)
                    : " already"));
  }
}
