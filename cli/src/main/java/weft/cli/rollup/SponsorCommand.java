package weft.cli.rollup;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.Sending;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.SponsorshipTerms;

/// `weft rollup sponsor`.
@Command(
    name = "sponsor",
    description =
        "Pay for other people's payloads to a rollup, up to limits in the default asset. Running it"
            + " again changes the limits.",
    footer = {
      "",
      "Examples:",
      "  weft rollup sponsor my-rollup --max-total 1000000000",
      "  weft rollup sponsor my-rollup --max-total 1_000_000_000 --max-per-sender 1_000_000"
    })
public final class SponsorCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Option(
      names = "--max-total",
      required = true,
      paramLabel = "AMOUNT",
      description = "Most in total, smallest units of the default asset.")
  private String maxTotal = "";

  @Option(
      names = "--max-per-sender",
      paramLabel = "AMOUNT",
      description = "Most for one sender, smallest units. Default: as --max-total.")
  private @Nullable String maxPerSender;

  @Option(
      names = "--max-per-block",
      paramLabel = "AMOUNT",
      description = "Most in one block, smallest units. Default: as --max-total.")
  private @Nullable String maxPerBlock;

  @Override
  public Integer call() throws InterruptedException {
    Amount total = Parse.amount("--max-total", maxTotal);
    SponsorshipTerms terms =
        new SponsorshipTerms(
            TermsOptions.orElse("--max-per-block", maxPerBlock, total),
            TermsOptions.orElse("--max-per-sender", maxPerSender, total),
            total);
    return sending.send(output, true, new Action.SetSponsorship(Parse.rollup(rollup), terms));
  }
}
