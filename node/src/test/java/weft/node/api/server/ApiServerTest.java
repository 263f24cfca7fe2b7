package weft.node.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.SseReader;
import weft.node.api.fixture.TestNode;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.ProvenLaneBlock;

/// Starting and stopping.
final class ApiServerTest {
  private static final long LONG_DRAIN_MS = 100_000;

  @Test
  void aTakenPortIsNamedWithWhatToDo() {
    try (TestNode node = TestNode.start()) {
      assertThatThrownBy(
              () -> TestNode.start(TestNode.settings().withPorts(node.httpPort(), 0)).close())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("HTTP on 127.0.0.1:" + node.httpPort())
          .hasMessageContaining("choose another");
      assertThatThrownBy(
              () -> TestNode.start(TestNode.settings().withPorts(0, node.grpcPort())).close())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("gRPC on 127.0.0.1:" + node.grpcPort());
    }
  }

  /// A stop waits for answers under way, never for connections that are merely open: it would take
  /// the whole drain timeout, which is far longer here than a stop on any machine.
  @Test
  void stoppingDoesNotWaitForClientsThatStayConnected() {
    TestNode node = TestNode.start(drainFor(LONG_DRAIN_MS));
    try (HttpCalls http = new HttpCalls(node.httpPort());
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      assertThat(http.get("/healthz").status()).isEqualTo(200);
      assertThat(grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance()).getChainId())
          .isEqualTo(TestNode.CHAIN_ID);
      long startNs = System.nanoTime();
      node.close();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs))
          .isLessThan(LONG_DRAIN_MS);
    }
  }

  private static ApiSettings drainFor(long drainMs) {
    ApiSettings s = TestNode.settings();
    return new ApiSettings(
        s.bindHost(),
        s.httpPort(),
        s.grpcPort(),
        s.corsOrigins(),
        s.clients(),
        s.requests(),
        s.streams(),
        s.grpc(),
        drainMs);
  }

  @Test
  void streamsAreToldThatTheNodeStops() throws IOException {
    TestNode node = TestNode.start();
    node.laneBlock(TestNode.EAST, "one");
    try (GrpcCalls grpc = new GrpcCalls(node.grpcPort());
        SseReader events =
            SseReader.open(node.httpPort(), "/v1/rollups/amm-east/lane/stream?from=1")) {
      Iterator<ProvenLaneBlock> lane =
          grpc.lanes().followLane(FollowLaneRequest.newBuilder().setRollup("amm-east").build());
      assertThat(lane.hasNext()).isTrue();
      lane.next();
      assertThat(events.next()).isPresent();
      node.close();
      assertThatThrownBy(lane::hasNext)
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
      Optional<SseReader.Event> last = events.next();
      assertThat(last.map(SseReader.Event::name)).contains("refusal");
      assertThat(last.orElseThrow().json().get("code").asString()).isEqualTo("node-stopping");
      assertThat(events.next()).isEmpty();
    }
  }
}
