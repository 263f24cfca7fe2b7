package weft.cli.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.CliException;
import weft.cli.Output;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.engine.cometbft.install.ToolFolder;

/// `weft engine show`.
@Command(
    name = "show",
    description =
        "Show which CometBFT is used: the one in weft's tool folder, else the one on PATH if its"
            + " version is right.",
    footer = {"", "Examples:", "  weft engine show", "  weft engine show --json"})
public final class EngineShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    return switch (EngineBinary.find()) {
      case EngineSearch.Found(EngineBinary binary) -> {
        print(binary);
        yield 0;
      }
      case EngineSearch.Missing missing ->
          throw new CliException("engine-missing", missing.message(), missing.nextStep());
    };
  }

  private void print(EngineBinary binary) {
    Map<String, Object> document = document(binary);
    String source =
        binary.path().equals(ToolFolder.of(System.getenv()).engine()) ? "tools" : "path";
    document.put("source", source);
    output.print(
        document,
        "engine  CometBFT " + binary.version() + ", built with " + binary.goVersion(),
        "program " + binary.path(),
        "from    " + (source.equals("tools") ? "weft's tool folder" : "PATH"));
  }

  static Map<String, Object> document(EngineBinary binary) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("path", binary.path().toString());
    document.put("version", binary.version());
    document.put("goVersion", binary.goVersion());
    return document;
  }
}
