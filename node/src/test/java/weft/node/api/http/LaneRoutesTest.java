package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.TestNode;
import weft.node.api.json.WireJsonReader;
import weft.primitives.Bytes;
import weft.protocol.block.TrustedValidator;
import weft.protocol.codec.LaneWire;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.VerifiedPayload;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.protocol.wire.LaneAtHeight;
import weft.protocol.wire.LaneBlock;
import weft.protocol.wire.LaneBlockProof;
import weft.protocol.wire.PayloadProof;
import weft.protocol.wire.ProvenLaneBlock;

/// Lanes over HTTP, checked by the verifier that clients use.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LaneRoutesTest {
  private static final TrustedValidator TRUSTED =
      new TrustedValidator(TestNode.CHAIN_ID, TestNode.VALIDATOR.address());

  private TestNode node;
  private HttpCalls http;
  private long heightOfTwo;

  @BeforeAll
  void start() {
    node = TestNode.start();
    http = new HttpCalls(node.httpPort());
    node.laneBlock(TestNode.EAST, "one");
    heightOfTwo = node.laneBlock(TestNode.EAST, "two", "three").header().height();
    node.laneBlock(TestNode.WEST, "elsewhere");
  }

  @AfterAll
  void stop() {
    http.close();
    node.close();
  }

  @Test
  void aRangeHasProofsAndOnRequestDecodedPayloads() {
    JsonNode range = http.get("/v1/rollups/amm-east/lane?from=1&count=1&decode=true").json();
    assertThat(range.get("earliestLaneHeight").asLong()).isEqualTo(1);
    assertThat(range.get("latestLaneHeight").asLong()).isEqualTo(2);
    assertThat(range.get("laneBlocks").size()).isEqualTo(1);
    JsonNode first = range.get("laneBlocks").get(0);
    assertThat(first.get("lane").get("laneHeight").asLong()).isEqualTo(1);
    assertThat(first.get("payloads").get(0).get("data").asString())
        .isEqualTo("0x" + Bytes.utf8("one").toHex());
    assertThat(first.get("payloads").get(0).get("sender").asString())
        .isEqualTo(TestNode.ALICE.address().toString());
    assertThat(http.get("/v1/rollups/amm-east/lane").json().get("laneBlocks").size()).isEqualTo(2);
    assertThat(http.get("/v1/rollups/amm-east/lane?from=3").json().get("laneBlocks").size())
        .isZero();
    assertThat(http.get("/v1/rollups/amm-east/lane?from=1&maxBytes=1").json().get("laneBlocks"))
        .hasSize(1);
  }

  @Test
  void aRunOfHeadersLeadsFromOneLaneBlockToAnother() {
    String path = "/v1/rollups/amm-east/lane/headers";
    JsonNode all = http.get(path).json();
    assertThat(all.get("earliestLaneHeight").asLong()).isEqualTo(1);
    assertThat(all.get("latestLaneHeight").asLong()).isEqualTo(2);
    assertThat(all.get("headers")).hasSize(2);
    LaneHeader first = LaneHeader.decode(Bytes.fromHex(all.get("headers").get(0).asString()));
    Bytes second = Bytes.fromHex(all.get("headers").get(1).asString());
    assertThat(LaneVerifier.verifyChain(first, List.of(second)))
        .isEqualTo(Verdict.valid(LaneHeader.decode(second)));
    assertThat(http.get(path + "?from=1&count=1").json().get("headers")).hasSize(1);
    assertThat(http.get(path + "?from=3").json().get("headers")).isEmpty();
  }

  @Test
  void aLaneBlockVerifiesAsItWasSent() {
    JsonNode json = http.get("/v1/rollups/amm-east/lane/2").json();
    assertThat(json.has("payloads")).isFalse();
    LaneBlock.Builder block = LaneBlock.newBuilder();
    LaneBlockProof.Builder proof = LaneBlockProof.newBuilder();
    read(json.get("laneBlock").toString(), block);
    read(json.get("proof").toString(), proof);
    var verdict =
        LaneVerifier.verifyLaneBlock(
            LaneWire.fromWire(
                ProvenLaneBlock.newBuilder().setLaneBlock(block).setProof(proof).build()),
            TestNode.EAST,
            TRUSTED);
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void aPayloadProofVerifies() {
    PayloadProof.Builder proof = PayloadProof.newBuilder();
    read(http.get("/v1/rollups/amm-east/lane/2/payloads/1/proof").text(), proof);
    Verdict<VerifiedPayload> verdict =
        LaneVerifier.verifyPayload(LaneWire.fromWire(proof.build()), TestNode.EAST, TRUSTED);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Valid.class,
            valid ->
                assertThat(((VerifiedPayload) valid.value()).entry().data())
                    .isEqualTo(Bytes.utf8("three")));
  }

  @Test
  void presenceAndAbsenceAtAHeightVerify() {
    JsonNode present = http.get("/v1/rollups/amm-east/at/" + heightOfTwo).json();
    assertThat(present.get("present").get("lane").get("laneHeight").asLong()).isEqualTo(2);
    for (RollupId rollup : List.of(TestNode.WEST, RollupId.of("never-registered"))) {
      LaneAtHeight.Builder absent = LaneAtHeight.newBuilder();
      read(http.get("/v1/rollups/" + rollup + "/at/" + heightOfTwo).text(), absent);
      assertThat(
              LaneVerifier.verifyAbsence(
                  LaneWire.fromWire(absent.build().getAbsent()), rollup, heightOfTwo, TRUSTED))
          .isInstanceOf(Verdict.Valid.class);
    }
    LaneAtHeight.Builder empty = LaneAtHeight.newBuilder();
    read(http.get("/v1/rollups/amm-east/at/1").text(), empty);
    assertThat(
            LaneVerifier.verifyAbsence(
                LaneWire.fromWire(empty.build().getAbsent()), TestNode.EAST, 1, TRUSTED))
        .isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertRefused("/v1/rollups/nobody/lane", 404, "rollup-not-found");
    assertRefused("/v1/rollups/nobody/lane/1", 404, "rollup-not-found");
    assertRefused("/v1/rollups/nobody/lane/stream", 404, "rollup-not-found");
    assertRefused("/v1/rollups/amm-east/lane/3", 404, "lane-block-not-found");
    assertRefused("/v1/rollups/amm-east/lane/9223372036854775808", 400, "invalid-field");
    assertRefused("/v1/rollups/amm-east/lane/-1", 400, "invalid-field");
    assertRefused("/v1/rollups/amm-east/at/9999", 404, "height-not-found");
    assertRefused("/v1/rollups/amm-east/lane/2/payloads/2/proof", 400, "invalid-field");
    assertRefused("/v1/rollups/No_Name/lane", 400, "invalid-field");
    assertRefused("/v1/rollups/amm-east/lane?form=1", 400, "unknown-field");
    assertRefused("/v1/rollups/amm-east/lane?from=x", 400, "invalid-field");
    assertRefused("/v1/rollups/amm-east/lane?decode=1", 400, "invalid-field");
    assertThat(http.get("/v1/rollups/amm-east/lane/3").json().get("limit").asString())
        .isEqualTo("1 to 2");
  }

  private void assertRefused(String path, int status, String code) {
    Answer answer = http.get(path);
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(status);
    assertThat(answer.json().get("code").asString()).as(path).isEqualTo(code);
  }

  private static void read(String json, Message.Builder into) {
    Checked<Set<String>> read = WireJsonReader.read(json.getBytes(StandardCharsets.UTF_8), into);
    assertThat(read).as(json).isInstanceOf(Checked.Ok.class);
  }
}
