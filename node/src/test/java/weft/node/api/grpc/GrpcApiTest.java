package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.TestNode;
import weft.node.feed.BroadcastFeed;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.block.TrustedValidator;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.codec.RefusalWire;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.protocol.wire.Account;
import weft.protocol.wire.Block;
import weft.protocol.wire.EstimateFeeRequest;
import weft.protocol.wire.FeeEstimate;
import weft.protocol.wire.Fees;
import weft.protocol.wire.FollowHeadsRequest;
import weft.protocol.wire.FollowStatusRequest;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetBlockRequest;
import weft.protocol.wire.GetFeesRequest;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.GetLaneHeadersResponse;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetRollupRequest;
import weft.protocol.wire.GetSponsorshipRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.Head;
import weft.protocol.wire.LaneAtHeight;
import weft.protocol.wire.ListRollupsRequest;
import weft.protocol.wire.Policy;
import weft.protocol.wire.ProveLaneAtHeightRequest;
import weft.protocol.wire.ProveLaneBlockRequest;
import weft.protocol.wire.ProvePayloadRequest;
import weft.protocol.wire.ProveStateRequest;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.Sponsorship;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;
import weft.protocol.wire.TransactionState;
import weft.protocol.wire.TransactionStatus;

/// Every method answers as documented, over a real socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrpcApiTest {
  private static final TrustedValidator TRUSTED =
      new TrustedValidator(TestNode.CHAIN_ID, TestNode.VALIDATOR.address());

  private TestNode node;
  private GrpcCalls grpc;

  @BeforeAll
  void start() {
    node = TestNode.start();
    grpc = new GrpcCalls(node.grpcPort());
    node.laneBlock(TestNode.EAST, "one");
    node.laneBlock(TestNode.EAST, "two", "three");
  }

  @AfterAll
  void stop() {
    grpc.close();
    node.close();
  }

  @Test
  void submitStatusAndReceipt() {
    Transaction transaction = node.sign(TestNode.BOB, TestNode.payload(TestNode.WEST, "swap"));
    SubmitResponse response = grpc.transactions().submit(request(transaction));
    assertThat(ReceiptWire.fromWire(response.getReceipt()).verify()).isTrue();
    ByteString hash = WireFields.toWire(transaction.hash());
    GetReceiptRequest receipt = GetReceiptRequest.newBuilder().setTransactionHash(hash).build();
    assertThat(grpc.transactions().getReceipt(receipt)).isEqualTo(response.getReceipt());
    GetStatusRequest status = GetStatusRequest.newBuilder().setTransactionHash(hash).build();
    assertThat(grpc.transactions().getStatus(status).getState())
        .isEqualTo(TransactionState.TRANSACTION_STATE_PENDING);
    Iterator<TransactionStatus> changes =
        grpc.transactions()
            .followStatus(FollowStatusRequest.newBuilder().setTransactionHash(hash).build());
    assertThat(changes.next().getState()).isEqualTo(TransactionState.TRANSACTION_STATE_PENDING);
    node.block();
    assertThat(changes.next().getState()).isEqualTo(TransactionState.TRANSACTION_STATE_SOFT);
    assertThat(changes.hasNext()).isFalse();
    assertThat(grpc.transactions().getStatus(status).getState())
        .isEqualTo(TransactionState.TRANSACTION_STATE_SOFT);
  }

  @Test
  void aRollupsTransactionsAreFollowedThroughEveryChange() {
    try (TestNode own = TestNode.start();
        GrpcCalls calls = new GrpcCalls(own.grpcPort())) {
      Iterator<TransactionStatus> changes =
          calls
              .transactions()
              .followStatus(FollowStatusRequest.newBuilder().setRollup("amm-west").build());
      BroadcastFeed<?> feed = (BroadcastFeed<?>) own.services().statusChanges();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(feed::hasReaders);
      own.submit(own.sign(TestNode.ALICE, TestNode.payload(TestNode.EAST, "elsewhere")));
      Transaction here = own.sign(TestNode.BOB, TestNode.payload(TestNode.WEST, "here"));
      own.submit(here);
      own.block();

      for (TransactionState state :
          List.of(
              TransactionState.TRANSACTION_STATE_RECEIVED,
              TransactionState.TRANSACTION_STATE_PENDING,
              TransactionState.TRANSACTION_STATE_SOFT)) {
        TransactionStatus status = changes.next();
        assertThat(status.getTransactionHash()).isEqualTo(WireFields.toWire(here.hash()));
        assertThat(status.getState()).isEqualTo(state);
      }
    }
  }

  @Test
  void aRefusedSubmissionIsAnAnswerNotAnError() {
    Transaction cheap =
        TestNode.signAt(
            TestNode.BOB, new Nonce(7, 0), Amount.of(1), TestNode.payload(TestNode.EAST, "cheap"));
    SubmitResponse response = grpc.transactions().submit(request(cheap));
    assertThat(response.getRefusal().getCode()).isEqualTo("fee-too-low");
    assertThat(response.getRefusal().getField()).isEqualTo("body.max_fee");
    assertThat(response.getRefusal().getRequiredMaxFee()).isNotEmpty();
    SubmitBatchResponse batch =
        grpc.transactions()
            .submitBatch(
                SubmitBatchRequest.newBuilder()
                    .addTransactions(ByteString.copyFrom(new byte[1]))
                    .addTransactions(WireFields.toWire(cheap.envelope()))
                    .build());
    assertThat(batch.getAnswersList().stream().map(answer -> answer.getRefusal().getCode()))
        .containsExactly("malformed", "fee-too-low");
  }

  @Test
  void estimates() {
    Transaction probe =
        TestNode.signAt(
            TestNode.BOB,
            new Nonce(8, 0),
            Amount.parse("1000000000000"),
            TestNode.payload(TestNode.EAST, "estimate"));
    FeeEstimate estimate =
        grpc.transactions()
            .estimateFee(
                EstimateFeeRequest.newBuilder()
                    .setTransaction(WireFields.toWire(probe.envelope()))
                    .build());
    assertThat(estimate.getBytes()).isEqualTo(probe.size());
    Amount parts =
        Amount.parse(estimate.getByteFee())
            .plus(Amount.parse(estimate.getLaneFee()))
            .plus(Amount.parse(estimate.getGasFee()));
    assertThat(estimate.getTotal()).isEqualTo(parts.toString());
    assertThat(estimate.getSuggestedTip()).isEqualTo("0");
    assertRefused(
        () -> grpc.transactions().estimateFee(EstimateFeeRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "subject");
  }

  @Test
  void lanesAndTheirProofs() {
    GetLaneBlocksResponse range =
        grpc.lanes()
            .getLaneBlocks(
                GetLaneBlocksRequest.newBuilder()
                    .setRollup("amm-east")
                    .setFromLaneHeight(2)
                    .build());
    assertThat(range.getLatestLaneHeight()).isEqualTo(2);
    assertThat(range.getLaneBlocksList())
        .containsExactly(
            grpc.lanes()
                .proveLaneBlock(
                    ProveLaneBlockRequest.newBuilder()
                        .setRollup("amm-east")
                        .setLaneHeight(2)
                        .build()));
    assertThat(
            LaneVerifier.verifyLaneBlock(
                    LaneWire.fromWire(range.getLaneBlocks(0)), TestNode.EAST, TRUSTED)
                .isValid())
        .isTrue();
    ProvePayloadRequest payload =
        ProvePayloadRequest.newBuilder()
            .setRollup("amm-east")
            .setLaneHeight(2)
            .setPayloadIndex(1)
            .build();
    assertThat(
            LaneVerifier.verifyPayload(
                    LaneWire.fromWire(grpc.lanes().provePayload(payload)), TestNode.EAST, TRUSTED)
                .isValid())
        .isTrue();
    LaneAtHeight absent =
        grpc.lanes()
            .proveLaneAtHeight(
                ProveLaneAtHeightRequest.newBuilder().setRollup("amm-west").setHeight(3).build());
    assertThat(
            LaneVerifier.verifyAbsence(
                    LaneWire.fromWire(absent.getAbsent()), TestNode.WEST, 3, TRUSTED)
                .isValid())
        .isTrue();
    assertThat(
            grpc.lanes()
                .proveLaneAtHeight(
                    ProveLaneAtHeightRequest.newBuilder()
                        .setRollup("amm-east")
                        .setHeight(3)
                        .build())
                .hasPresent())
        .isTrue();
  }

  @Test
  void laneHeadersAreThoseOfTheLaneBlocks() {
    GetLaneHeadersResponse all =
        grpc.lanes()
            .getLaneHeaders(GetLaneHeadersRequest.newBuilder().setRollup("amm-east").build());
    assertThat(all.getEarliestLaneHeight()).isEqualTo(1);
    assertThat(all.getLatestLaneHeight()).isEqualTo(2);
    assertThat(all.getHeadersList())
        .containsExactlyElementsOf(
            grpc
                .lanes()
                .getLaneBlocks(GetLaneBlocksRequest.newBuilder().setRollup("amm-east").build())
                .getLaneBlocksList()
                .stream()
                .map(block -> block.getLaneBlock().getHeader())
                .toList());
    assertRefused(
        () ->
            grpc.lanes()
                .getLaneHeaders(GetLaneHeadersRequest.newBuilder().setRollup("nobody").build()),
        Status.Code.NOT_FOUND,
        RefusalCode.ROLLUP_NOT_FOUND,
        "rollup");
  }

  @Test
  void theChainItsBlocksAndItsState() {
    assertThat(grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance()).getChainId())
        .isEqualTo(TestNode.CHAIN_ID);
    Block block =
        grpc.chain()
            .getBlock(GetBlockRequest.newBuilder().setHeight(3).setWithTransactions(true).build());
    assertThat(block.getTransactionsCount()).isEqualTo(1);
    assertThat(block.getLaneHeadersCount()).isEqualTo(1);
    Iterator<Head> heads =
        grpc.chain().followHeads(FollowHeadsRequest.newBuilder().setFromHeight(3).build());
    Head head = heads.next();
    assertThat(head.getBlockHash()).isEqualTo(block.getBlockHash());
    assertThat(head.getLanes(0).getRollup()).isEqualTo("amm-east");
    ProveStateRequest key =
        ProveStateRequest.newBuilder().setKey(ByteString.copyFromUtf8("chain")).build();
    assertThat(grpc.chain().proveState(key).getPresent()).isTrue();
  }

  @Test
  void accountsRollupsFeesAndSponsorships() {
    Account account =
        grpc.chain()
            .getAccount(GetAccountRequest.newBuilder().setAccount(wire(TestNode.ALICE)).build());
    assertThat(account.getBalances(0).getAsset()).isEqualTo("weft");
    assertThat(grpc.chain().listRollups(ListRollupsRequest.getDefaultInstance()).getRollupsList())
        .extracting(Rollup::getName)
        .isEqualTo(List.of("amm-east", "amm-west"));
    Rollup east =
        grpc.chain().getRollup(GetRollupRequest.newBuilder().setRollup("amm-east").build());
    assertThat(east.getTerms().getPolicy()).isEqualTo(Policy.POLICY_FIRST_COME);
    Fees fees = grpc.chain().getFees(GetFeesRequest.getDefaultInstance());
    assertThat(fees.getLanesCount()).isEqualTo(2);
    Sponsorship sponsorship =
        grpc.chain()
            .getSponsorship(
                GetSponsorshipRequest.newBuilder()
                    .setRollup("amm-east")
                    .setSponsor(wire(TestNode.OWNER))
                    .build());
    assertThat(sponsorship.getMaxTotal()).isEqualTo("1000000000");
  }

  @Test
  void refusedQuestionsCarryTheirFieldsInTrailers() throws InvalidProtocolBufferException {
    Refusals refused =
        assertRefused(
            () ->
                grpc.lanes()
                    .proveLaneBlock(
                        ProveLaneBlockRequest.newBuilder()
                            .setRollup("amm-east")
                            .setLaneHeight(99)
                            .build()),
            Status.Code.NOT_FOUND,
            RefusalCode.LANE_BLOCK_NOT_FOUND,
            "lane_height");
    assertThat(refused.text("weft-limit")).isEqualTo("1 to 2");
    assertThat(refused.text("weft-next-step")).isNotEmpty();
    byte[] whole = refused.trailers().get(GrpcRefusals.REFUSAL);
    assertThat(RefusalWire.fromWire(weft.protocol.wire.Refusal.parseFrom(whole)).code())
        .isEqualTo(RefusalCode.LANE_BLOCK_NOT_FOUND);
  }

  @Test
  void eachQuestionRefusesWhatItCannotAnswer() {
    assertRefused(
        () -> grpc.transactions().getStatus(GetStatusRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "transaction_hash");
    assertRefused(
        () ->
            grpc.transactions()
                .getReceipt(
                    GetReceiptRequest.newBuilder()
                        .setTransactionHash(ByteString.copyFrom(new byte[32]))
                        .build()),
        Status.Code.NOT_FOUND,
        RefusalCode.TRANSACTION_NOT_FOUND,
        "transaction_hash");
    assertRefused(
        () -> grpc.transactions().followStatus(FollowStatusRequest.getDefaultInstance()).next(),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "filter");
    assertRefused(
        () -> grpc.lanes().getLaneBlocks(GetLaneBlocksRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "rollup");
    assertRefused(
        () ->
            grpc.lanes()
                .getLaneBlocks(GetLaneBlocksRequest.newBuilder().setRollup("nobody").build()),
        Status.Code.NOT_FOUND,
        RefusalCode.ROLLUP_NOT_FOUND,
        "rollup");
    assertRefused(
        () ->
            grpc.lanes()
                .proveLaneAtHeight(
                    ProveLaneAtHeightRequest.newBuilder()
                        .setRollup("amm-east")
                        .setHeight(999)
                        .build()),
        Status.Code.NOT_FOUND,
        RefusalCode.HEIGHT_NOT_FOUND,
        "height");
    assertRefused(
        () ->
            grpc.lanes()
                .provePayload(
                    ProvePayloadRequest.newBuilder()
                        .setRollup("amm-east")
                        .setLaneHeight(1)
                        .setPayloadIndex(-1)
                        .build()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "payload_index");
    assertRefused(
        () -> grpc.chain().getBlock(GetBlockRequest.newBuilder().setHeight(-1).build()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "height");
    assertRefused(
        () -> grpc.chain().getAccount(GetAccountRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "account");
    assertRefused(
        () -> grpc.chain().getRollup(GetRollupRequest.newBuilder().setRollup("nobody").build()),
        Status.Code.NOT_FOUND,
        RefusalCode.ROLLUP_NOT_FOUND,
        "rollup");
    assertRefused(
        () -> grpc.chain().proveState(ProveStateRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.INVALID_FIELD,
        "key");
    assertRefused(
        () ->
            grpc.transactions()
                .submitBatch(
                    SubmitBatchRequest.newBuilder()
                        .addAllTransactions(java.util.Collections.nCopies(4_097, ByteString.EMPTY))
                        .build()),
        Status.Code.INVALID_ARGUMENT,
        RefusalCode.REQUEST_TOO_LARGE,
        "transactions");
  }

  private static Refusals assertRefused(
      ThrowingCallable call, Status.Code status, RefusalCode code, String field) {
    Refusals refused = Refusals.of(call);
    assertThat(refused.status().getCode()).as(refused.toString()).isEqualTo(status);
    assertThat(refused.code()).isEqualTo(code.id());
    assertThat(refused.text("weft-field")).isEqualTo(field);
    return refused;
  }

  private static SubmitRequest request(Transaction transaction) {
    return SubmitRequest.newBuilder()
        .setTransaction(WireFields.toWire(transaction.envelope()))
        .build();
  }

  private static ByteString wire(PrivateKey key) {
    Bytes bytes = key.address().bytes();
    return WireFields.toWire(bytes);
  }
}
