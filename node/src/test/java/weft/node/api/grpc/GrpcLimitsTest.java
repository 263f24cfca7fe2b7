package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GreedyAddress;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.IdleFlood;
import weft.node.api.fixture.IdleFlood.Greeting;
import weft.node.api.fixture.RawHttp2;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.TestNode;
import weft.protocol.wire.ChainServiceGrpc;
import weft.protocol.wire.FollowHeadsRequest;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.Head;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.SubmitRequest;

/// What one gRPC client may use.
final class GrpcLimitsTest {
  private static final GetNodeStatusRequest STATUS = GetNodeStatusRequest.getDefaultInstance();

  @Test
  void callsBeyondTheRateAreRefusedWithATimeToRetry() {
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(1, 5));
    try (TestNode node = TestNode.start(settings);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Optional<Refusals> refused = Optional.empty();
      for (int i = 0; i < 100 && refused.isEmpty(); i++) {
        try {
          grpc.chain().getNodeStatus(STATUS);
        } catch (StatusRuntimeException e) {
          refused = Optional.of(Refusals.of(e));
        }
      }
      Refusals found = refused.orElseThrow();
      assertThat(found.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(found.code()).isEqualTo("rate-limited");
      assertThat(found.text("weft-retry-after-ms")).matches("[1-9]\\d*");
    }
  }

  @Test
  void streamsBeyondTheLimitAreRefusedAndClosedOnesMakeRoom() {
    ApiSettings settings =
        TestNode.settings().withStreams(ApiSettings.Streams.DEFAULTS.withCount(10, 3));
    try (TestNode node = TestNode.start(settings);
        GrpcCalls first = new GrpcCalls(node.grpcPort());
        GrpcCalls second = new GrpcCalls(node.grpcPort())) {
      FollowHeadsRequest all = FollowHeadsRequest.newBuilder().setFromHeight(1).build();
      List<Iterator<Head>> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(first.chain().followHeads(all));
        assertThat(open.getLast().next().getHeight()).isEqualTo(1);
      }
      assertThat(Refusals.of(() -> second.chain().followHeads(all).next()).code())
          .isEqualTo("too-many-streams");
      first.channel().shutdownNow();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> second.chain().followHeads(all).next().getHeight() == 1);
    }
  }

  @Test
  void oversizedMessagesAndMetadataAreRefused() {
    try (TestNode node = TestNode.start();
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      SubmitRequest large =
          SubmitRequest.newBuilder()
              .setTransaction(ByteString.copyFrom(new byte[(4 << 20) + 1]))
              .build();
      assertThat(
              catchThrowableOfType(
                      StatusRuntimeException.class, () -> grpc.transactions().submit(large))
                  .getStatus()
                  .getCode())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      Metadata headers = new Metadata();
      headers.put(Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(20_000));
      assertThat(
              catchThrowableOfType(
                  StatusRuntimeException.class,
                  () ->
                      grpc.chain()
                          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                          .getNodeStatus(STATUS)))
          .isNotNull();
      assertThat(grpc.chain().getNodeStatus(STATUS).getChainId()).isEqualTo(TestNode.CHAIN_ID);
    }
  }

  @Test
  void messagesThatExceedTheSharedMemoryAreRefused() {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withBodiesInFlight(256 << 10);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      for (int i = 0; i < 5; i++) {
        Refusals refused = Refusals.of(() -> grpc.transactions().submit(ofSize(1 << 20)));
        assertThat(refused.code()).isEqualTo("overloaded");
        assertThat(grpc.transactions().submit(ofSize(100 << 10)).getRefusal().getCode())
            .isNotEmpty();
      }
    }
  }

  private static SubmitRequest ofSize(int bytes) {
    return SubmitRequest.newBuilder().setTransaction(ByteString.copyFrom(new byte[bytes])).build();
  }

  @Test
  void aCallWhoseMessageDoesNotComeIsToldSo() throws Exception {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withTimeouts(10_000, 10_000, 300);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      CompletableFuture<Status> end = new CompletableFuture<>();
      ClientCall<GetNodeStatusRequest, NodeStatus> call =
          grpc.channel().newCall(headersFirst(), CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              end.complete(status);
            }
          },
          new Metadata());
      call.request(1);
      Status status = end.get(30, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(status.getDescription()).startsWith("request-timeout");
    }
  }

  @Test
  void aStreamWhoseMessageIsNeverFinishedIsToldSo() throws IOException {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withTimeouts(10_000, 10_000, 300);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        RawHttp2 stalled = RawHttp2.connect(node.grpcPort(), "127.0.0.2", 65_535)) {
      stalled.call(
          "weft.v1.TransactionService/SubmitStream",
          RawHttp2.prefixed(4_000_000, new byte[60_000]),
          false);
      assertThat(stalled.next()).isEqualTo(RawHttp2.Event.ENDS);
    }
  }

  @Test
  void answersThatNobodyReadsAreBoundedAndDroppedAndOthersAreServed() throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withRequests(ApiSettings.Requests.DEFAULTS.withAnswersInFlight(2 << 20))
            .withStreams(ApiSettings.Streams.DEFAULTS.withTimeouts(500, 200));
    GetLaneBlocksRequest request =
        GetLaneBlocksRequest.newBuilder().setRollup("amm-east").setFromLaneHeight(1).build();
    int calls = 20;
    try (TestNode node = TestNode.start(settings);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort());
        RawHttp2 greedy = RawHttp2.connect(node.grpcPort(), "127.0.0.2", 0)) {
      node.laneBlock(TestNode.EAST, "x".repeat(300_000));
      for (int i = 0; i < calls; i++) {
        greedy.call(
            "weft.v1.LaneService/GetLaneBlocks", RawHttp2.message(request.toByteArray()), true);
      }
      int held = 0;
      for (int i = 0; i < calls; i++) {
        held += greedy.next() == RawHttp2.Event.BEGINS ? 1 : 0;
      }
      assertThat(held).isEqualTo(3);
      assertThat(grpc.lanes().getLaneBlocks(request).getLaneBlocksCount()).isEqualTo(1);
      for (int i = 0; i < held; i++) {
        assertThat(greedy.next()).isEqualTo(RawHttp2.Event.RESET);
      }
    }
  }

  /// A client sends a call's headers together with its one message; one that streams does not.
  private static MethodDescriptor<GetNodeStatusRequest, NodeStatus> headersFirst() {
    return ChainServiceGrpc.getGetNodeStatusMethod().toBuilder()
        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
        .build();
  }

  @Test
  void connectionsBeyondTheLimitOfAnAddressAreClosedAtOnce() throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withClients(
                ApiSettings.Clients.DEFAULTS.withRate(1_000, 1_000).withConnections(50, 5));
    try (TestNode node = TestNode.start(settings)) {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          sockets.add(new Socket(InetAddress.getLoopbackAddress(), node.grpcPort()));
        }
        int closed = 0;
        for (Socket socket : sockets) {
          socket.setSoTimeout(300);
          closed += isClosed(socket) ? 1 : 0;
        }
        assertThat(closed).isEqualTo(3);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                try (GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
                  return grpc.chain().getNodeStatus(STATUS).getChainId() == TestNode.CHAIN_ID;
                } catch (StatusRuntimeException e) {
                  return false;
                }
              });
    }
  }

  @Test
  void aThousandIdleConnectionsDoNotStopHonestTraffic() throws IOException {
    honestTrafficAmongIdle(1_000);
  }

  @Test
  @Tag("slow")
  void tenThousandIdleConnectionsDoNotStopHonestTraffic() throws IOException {
    honestTrafficAmongIdle(10_000);
  }

  private static void honestTrafficAmongIdle(int count) throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withClients(TestNode.settings().clients().withConnections(count + 100, count));
    try (TestNode node = TestNode.start(GreedyAddress.patient(settings));
        IdleFlood _ = IdleFlood.open(node.grpcPort(), Greeting.GRPC, count, 50);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      GreedyAddress.awaitConnections(node, Greeting.GRPC, count);
      for (int i = 0; i < 50; i++) {
        node.laneBlock(TestNode.EAST, "honest " + i);
        assertThat(grpc.chain().getNodeStatus(STATUS).getChainId()).isEqualTo(TestNode.CHAIN_ID);
      }
      assertThat(Greeting.GRPC.connections(node)).isGreaterThan(count);
    }
  }

  @Test
  void oneAddressWithAllItsConnectionsDoesNotStopAnother() throws IOException {
    try (GreedyAddress greedy = GreedyAddress.at(Greeting.GRPC);
        GrpcCalls grpc = new GrpcCalls(greedy.node().grpcPort(), "127.0.0.2")) {
      for (int i = 0; i < 50; i++) {
        assertThat(grpc.chain().getNodeStatus(STATUS).getChainId()).isEqualTo(TestNode.CHAIN_ID);
      }
      assertThat(Greeting.GRPC.connections(greedy.node())).isEqualTo(GreedyAddress.MOST + 1);
    }
  }

  @Test
  void aConnectionThatNeverSpeaksIsClosed() throws IOException {
    ApiSettings.Grpc limits = new ApiSettings.Grpc(128, 300, 300, 10_000, 300_000, 0);
    try (TestNode node = TestNode.start(TestNode.settings().withGrpc(limits));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.grpcPort())) {
      socket.setSoTimeout(30_000);
      assertThat(drain(socket)).isTrue();
    }
  }

  /// Reads until the peer closes.
  private static boolean drain(Socket socket) throws IOException {
    byte[] bytes = new byte[1_024];
    while (socket.getInputStream().read(bytes) >= 0) {
      // What the server says before it gives up.
    }
    return true;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.net.SocketException e) {
      return true;
    }
  }
}
