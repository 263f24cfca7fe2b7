package weft.cli.escrow;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.rollup.RollupOption;
import weft.cli.transaction.Sending;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Signals;

/// `weft report signals`.
@Command(
    name = "signals",
    description = {
      "Say, as one of a rollup's reporters, what came of its lane in a block.",
      "What waits of the package's revenue is divided once all of its rollups have reported; each"
          + " reporter's word counts once and cannot be changed."
    },
    footer = {
      "",
      "Examples:",
      "  weft report signals --rollup amm-east --height 1200 --volume 5_000_000 --key reporter.key",
      "  weft report signals --rollup amm-east --height 1200 --gas 21000 --sign-only"
    })
public final class ReportSignalsCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private RollupOption rollup = new RollupOption();

  @Option(
      names = "--height",
      paramLabel = "HEIGHT",
      required = true,
      description = "The block in which the head of its lane was sold.")
  private long height;

  @Option(
      names = "--volume",
      paramLabel = "AMOUNT",
      defaultValue = "0",
      description = "What was traded, in the unit that the rollups agreed on. Default: 0.")
  private String volume = "";

  @Option(
      names = "--gas",
      paramLabel = "GAS",
      defaultValue = "0",
      description = "What executing it took. Default: 0.")
  private long gas;

  @Option(
      names = "--receipts-root",
      paramLabel = "HASH",
      description = "32 bytes that commit to the receipts. Default: none.")
  private @Nullable String receiptsRoot;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = rollup.id();
    if (height < 1 || gas < 0) {
      throw CliException.usage(
          "--height is at least 1, --gas at least 0", "Name the block of the auction.");
    }
    Amount traded = Parse.amount("--volume", volume);
    Optional<Hash32> root =
        receiptsRoot == null
            ? Optional.empty()
            : Optional.of(Parse.hash("--receipts-root", receiptsRoot));
    return sending.send(
        output, true, new Action.ReportSignals(id, height, new Signals(traded, gas, root)));
  }
}
