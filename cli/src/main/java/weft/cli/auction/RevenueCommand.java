package weft.cli.auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.chain.audit.RevenueStatement;
import weft.chain.audit.RevenueStatement.Forfeit;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.rollup.RollupOption;
import weft.ledger.market.VoidBid;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.VoidedBid;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.rollup.client.AuctionPage;
import weft.rollup.client.WeftClient;

/// `weft revenue`.
@Command(
    name = "revenue",
    description = {
      "What a rollup earned by the head of its lane: per block and in sum, per asset, against the"
          + " best bids on it alone, and from whom.",
      "The figures are the node's word; 'weft audit' over the same blocks checks them."
    },
    footer = {
      "",
      "Examples:",
      "  weft revenue --rollup amm-east",
      "  weft revenue --rollup amm-east --from 1 --to 10000 --period 1000",
      "  weft revenue --rollup amm-east --json"
    })
public final class RevenueCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private RollupOption rollup = new RollupOption();

  @Option(
      names = "--from",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The first block. Default: the earliest that the node keeps.")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The last block. Default: the newest.")
  private long to;

  @Option(
      names = "--period",
      paramLabel = "BLOCKS",
      defaultValue = "0",
      description = "Sum up each so many blocks, instead of a line for each block.")
  private long period;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = rollup.id();
    HeightRange.require(from, to);
    if (period < 0) {
      throw CliException.usage("--period: has at least 1 block", "Use --period 1000.");
    }
    return node.call(client -> print(client, id));
  }

  private int print(WeftClient client, RollupId id) {
    List<AuctionRecord> records = new ArrayList<>();
    List<Forfeit> forfeits = new ArrayList<>();
    long next = from;
    AuctionPage page;
    do {
      page = NodeOption.require(client.auctions().auctions(next, to, Optional.of(id), 0));
      for (AuctionRecord record : page.auctions()) {
        records.add(record);
        forfeits.addAll(forfeits(client, id, record));
      }
      next = page.nextHeight().orElse(0);
    } while (next != 0);
    RevenueText text =
        new RevenueText(
            RevenueStatement.of(id, records, forfeits),
            from == 0 ? page.earliestHeight() : from,
            to == 0 ? page.latestHeight() : to,
            period);
    output.print(text.document(), text.lines().toArray(String[]::new));
    return 0;
  }

  /// What the rollup gets of bids of a block whose transactions are missing: the record does not
  /// say which rollups those were on, but the bids do.
  private static List<Forfeit> forfeits(WeftClient client, RollupId id, AuctionRecord record) {
    if (record.voids().stream().allMatch(bid -> bid.forfeited().isZero())) {
      return List.of();
    }
    SortedMap<Hash32, Action.Bid> bids = new TreeMap<>();
    for (Bytes entry :
        NodeOption.require(client.chain().block(record.height(), true)).transactions()) {
      if (TransactionCodec.decode(entry)
          instanceof Checked.Ok<Transaction>(Transaction transaction)) {
        transaction.body().bid().ifPresent(bid -> bids.put(transaction.hash(), bid));
      }
    }
    List<Forfeit> forfeits = new ArrayList<>();
    for (VoidedBid bid : record.voids()) {
      Action.Bid terms = bids.get(bid.bid());
      if (terms != null && terms.rollups().contains(id) && !bid.forfeited().isZero()) {
        forfeits.add(
            new Forfeit(record.height(), terms.asset(), VoidBid.part(bid.forfeited(), terms, id)));
      }
    }
    return forfeits;
  }
}
