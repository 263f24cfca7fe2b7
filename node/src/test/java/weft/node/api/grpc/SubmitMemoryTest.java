package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.RawHttp2;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.TestNode;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.TransactionServiceGrpc;

/// What the answers to many tiny transactions take: a message of 12 KB has 4,096 refusals.
final class SubmitMemoryTest {
  private static final int TRANSACTIONS = 4_096;
  private static final int MESSAGES = 64;
  private static final int STREAMS = 40;
  private static final int PATIENCE_SECONDS = 60;
  private static final long PER_ADDRESS_BYTES =
      ApiSettings.Requests.DEFAULTS.maxAnswersInFlightBytes() / ApiSettings.Requests.ANSWER_PARTS;

  /// What arrived and is not asked for yet, and what the test itself takes.
  private static final long SLACK_BYTES = 64 << 20;

  @Test
  void streamsThatNobodyReadsTakeNoMoreThanTheirAddressMay() throws Exception {
    ApiSettings settings =
        TestNode.settings()
            .withStreams(ApiSettings.Streams.DEFAULTS.withTimeouts(600_000, 200))
            .withGrpc(new ApiSettings.Grpc(128, 300_000, 300_000, 10_000, 300_000, 0));
    byte[] messages = messages();
    try (TestNode node = TestNode.start(settings);
        GrpcCalls honest = new GrpcCalls(node.grpcPort())) {
      assertThat(streamed(honest)).isEqualTo(TRANSACTIONS);
      long before = heapBytes();
      List<RawHttp2> greedy = new ArrayList<>();
      try {
        for (int i = 0; i < STREAMS; i++) {
          RawHttp2 one = RawHttp2.connect(node.grpcPort(), "127.0.0.2", 0);
          greedy.add(one);
          one.call("weft.v1.TransactionService/SubmitStream", messages, false);
        }
        awaitFull(node);
        assertThat(node.metric("weft_api_answer_bytes")).isLessThanOrEqualTo(PER_ADDRESS_BYTES);
        assertThat(heapBytes() - before).isLessThan(PER_ADDRESS_BYTES + SLACK_BYTES);
        assertThat(streamed(honest)).isEqualTo(TRANSACTIONS);
        assertThat(honest.transactions().submitBatch(junk(TRANSACTIONS)).getAnswersCount())
            .isEqualTo(TRANSACTIONS);
      } finally {
        for (RawHttp2 one : greedy) {
          one.close();
        }
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> node.metric("weft_api_answer_bytes") == 0);
    }
  }

  /// Until much is taken, and it is no longer becoming more.
  private static void awaitFull(TestNode node) {
    AtomicLong last = new AtomicLong();
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              long now = node.metric("weft_api_answer_bytes");
              assertThat(now).isLessThanOrEqualTo(PER_ADDRESS_BYTES);
              return now > PER_ADDRESS_BYTES / 2 && last.getAndSet(now) == now;
            });
  }

  @Test
  void aBatchTakesMemoryForItsAnswersBeforeItIsTaken() {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withAnswersInFlight(64 << 10);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        HttpCalls http = new HttpCalls(node.httpPort());
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      assertThat(Refusals.of(() -> grpc.transactions().submitBatch(junk(100))).code())
          .isEqualTo("overloaded");
      assertThat(grpc.transactions().submitBatch(junk(5)).getAnswersCount()).isEqualTo(5);
      Answer refused = http.post("/v1/transactions/batch", json(100));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.json().get("code").asString()).isEqualTo("overloaded");
      assertThat(http.post("/v1/transactions/batch", json(5)).json().get("answers").size())
          .isEqualTo(5);
      Awaitility.await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> node.metric("weft_api_answer_bytes") == 0);
    }
  }

  private static SubmitBatchRequest junk(int count) {
    return SubmitBatchRequest.newBuilder()
        .addAllTransactions(Collections.nCopies(count, ByteString.copyFrom(new byte[1])))
        .build();
  }

  private static String json(int count) {
    return "{\"transactions\": ["
        + String.join(", ", Collections.nCopies(count, "\"0x00\""))
        + "]}";
  }

  private static byte[] messages() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < MESSAGES; i++) {
      all.write(RawHttp2.message(junk(TRANSACTIONS).toByteArray()));
    }
    return all.toByteArray();
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// How many answers one message on a stream of its own gets.
  private static int streamed(GrpcCalls grpc) throws Exception {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    StreamObserver<SubmitBatchRequest> out =
        TransactionServiceGrpc.newStub(grpc.channel())
            .submitStream(
                new StreamObserver<>() {
                  @Override
                  public void onNext(SubmitBatchResponse answer) {
                    count.complete(answer.getAnswersCount());
                  }

                  @Override
                  public void onError(Throwable t) {
                    count.completeExceptionally(t);
                  }

                  @Override
                  public void onCompleted() {
                    count.complete(0);
                  }
                });
    out.onNext(junk(TRANSACTIONS));
    out.onCompleted();
    return count.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
