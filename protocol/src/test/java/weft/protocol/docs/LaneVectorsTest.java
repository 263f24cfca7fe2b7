package weft.protocol.docs;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.transaction.RollupId;

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
      List<Bytes> headers = new ArrayList<>();
      one.get("headers").forEach(header -> headers.add(Bytes.fromHex(header.asString())));
      LaneHeader from = LaneHeader.decode(ProofJson.bytes(one, "from"));
      ProofJson.assertVerdict(one, LaneVerifier.verifyChain(from, headers));
    }
  }

  private static RollupId rollup(JsonNode one) {
    return RollupId.of(one.get("rollup").asString());
  }
}
