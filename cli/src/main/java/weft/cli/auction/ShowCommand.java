package weft.cli.auction;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.chain.audit.Vouched;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.TrustOption;
import weft.cli.auction.AuctionReading.Standing;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.rollup.client.BlockAuctions;
import weft.rollup.client.WeftClient;

/// `weft auction show`.
@Command(
    name = "show",
    description = {
      "Show what the auctions of a block came to: who won which heads of lanes, what was paid, what"
          + " each rollup got against what it could have had alone, who lost, which bids were"
          + " void.",
      "The record is the one that the block names; 'weft audit' also holds the auctions again."
    },
    footer = {"", "Examples:", "  weft auction show 120", "  weft auction show 120 --json"})
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

  @Parameters(paramLabel = "HEIGHT", description = "The block's height; 0 = the latest.")
  private long height;

  @Override
  public Integer call() throws InterruptedException {
    HeightRange.require(height, 0);
    return node.call(this::show);
  }

  private int show(WeftClient client) {
    BlockAuctions shown = NodeOption.require(client.auctions().auction(height));
    Optional<String> open = verify(client, shown);
    Optional<AuctionRecord> record = shown.record();
    if (record.isEmpty()) {
      output.print(
          AuctionText.document(shown.height(), Optional.empty(), open),
          "block " + shown.height() + " has no bids");
      return 0;
    }
    List<String> lines = AuctionText.lines(record.get());
    open.ifPresent(reason -> output.remark("Not verified: " + reason + "."));
    output.print(AuctionText.document(shown.height(), record, open), lines.toArray(String[]::new));
    return 0;
  }

  /// @return why nobody vouches for the block, if so
  /// @throws CliException if the record is not the block's
  private Optional<String> verify(WeftClient client, BlockAuctions shown) {
    Preamble preamble;
    try {
      preamble = Preamble.decode(shown.preamble());
    } catch (MalformedException e) {
      throw CliException.notVerified("BLOCK-2", "the preamble is malformed: " + e.getMessage());
    }
    Optional<Hash32> named = preamble.auctions().map(AuctionCommitment::recordHash);
    if (!named.equals(shown.record().map(AuctionRecord::hash))) {
      throw CliException.notVerified(
          "EXEC-28", "the record is not the one that the preamble names");
    }
    return switch (AuctionReading.standing(shown, client.anchors(trust.resolve(output, client)))) {
      case Standing.Open(String reason) -> Optional.of(reason);
      case Standing.Broken(String rule, String reason) ->
          throw CliException.notVerified(rule, reason);
      case Standing.Known(Vouched vouched) -> {
        requireVouched(vouched, preamble, shown);
        yield Optional.empty();
      }
    };
  }

  private static void requireVouched(Vouched vouched, Preamble preamble, BlockAuctions shown) {
    if (!preamble.lanesRoot().equals(vouched.lanesRoot())) {
      throw CliException.notVerified("EXEC-14", "the preamble is that of another block");
    }
    Bytes leaf = Sha256.hash(shown.preamble()).bytes();
    boolean isFirst =
        vouched.dataHash().isEmpty()
            || (shown.preambleProof().index() == 0
                && shown.preambleProof().verifies(vouched.dataHash().get(), leaf));
    if (!isFirst) {
      throw CliException.notVerified("BLOCK-4", "the preamble is not the block's first entry");
    }
  }
}
