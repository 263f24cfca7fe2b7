package weft.cli.transaction;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Output;

/// `weft cancel`.
@Command(
    name = "cancel",
    description =
        "Use up a sequence with an empty transaction, in place of one that waits. It must pay"
            + " more.",
    footer = {"", "Example:", "  weft cancel --sequence 7 --max-fee 100000 --tip 2000"})
public final class CancelCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();

  @Override
  public Integer call() throws InterruptedException {
    return sending.send(output, true, _ -> List.of());
  }
}
