package weft.cli.auction;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;

/// `weft auction solve`.
@Command(
    name = "solve",
    description = {
      "Solve an auction that stands in a file, without a node: which bids win, what they pay, what"
          + " each rollup gets and why.",
      "A file is JSON as docs/market.md shows it, or an instance of CATS if its name ends in .txt."
    },
    footer = {
      "",
      "Examples:",
      "  weft auction solve docs/market/t1.json",
      "  weft auction solve docs/market/t1.json --json"
    })
public final class SolveCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The auction: JSON, or CATS if it ends in .txt.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    AuctionFile auction = AuctionReader.read(file);
    auction.remarks().forEach(output::remark);
    SolvedAuction solved = SolvedAuction.of(auction);
    output.print(solved.document(), solved.lines().toArray(String[]::new));
    return 0;
  }
}
