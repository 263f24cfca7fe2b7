package weft.cli.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.RemoteState;
import weft.ledger.state.ModuleRecord;
import weft.ledger.state.StateReader;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.rollup.client.RegisteredModule;

/// `weft module show`.
@Command(
    name = "show",
    description = "Show a registered module, and write its bytes to a file if wanted.",
    footer = {
      "",
      "Examples:",
      "  weft module show 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "  weft module show 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
          + " --out module.wasm"
    })
public final class ModuleShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Parameters(paramLabel = "ID", description = "The module's id: SHA-256 of its bytes.")
  private String id = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the module's bytes there, checked against the id.")
  private @Nullable Path file;

  @Override
  public Integer call() throws InterruptedException {
    Hash32 module = Parse.hash("ID", id);
    return node.call(
        client -> {
          StateReader state = RemoteState.of(client);
          ModuleRecord record =
              state
                  .module(module)
                  .orElseThrow(
                      () ->
                          new CliException(
                              "module-not-found",
                              "the chain has no module " + module,
                              "Register it with: weft module register FILE"));
          Path out = file;
          if (out != null) {
            write(out, module, state.moduleCode(module).orElse(Bytes.EMPTY));
          }
          RegisteredModule shown =
              new RegisteredModule(
                  module,
                  record.isSharing(),
                  record.isSelection(),
                  record.bytes(),
                  record.registrant(),
                  record.height());
          output.print(ModuleText.document(shown), ModuleText.line(shown));
          return 0;
        });
  }

  private static void write(Path file, Hash32 id, Bytes code) {
    if (!Sha256.hash(code).equals(id)) {
      throw new CliException(
          "module-disproven", "the node shows other bytes than " + id, "Ask another node.");
    }
    try {
      Files.write(file, code.toArray());
    } catch (IOException e) {
      throw new CliException(
          "file-unwritable", file + " cannot be written: " + e.getMessage(), "Choose another one.");
    }
  }
}
