package weft.node.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.chain.store.BlockSeal;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.SseReader;
import weft.node.api.fixture.TestNetworkNode;
import weft.node.api.fixture.TestNode;
import weft.primitives.Bytes;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.FollowAttestationsRequest;
import weft.protocol.wire.GetAttestationRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetValidatorChangesRequest;
import weft.protocol.wire.GetValidatorChangesResponse;
import weft.protocol.wire.GetValidatorsRequest;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.ValidatorChange;
import weft.protocol.wire.Validators;

/// What a network's node tells about its validators, over real sockets of both interfaces.
final class ValidatorsApiTest {
  private static final int VALIDATORS = 4;

  private TestNetworkNode node;
  private GrpcCalls grpc;
  private HttpCalls http;
  private ValidatorSet all;

  @BeforeEach
  void start() {
    node = TestNetworkNode.start(VALIDATORS);
    grpc = new GrpcCalls(node.grpcPort());
    http = new HttpCalls(node.httpPort());
    all = node.everybody();
  }

  @AfterEach
  void stop() {
    http.close();
    grpc.close();
    node.close();
  }

  @Test
  void namesTheValidatorsOfTheNewestBlock() {
    Validators atGenesis = grpc.chain().getValidators(GetValidatorsRequest.getDefaultInstance());
    assertThat(atGenesis.getHeight()).isEqualTo(1);
    assertThat(WireFields.bytes(atGenesis.getValidatorsHash())).isEqualTo(all.hash().bytes());
    assertThat(atGenesis.getTotalPower()).isEqualTo(10);
    assertThat(atGenesis.getValidatorsCount()).isEqualTo(VALIDATORS);
    var strongest = atGenesis.getValidators(0);
    assertThat(WireFields.address(strongest.getOperator(), "operator"))
        .isEqualTo(TestNetworkNode.operator(3));
    assertThat(strongest.getPower()).isEqualTo(4);
    assertThat(strongest.getBond()).isEqualTo("4000");
    assertThat(strongest.getStatus()).isEqualTo("active");
    assertThat(WireFields.bytes(strongest.getBlsKey())).isEqualTo(all.get(0).blsKey().bytes());

    node.block(node.first(3), true, Optional.empty());
    assertThat(grpc.chain().getValidators(GetValidatorsRequest.getDefaultInstance()))
        .isEqualTo(atGenesis);
    node.block(node.first(3), true, Optional.empty());
    JsonNode json = http.get("/v1/validators").json();
    assertThat(json.get("height").asLong()).isEqualTo(2);
    assertThat(json.get("totalPower").asLong()).isEqualTo(6);
    assertThat(json.get("validators").size()).isEqualTo(3);
    assertThat(json.get("validators").get(2).get("operator").asString())
        .isEqualTo(TestNetworkNode.operator(0).toString());
  }

  @Test
  void statusSaysThatItIsANetwork() {
    NodeStatus status = grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance());
    assertThat(status.getIsNetwork()).isTrue();
    assertThat(status.getIsCatchingUp()).isTrue();
    assertThat(status.getValidatorCount()).isEqualTo(VALIDATORS);
    assertThat(status.getTotalPower()).isEqualTo(10);
    assertThat(WireFields.bytes(status.getValidatorsHash())).isEqualTo(all.hash().bytes());

    JsonNode json = http.get("/v1/status").json();
    assertThat(json.get("isNetwork").asBoolean()).isTrue();
    assertThat(json.get("validatorsHash").asString()).isEqualTo("0x" + all.hash().bytes().toHex());
    assertThat(json.has("validator")).isFalse();
  }

  @Test
  void listsTheChangesOfTheValidators() {
    ValidatorSet three = node.first(3);
    ValidatorSet two = node.first(2);
    node.block(all, true, Optional.empty());
    BlockSeal.Network first = node.block(three, true, Optional.empty());
    BlockSeal.Network second = node.block(two, false, Optional.empty());

    GetValidatorChangesResponse answer = changes(0, 0);
    assertThat(answer.getHeight()).isEqualTo(3);
    assertThat(answer.getChangesList()).containsExactly(change(first, three));

    BlockSeal.Network late = node.attested(second);
    BlockSeal.Network third = node.block(three, true, Optional.of(late));
    assertThat(changes(0, 0).getChangesList())
        .containsExactly(change(first, three), change(late, two), change(third, three));
    assertThat(changes(3, 1).getChangesList()).containsExactly(change(late, two));
    assertThat(changes(5, 0).getChangesList()).isEmpty();

    JsonNode json = http.get("/v1/validators/changes?from=3&count=1").json();
    assertThat(json.get("height").asLong()).isEqualTo(4);
    assertThat(json.get("changes").size()).isEqualTo(1);
    assertThat(json.get("changes").get(0).get("nextValidators").asString())
        .isEqualTo("0x" + two.encode().toHex());
    assertThat(json.get("changes").get(0).get("anchor").get("statement").asString())
        .isEqualTo("0x" + late.statement().encode().toHex());
  }

  @Test
  void listsNoMoreChangesThanTheLimit() {
    for (int height = 1; height <= 70; height++) {
      node.block(height % 2 == 0 ? all : node.first(3), true, Optional.empty());
    }

    List<ValidatorChange> page = changes(0, 1_000).getChangesList();
    assertThat(page).hasSize(64);
    assertThat(changes(65, 0).getChangesList()).hasSize(6);
  }

  @Test
  void tellsWhoVouchesForABlock() {
    BlockSeal.Network first = node.block(all, true, Optional.empty());
    BlockSeal.Network second = node.block(all, false, Optional.empty());

    assertThat(attestation(1)).isEqualTo(attestation(1, first));
    assertThat(attestation(0)).isEqualTo(attestation(1, first));
    assertRefused(2, "not-attested", true);
    assertRefused(3, "height-not-found", false);
    var refused = http.get("/v1/attestations/2");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().get("retryAfterMs").asLong()).isPositive();

    BlockSeal.Network late = node.attested(second);
    node.block(all, false, Optional.of(late));
    assertThat(attestation(2)).isEqualTo(attestation(2, late));
    assertThat(http.get("/v1/attestations/latest").json().get("height").asLong()).isEqualTo(2);

    node.block(all, true, Optional.empty());
    assertRefused(3, "not-attested", false);
    assertThat(attestation(0).getHeight()).isEqualTo(4);
  }

  @Test
  void followsAttestationsFromHistoryIntoTheLive() {
    BlockSeal.Network first = node.block(all, true, Optional.empty());
    BlockSeal.Network second = node.block(all, false, Optional.empty());
    Iterator<Attestation> attestations =
        grpc.chain()
            .followAttestations(FollowAttestationsRequest.newBuilder().setFromHeight(1).build());

    assertThat(attestations.next()).isEqualTo(attestation(1, first));
    BlockSeal.Network late = node.attested(second);
    node.block(all, false, Optional.of(late));
    assertThat(attestations.next()).isEqualTo(attestation(2, late));
    BlockSeal.Network fourth = node.block(all, true, Optional.empty());
    assertThat(attestations.next())
        .as("a height that was never attested")
        .isEqualTo(Attestation.newBuilder().setHeight(3).build());
    assertThat(attestations.next()).isEqualTo(attestation(4, fourth));
  }

  @Test
  void followsAttestationsAsEvents() throws IOException {
    node.block(all, true, Optional.empty());
    try (SseReader events = SseReader.open(node.httpPort(), "/v1/attestations/stream?from=1")) {
      SseReader.Event event = events.next().orElseThrow();
      assertThat(event.id()).isEqualTo("1");
      assertThat(event.name()).isEqualTo("attestations");
      assertThat(event.json().get("anchor").get("attested").get("validatorsHash").asString())
          .isEqualTo("0x" + all.hash().bytes().toHex());
    }
  }

  @Test
  void aChainWithOneValidatorHasNoSet() {
    try (TestNode solo = TestNode.start();
        HttpCalls calls = new HttpCalls(solo.httpPort())) {
      assertThat(calls.get("/v1/validators").status()).isEqualTo(404);
      assertThat(calls.get("/v1/validators/changes").json().get("changes").size()).isZero();
      assertThat(calls.get("/v1/status").json().get("isNetwork").asBoolean()).isFalse();
      assertThat(calls.get("/v1/status").json().has("validatorsHash")).isFalse();
      assertThat(calls.get("/v1/attestations/1").json().get("anchor").has("commit")).isTrue();
    }
  }

  private GetValidatorChangesResponse changes(long from, int count) {
    return grpc.chain()
        .getValidatorChanges(
            GetValidatorChangesRequest.newBuilder().setFromHeight(from).setMaxCount(count).build());
  }

  private Attestation attestation(long height) {
    return grpc.chain()
        .getAttestation(GetAttestationRequest.newBuilder().setHeight(height).build());
  }

  private static Attestation attestation(long height, BlockSeal.Network seal) {
    return Attestation.newBuilder()
        .setHeight(height)
        .setAnchor(LaneWire.toWire(seal.anchor().orElseThrow()))
        .build();
  }

  private static ValidatorChange change(BlockSeal.Network seal, ValidatorSet next) {
    Bytes set = next.encode();
    return ValidatorChange.newBuilder()
        .setAnchor(LaneWire.attestedToWire((AttestedAnchor) seal.anchor().orElseThrow()))
        .setNextValidators(WireFields.toWire(set))
        .build();
  }

  private void assertRefused(long height, String code, boolean comesBack) {
    Refusals refused = Refusals.of(() -> attestation(height));
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.text("weft-retry-after-ms").isEmpty()).isEqualTo(!comesBack);
  }
}
