package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.TestNode;
import weft.protocol.codec.LaneWire;
import weft.protocol.lane.LaneHeader;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.LaneServiceGrpc;
import weft.protocol.wire.ProvenLaneBlock;

/// Following a lane: in order, without gap or duplicate, whatever readers and the feed do.
final class FollowLaneTest {
  private static final long TIMEOUT_SECONDS = 60;

  @Test
  void historyGoesOverIntoTheLiveWhileBlocksComeFast() throws InterruptedException {
    try (TestNode node = TestNode.start();
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      int count = 60;
      for (int i = 0; i < 20; i++) {
        node.laneBlock(TestNode.EAST, "before " + i);
      }
      Thread blocks =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 20; i < count; i++) {
                      node.laneBlock(TestNode.EAST, "during " + i);
                    }
                  });
      List<Iterator<ProvenLaneBlock>> readers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        readers.add(
            grpc.lanes()
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .followLane(from(1 + i * 7)));
      }
      for (int i = 0; i < readers.size(); i++) {
        for (long height = 1 + i * 7L; height <= count; height++) {
          assertThat(laneHeight(readers.get(i).next())).isEqualTo(height);
        }
      }
      blocks.join();
    }
  }

  @Test
  void aReaderThatComesBackGoesOnWhereItStopped() {
    try (TestNode node = TestNode.start();
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      long next = 1;
      for (int round = 0; round < 5; round++) {
        node.laneBlock(TestNode.EAST, "a " + round);
        node.laneBlock(TestNode.EAST, "b " + round);
        Context.CancellableContext leaving = Context.current().withCancellation();
        long from = next;
        long reached =
            runIn(
                leaving,
                () -> {
                  Iterator<ProvenLaneBlock> lane = grpc.lanes().followLane(from(from));
                  assertThat(laneHeight(lane.next())).isEqualTo(from);
                  assertThat(laneHeight(lane.next())).isEqualTo(from + 1);
                  return from + 2;
                });
        leaving.cancel(null);
        next = reached;
      }
      assertThat(next).isEqualTo(11);
    }
  }

  @Test
  void aSlowReaderIsDroppedWithItsCodeAndResumesWithoutGap() throws Exception {
    ApiSettings settings =
        TestNode.settings().withStreams(ApiSettings.Streams.DEFAULTS.withTimeouts(500, 200));
    try (TestNode node = TestNode.start(settings);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      String large = "x".repeat(200_000);
      int count = 20;
      for (int i = 0; i < count; i++) {
        node.laneBlock(TestNode.EAST, large);
      }
      StalledReader stalled = new StalledReader();
      LaneServiceGrpc.newStub(grpc.channel()).followLane(from(1), stalled);
      stalled.first.await();
      awaitMetric(node, "weft_api_streams_ended_total{kind=\"lane\",reason=\"slow-reader\"} 1.0");
      stalled.readOn();
      Status status = stalled.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(stalled.trailers.get(GrpcRefusals.CODE)).isEqualTo("slow-reader");
      int got = stalled.heights.size();
      assertThat(got).isBetween(1, count - 1);
      assertThat(stalled.heights).isEqualTo(heights(1, got));
      Iterator<ProvenLaneBlock> resumed = grpc.lanes().followLane(from(got + 1));
      for (long height = got + 1L; height <= count; height++) {
        assertThat(laneHeight(resumed.next())).isEqualTo(height);
      }
    }
  }

  @Test
  void readersThatStandStillShareTheMemoryForAnswers() throws Exception {
    ApiSettings settings =
        TestNode.settings()
            .withRequests(ApiSettings.Requests.DEFAULTS.withAnswersInFlight(1 << 20));
    try (TestNode node = TestNode.start(settings);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      for (int i = 0; i < 20; i++) {
        node.laneBlock(TestNode.EAST, "x".repeat(200_000));
      }
      for (int i = 0; i < 2; i++) {
        LaneServiceGrpc.newStub(grpc.channel()).followLane(from(1), new StalledReader());
      }
      awaitMetric(node, "weft_api_streams_ended_total{kind=\"lane\",reason=\"overloaded\"} 1.0");
    }
  }

  /// Takes one message, then none until it is told to.
  private static final class StalledReader
      implements ClientResponseObserver<FollowLaneRequest, ProvenLaneBlock> {
    private final List<Long> heights = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private volatile Metadata trailers = new Metadata();
    private volatile @Nullable ClientCallStreamObserver<FollowLaneRequest> call;
    private volatile boolean reading;

    @Override
    public void beforeStart(ClientCallStreamObserver<FollowLaneRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(ProvenLaneBlock block) {
      heights.add(laneHeight(block));
      first.countDown();
      if (reading) {
        request(1);
      }
    }

    void readOn() {
      reading = true;
      request(1);
    }

    private void request(int count) {
      ClientCallStreamObserver<FollowLaneRequest> there = call;
      if (there != null) {
        there.request(count);
      }
    }

    @Override
    public void onError(Throwable t) {
      Metadata found = Status.trailersFromThrowable(t);
      trailers = found == null ? new Metadata() : found;
      end.complete(Status.fromThrowable(t));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }

  private static void awaitMetric(TestNode node, String line) {
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(TIMEOUT_SECONDS))
        .until(
            () ->
                new String(node.api().metrics().scrape(), java.nio.charset.StandardCharsets.UTF_8)
                    .contains(line));
  }

  private static <T> T runIn(Context context, java.util.function.Supplier<T> work) {
    Context before = context.attach();
    try {
      return work.get();
    } finally {
      context.detach(before);
    }
  }

  private static List<Long> heights(long from, long to) {
    List<Long> heights = new ArrayList<>();
    for (long height = from; height <= to; height++) {
      heights.add(height);
    }
    return heights;
  }

  private static FollowLaneRequest from(long laneHeight) {
    return FollowLaneRequest.newBuilder()
        .setRollup("amm-east")
        .setFromLaneHeight(laneHeight)
        .build();
  }

  private static long laneHeight(ProvenLaneBlock block) {
    return LaneHeader.decode(LaneWire.fromWire(block).laneBlock().header()).laneHeight();
  }
}
