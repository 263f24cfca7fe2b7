package weft.node.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.node.api.NodeServices;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.TestNode;
import weft.node.mempool.ReceivedBid;
import weft.node.mempool.Statuses;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.SubmitRequest;

/// Services with a bug: the client is told that it was the node's fault, and nothing from inside;
/// the next client is served.
final class NodeFaultTest {
  private static final String SECRET = "a secret from inside";
  private static final String FAULT = RefusalCode.NODE_FAULT.id();
  private static final String HASH = Hash32.ZERO.toString();

  private final TestNode node = TestNode.start();
  private final ApiServer api = ApiServer.start(faulty(node.services()), TestNode.settings());
  private final HttpCalls http = new HttpCalls(api.httpPort());
  private final GrpcCalls grpc = new GrpcCalls(api.grpcPort());

  private static final class FaultyStatuses implements Statuses {
    @Override
    public Optional<TransactionStatus> status(Hash32 transactionHash) {
      throw new IllegalStateException(SECRET);
    }

    @Override
    public Optional<Receipt> receipt(Hash32 transactionHash) {
      throw new IllegalStateException(SECRET);
    }

    @Override
    public long nextPendingSequence(Address account, long channel) {
      throw new IllegalStateException(SECRET);
    }

    @Override
    public List<Long> pendingChannels(Address account, int max) {
      throw new IllegalStateException(SECRET);
    }

    @Override
    public List<ReceivedBid> pendingBids(Address account) {
      throw new IllegalStateException(SECRET);
    }
  }

  private static NodeServices faulty(NodeServices s) {
    return new NodeServices(
        s.version(),
        s.genesis(),
        s.genesisHash(),
        s.node(),
        s.store(),
        (_, _) -> CompletableFuture.failedFuture(new IllegalStateException(SECRET)),
        new FaultyStatuses(),
        s.mempoolSize(),
        s.engineStatus(),
        s.isCatchingUp(),
        s.blocks(),
        s.statusChanges(),
        s.hints(),
        s.lightBlocks(),
        s.archive(),
        s.clock());
  }

  @AfterEach
  void stop() {
    http.close();
    grpc.close();
    api.close();
    node.close();
  }

  @Test
  void isSaidOverHttp() {
    requireFault(http.get("/v1/transactions/" + HASH));
    requireFault(http.postBytes("/v1/transactions", "application/octet-stream", new byte[10]));
    assertThat(http.get("/v1/status").status()).isEqualTo(200);
  }

  private static void requireFault(Answer answer) {
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().get("code").asString()).isEqualTo(FAULT);
    assertThat(answer.text()).doesNotContain(SECRET).doesNotContain("Exception");
  }

  @Test
  void isSaidOverGrpc() {
    requireFault(
        Refusals.of(
            () ->
                grpc.transactions()
                    .getStatus(
                        GetStatusRequest.newBuilder()
                            .setTransactionHash(ByteString.copyFrom(new byte[32]))
                            .build())));
    requireFault(Refusals.of(() -> grpc.transactions().submit(SubmitRequest.getDefaultInstance())));
    assertThat(grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance()).getChainId())
        .isEqualTo(TestNode.CHAIN_ID);
  }

  private static void requireFault(Refusals refused) {
    assertThat(refused.status().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(refused.code()).isEqualTo(FAULT);
    assertThat(refused.status().toString()).doesNotContain(SECRET).doesNotContain("Exception");
  }
}
