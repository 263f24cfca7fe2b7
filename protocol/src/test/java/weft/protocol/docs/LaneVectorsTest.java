package weft.protocol.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// The published vectors of lanes: made by this code and judged by it. The foreign verifier is run
/// by `ForeignVectorsTest`.
class LaneVectorsTest {
  private static final VectorFile FILE = new VectorFile("lanes.json");

  @Test
  void publishedVectorsAreWhatThisCodeMakes() {
    FILE.expect(new LaneCases().all());
  }

  @Test
  void verdictsAreAsPublished() {
    JsonNode all = FILE.read();
    TrustedValidator trusted = ProofJson.trusted(all);
    for (JsonNode one : all.get("laneBlocks")) {
      ProofJson.assertVerdict(
          one,
          LaneVerifier.verifyLaneBlock(
              ProofJson.provenLaneBlock(one.get("proof")), rollup(one), trusted));
    }
    for (JsonNode one : all.get("payloads")) {
      ProofJson.assertVerdict(
          one,
          LaneVerifier.verifyPayload(
              ProofJson.payloadProof(one.get("proof")), rollup(one), trusted));
    }
    for (JsonNode one : all.get("absences")) {
      ProofJson.assertVerdict(
          one,
          LaneVerifier.verifyAbsence(
              ProofJson.absenceProof(one.get("proof")),
              rollup(one),
              one.get("height").asLong(),
              trusted));
    }
    for (JsonNode one : all.get("follows")) {
      LaneHeader next = LaneHeader.decode(ProofJson.bytes(one, "next"));
      ProofJson.assertVerdict(
          one,
          one.has("previous")
              ? LaneVerifier.verifyFollows(
                  LaneHeader.decode(ProofJson.bytes(one, "previous")), next)
              : LaneVerifier.verifyFirst(next));
    }
    for (JsonNode one : all.get("runs")) {
      List<Bytes> headers = bytes(one, "headers");
      LaneHeader from = LaneHeader.decode(ProofJson.bytes(one, "from"));
      ProofJson.assertVerdict(one, LaneVerifier.verifyChain(from, headers));
    }
    for (JsonNode one : all.get("laters")) {
      ProofJson.assertVerdict(one, later(one));
    }
  }

  private static Verdict<VerifiedLaneBlock> later(JsonNode one) {
    List<Bytes> headers = bytes(one, "headers");
    Hash32 end = Hash32.of(ProofJson.bytes(one, "end"));
    return LaneVerifier.verifyRun(Optional.empty(), headers, rollup(one))
        .then(
            run ->
                run.getLast().hash().equals(end)
                    ? LaneVerifier.verifyLaneBlock(
                        new LaneBlock(headers.getFirst(), bytes(one, "entries")),
                        rollup(one),
                        run.getFirst().hash())
                    : Verdict.invalid("LANE-21", "another end"));
  }

  private static List<Bytes> bytes(JsonNode one, String name) {
    List<Bytes> all = new ArrayList<>();
    one.get(name).forEach(each -> all.add(Bytes.fromHex(each.asString())));
    return all;
  }

  private static RollupId rollup(JsonNode one) {
    return RollupId.of(one.get("rollup").asString());
  }
}
