package weft.cli.lane;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.LaneAtHeight;
import weft.rollup.client.WeftClient;

/// `weft lane prove`.
@Command(
    name = "prove",
    description =
        "Get a proof that anybody can check without the node: a lane block, one of its payloads, or"
            + " what a lane has, or has not, at a block height.",
    footer = {
      "",
      "Examples:",
      "  weft lane prove my-rollup 1 --payload 0 --out proof.json",
      "  weft lane prove my-rollup 1 --out lane-block.json",
      "  weft lane prove my-rollup --height 42 --out at-42.json"
    })
public final class LaneProveCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Parameters(index = "0", paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LANE_HEIGHT",
      description = "Which lane block, from 1.")
  private @Nullable Long laneHeight;

  @Option(
      names = "--height",
      paramLabel = "HEIGHT",
      description =
          "Instead of a lane height: the lane block at this block height, or the proof that there"
              + " is none.")
  private @Nullable Long height;

  @Option(
      names = "--payload",
      paramLabel = "INDEX",
      description = "Only this payload of the lane block, from 0. Default: the whole lane block.")
  private @Nullable Integer payload;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the proof. Default: standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    if ((laneHeight == null) == (height == null) || (height != null && payload != null)) {
      throw CliException.usage(
          "give either LANE_HEIGHT (and --payload) or --height",
          "Such as: weft lane prove my-rollup 1 --payload 0");
    }
    return node.call(
        client -> {
          ProofFile proof = prove(client, id);
          if (out == null) {
            output.raw(proof.toJson());
          } else {
            proof.write(out);
            output.print(document(out), "proof in " + out + " (check it with: weft lane verify)");
          }
          return 0;
        });
  }

  private ProofFile prove(WeftClient client, RollupId id) {
    if (laneHeight == null) {
      return atHeight(client, id, Objects.requireNonNull(height));
    }
    if (payload == null) {
      return ProofFile.of(
          id.name(),
          ProofJson.ProvenBlock.of(NodeOption.require(client.lanes().laneBlock(id, laneHeight))));
    }
    return ProofFile.of(
        id.name(),
        ProofJson.Payload.of(
            NodeOption.require(client.lanes().provePayload(id, laneHeight, payload))));
  }

  private ProofFile atHeight(WeftClient client, RollupId id, long blockHeight) {
    return switch (NodeOption.require(client.lanes().laneAtHeight(id, blockHeight))) {
      case LaneAtHeight.Present(var proven) ->
          ProofFile.of(id.name(), ProofJson.ProvenBlock.of(proven));
      case LaneAtHeight.Absent(var absence) -> {
        output.remark("No lane block at block " + Format.count(blockHeight) + ".");
        yield ProofFile.of(
            id.name(), new ProofFile.Absence(blockHeight, ProofJson.LaneAbsence.of(absence)));
      }
    };
  }

  private static Map<String, Object> document(Path file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", file.toString());
    return document;
  }
}
