package weft.cli.lane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.TrustOption;
import weft.primitives.MalformedException;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.lane.VerifiedPayload;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.TrustedAnchors;

/// `weft lane verify`.
@Command(
    name = "verify",
    description =
        "Check a proof. Needs no node where --trust, or --validator and --chain-id, say whom to"
            + " believe, and a network's validators are still the same.",
    footer = {
      "",
      "Examples:",
      "  weft lane verify proof.json",
      "  weft lane verify proof.json --trust my-weft/genesis.json"
    })
public final class LaneVerifyCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

  @Parameters(paramLabel = "FILE", description = "A file that 'weft lane prove' wrote.")
  private Path file = Path.of("proof.json");

  @Override
  public Integer call() throws InterruptedException {
    ProofFile proof = ProofFile.read(file);
    return node.call(
        // Asked only where the proof and the options leave something open.
        client -> {
          TrustedAnchors anchors = client.anchors(trust.resolve(output, client));
          try {
            verify(proof, Parse.rollup(proof.rollup()), anchors);
            return 0;
          } catch (IllegalArgumentException | MalformedException e) {
            throw ProofFile.malformed(file, e.getMessage());
          }
        });
  }

  private void verify(ProofFile proof, RollupId rollup, AnchorCheck anchors) {
    if (proof.payload().isPresent()) {
      VerifiedPayload payload =
          LaneReading.require(
              LaneVerifier.verifyPayload(proof.payload().get().toProof(), rollup, anchors));
      Map<String, Object> document = document(rollup, LaneText.header(payload.header()));
      document.put("payload", payload.index());
      document.put("entry", LaneText.document(payload.entry()));
      output.print(
          document,
          "verified: payload %s of lane block %s of %s, in block %s"
              .formatted(
                  Format.count(payload.index()),
                  Format.count(payload.header().laneHeight()),
                  rollup.name(),
                  Format.count(payload.header().blockHeight())),
          LaneText.entry(payload.index(), payload.entry()));
    } else if (proof.laneBlock().isPresent()) {
      VerifiedLaneBlock block =
          LaneReading.require(
              LaneVerifier.verifyLaneBlock(proof.laneBlock().get().toProven(), rollup, anchors));
      List<String> lines = new ArrayList<>(List.of(LaneText.line(block)));
      lines.addAll(LaneText.entries(block));
      output.print(document(rollup, LaneText.document(block)), lines.toArray(String[]::new));
    } else if (proof.absence().isPresent()) {
      verifyAbsence(proof.absence().get(), rollup, anchors);
    } else {
      throw ProofFile.malformed(file, "it holds neither payload, laneBlock nor absence");
    }
  }

  private void verifyAbsence(ProofFile.Absence absence, RollupId rollup, AnchorCheck anchors) {
    VerifiedAnchor anchor =
        LaneReading.require(
            LaneVerifier.verifyAbsence(
                absence.proof().toProof(), rollup, absence.height(), anchors));
    Map<String, Object> document = document(rollup, Map.of());
    document.put("absentAtHeight", anchor.height());
    output.print(
        document,
        "verified: %s has no lane block in block %s"
            .formatted(rollup.name(), Format.count(anchor.height())));
  }

  private static Map<String, Object> document(RollupId rollup, Map<String, Object> more) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("verified", true);
    document.put("rollup", rollup.name());
    document.putAll(more);
    return document;
  }
}
