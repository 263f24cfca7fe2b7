package weft.cli.module;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.transaction.Delivery;
import weft.cli.transaction.Sending;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;

/// `weft module register`.
@Command(
    name = "register",
    description = {
      "Register a module, for good: anybody may name it by its id, and nobody can change it.",
      "Costs parameter market.module-fee, which is burned."
    },
    footer = {
      "",
      "Examples:",
      "  weft module register split-by-state.wasm",
      "  weft module register split-by-state.wasm --key owner.key --json"
    })
public final class ModuleRegisterCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();

  @Parameters(paramLabel = "FILE", description = "The WebAssembly module, at most 65,536 bytes.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws InterruptedException {
    Bytes code = ModuleFile.read(file);
    Action.RegisterModule register = new Action.RegisterModule(code);
    String id = register.id().toString();
    return sending.send(
        output,
        _ -> List.of(register),
        (_, _) -> new Delivery.Told(Map.of("module", id), "Mechanisms name it " + id + "."));
  }
}
