package weft.cli.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.TrustOption;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.TrustedAnchors;

/// `weft lane show`.
@Command(
    name = "show",
    description = "Show one lane block, verified.",
    footer = {
      "",
      "Examples:",
      "  weft lane show my-rollup 1",
      "  weft lane show my-rollup 1 --json"
    })
public final class LaneShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

  @Parameters(index = "0", paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Parameters(index = "1", paramLabel = "LANE_HEIGHT", description = "Which lane block, from 1.")
  private long laneHeight;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    return node.call(
        client -> {
          TrustedAnchors anchors = client.anchors(trust.resolve(output, client));
          VerifiedLaneBlock block = LaneReading.read(client, id, laneHeight, anchors);
          List<String> lines = new ArrayList<>();
          lines.add(LaneText.line(block));
          lines.add("  time    " + Format.time(block.header().blockTimeMs()));
          lines.add("  parent  " + block.header().parentLaneHash());
          lines.addAll(LaneText.entries(block));
          output.print(LaneText.document(block), lines.toArray(String[]::new));
          return 0;
        });
  }
}
