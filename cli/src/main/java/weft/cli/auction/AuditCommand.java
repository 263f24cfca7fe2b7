package weft.cli.auction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.chain.audit.Deviation;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.TrustOption;
import weft.cli.auction.Audit.Audited;
import weft.rollup.client.WeftClient;

/// `weft audit`.
@Command(
    name = "audit",
    description = {
      "Check the auctions of a range of blocks: that each record is the one that the block names,"
          + " has exactly the block's bids, comes out the same when it is held again, that winners"
          + " are first in their lanes, and that no bid is missing that validators reported.",
      "Prints each deviation; the exit status is 1 if there is any."
    },
    footer = {
      "",
      "Examples:",
      "  weft audit",
      "  weft audit --from 100 --to 200 --trust my-weft/genesis.json",
      "  weft audit --from 100 --json"
    })
public final class AuditCommand implements Callable<Integer> {
  /// How often progress is told.
  private static final long PROGRESS_BLOCKS = 500;

  /// Deviations that are kept for the document; all are counted.
  private static final int MAX_SHOWN = 1_000;

  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

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
      description = "The last block. Default: the newest that somebody vouches for.")
  private long to;

  /// What came of the blocks so far.
  private static final class Tally {
    private long blocks;
    private long withAuctions;
    private long found;
    private long onlyLanes;
    private final List<Long> open = new ArrayList<>();
    private final List<Deviation> deviations = new ArrayList<>();

    void add(Audited audited) {
      blocks++;
      withAuctions += audited.hasAuctions() ? 1 : 0;
      onlyLanes += !audited.isWhole() && audited.open().isEmpty() ? 1 : 0;
      add(audited.deviations());
      if (audited.open().isPresent() && open.size() < MAX_SHOWN) {
        open.add(audited.height());
      }
    }

    void add(List<Deviation> more) {
      found += more.size();
      more.stream().limit(MAX_SHOWN - deviations.size()).forEach(deviations::add);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    HeightRange.require(from, to);
    return node.call(this::audit);
  }

  private int audit(WeftClient client) {
    long first =
        from == 0 ? NodeOption.require(client.chain().nodeStatus()).earliestHeight() : from;
    long last = to == 0 ? NodeOption.require(client.chain().attestation(0)).height() : to;
    if (first > last) {
      throw CliException.usage(
          "--from: block " + first + " lies behind " + last + ", where the audit ends",
          "Choose a range of blocks that the node keeps.");
    }
    Audit audit = new Audit(client, client.anchors(trust.resolve(output, client)));
    Tally tally = new Tally();
    for (long height = first; height <= last; height++) {
      Audited audited = audit.block(height);
      tally.add(audited);
      print(audited.deviations());
      if (tally.blocks % PROGRESS_BLOCKS == 0 && height < last) {
        output.remark(
            "audited "
                + Format.count(tally.blocks)
                + " of "
                + Format.count(last - first + 1, "block"));
      }
    }
    List<Deviation> unpaid = audit.end(last);
    tally.add(unpaid);
    print(unpaid);
    output.print(document(first, last, tally), lines(tally));
    return tally.found == 0 ? 0 : 1;
  }

  private void print(List<Deviation> deviations) {
    if (!output.isJson()) {
      for (Deviation one : deviations) {
        output.print(Map.of(), "block " + one.height() + ": " + one.rule() + ": " + one.reason());
      }
    }
  }

  private static Map<String, Object> document(long first, long last, Tally tally) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("from", first);
    document.put("to", last);
    document.put("blocks", tally.blocks);
    document.put("withAuctions", tally.withAuctions);
    document.put("notVouchedFor", tally.open);
    document.put("onlyLanesShown", tally.onlyLanes);
    document.put("deviationCount", tally.found);
    document.put(
        "deviations",
        tally.deviations.stream()
            .map(one -> Map.of("height", one.height(), "rule", one.rule(), "reason", one.reason()))
            .toList());
    return document;
  }

  private static String[] lines(Tally tally) {
    List<String> lines = new ArrayList<>();
    if (!tally.open.isEmpty()) {
      lines.add(
          "nobody vouches for "
              + Format.count(tally.open.size(), "block")
              + ", judged without: "
              + tally.open.stream().limit(10).map(String::valueOf).toList()
              + (tally.open.size() > 10 ? " and more" : ""));
    }
    if (tally.onlyLanes > 0) {
      lines.add(
          "of "
              + Format.count(tally.onlyLanes, "block")
              + " only the lanes are shown to be the block's, not all entries");
    }
    lines.add(
        "audited %s, %s with auctions: %s"
            .formatted(
                Format.count(tally.blocks, "block"),
                Format.count(tally.withAuctions),
                tally.found == 0 ? "no deviations" : Format.count(tally.found, "deviation")));
    return lines.toArray(String[]::new);
  }
}
