package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.TestNode;
import weft.protocol.codec.WireFields;
import weft.protocol.transaction.Transaction;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitResponse;
import weft.protocol.wire.TransactionServiceGrpc;

/// Streams of submissions: in order, bounded, without a thread for each.
final class SubmitStreamTest {
  private static final int TIMEOUT_SECONDS = 60;
  private static final ByteString JUNK = ByteString.copyFrom(new byte[1]);

  @Test
  void answersComeInTheOrderOfTheMessages() throws Exception {
    try (TestNode node = TestNode.start();
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client client = new Client(Integer.MAX_VALUE);
      TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (i % 3 == 0) {
          client.send(SubmitBatchRequest.newBuilder().addTransactions(JUNK).build());
          expected.add("malformed");
        } else {
          Transaction transaction =
              node.sign(TestNode.BOB, TestNode.payload(TestNode.EAST, "payload " + i));
          client.send(
              SubmitBatchRequest.newBuilder()
                  .addTransactions(WireFields.toWire(transaction.envelope()))
                  .build());
          expected.add(transaction.hash().toString());
        }
      }
      client.finish();
      assertThat(client.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).isOk()).isTrue();
      assertThat(client.answers).isEqualTo(expected);
    }
  }

  @Test
  void aClientThatDoesNotReadIsHeldBackAtTheWindowThenDropped() throws Exception {
    ApiSettings.Streams limits = ApiSettings.Streams.DEFAULTS.withTimeouts(700, 200);
    try (TestNode node = TestNode.start(TestNode.settings().withStreams(limits));
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client client = new Client(0);
      TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      SubmitBatchRequest many =
          SubmitBatchRequest.newBuilder()
              .addAllTransactions(Collections.nCopies(4_000, ByteString.EMPTY))
              .build();
      int sent = client.sendWhileTaken(many, 1_000);
      assertThat(sent).isLessThan(1_000);
      client.read(Integer.MAX_VALUE);
      Status status = client.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(status.getDescription()).startsWith("slow-reader");
    }
  }

  @Test
  void answersThatWaitInTheWindowCountAsMemory() throws Exception {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withAnswersInFlight(64 << 10);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client client = new Client(Integer.MAX_VALUE);
      TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      for (int i = 0; i < 20; i++) {
        client.send(SubmitBatchRequest.newBuilder().addTransactions(JUNK).build());
      }
      client.send(
          SubmitBatchRequest.newBuilder()
              .addAllTransactions(Collections.nCopies(4_000, ByteString.EMPTY))
              .build());
      Status status = client.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(status.getDescription()).startsWith("overloaded");
      assertThat(client.answers).hasSizeLessThanOrEqualTo(20);
    }
  }

  @Test
  void aRateLimitSlowsAStreamDownInsteadOfRefusing() throws Exception {
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(100, 10));
    try (TestNode node = TestNode.start(settings);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client client = new Client(Integer.MAX_VALUE);
      TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      long startNs = System.nanoTime();
      for (int i = 0; i < 110; i++) {
        client.send(SubmitBatchRequest.newBuilder().addTransactions(ByteString.EMPTY).build());
      }
      client.finish();
      assertThat(client.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).isOk()).isTrue();
      assertThat(client.answers).hasSize(110);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs)).isGreaterThan(900);
    }
  }

  @Test
  void aMessageCountsAsARequestOnceItCame() throws Exception {
    int burst = 10;
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(1, burst));
    long startNs = System.nanoTime();
    try (TestNode node = TestNode.start(settings);
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client idle = new Client(Integer.MAX_VALUE);
      Client busy = new Client(Integer.MAX_VALUE);
      for (Client client : List.of(idle, busy)) {
        TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      }
      int messages = 5;
      for (int i = 0; i < messages; i++) {
        busy.send(SubmitBatchRequest.newBuilder().addTransactions(JUNK).build());
      }
      busy.finish();
      assertThat(busy.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).isOk()).isTrue();
      int left = burst - 2 - messages;
      int calls = callsUntilRefused(grpc);
      long more = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs) + 1;
      assertThat(calls).isBetween(left, left + (int) more);
    }
  }

  private static int callsUntilRefused(GrpcCalls grpc) {
    for (int calls = 0; ; calls++) {
      try {
        grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance());
      } catch (StatusRuntimeException e) {
        assertThat(Refusals.of(e).code()).isEqualTo("rate-limited");
        return calls;
      }
    }
  }

  @Test
  void aMessageWithTooManyTransactionsEndsTheStream() throws Exception {
    try (TestNode node = TestNode.start();
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client client = new Client(Integer.MAX_VALUE);
      TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      client.send(
          SubmitBatchRequest.newBuilder()
              .addAllTransactions(Collections.nCopies(5_000, ByteString.EMPTY))
              .build());
      Status status = client.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(status.getDescription()).startsWith("request-too-large (transactions)");
    }
  }

  @Test
  void aRefusedMessageTakesNoAnswerFromThoseBeforeIt() throws Exception {
    try (TestNode node = TestNode.start();
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      Client client = new Client(Integer.MAX_VALUE);
      TransactionServiceGrpc.newStub(grpc.channel()).submitStream(client);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Transaction good = node.sign(TestNode.BOB, TestNode.payload(TestNode.EAST, "good " + i));
        client.send(
            SubmitBatchRequest.newBuilder()
                .addTransactions(WireFields.toWire(good.envelope()))
                .build());
        expected.add(good.hash().toString());
      }
      client.send(
          SubmitBatchRequest.newBuilder()
              .addAllTransactions(Collections.nCopies(5_000, ByteString.EMPTY))
              .build());
      client.send(SubmitBatchRequest.newBuilder().addTransactions(JUNK).build());
      Status status = client.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(status.getDescription()).startsWith("request-too-large (transactions)");
      assertThat(client.answers).isEqualTo(expected);
    }
  }

  /// Sends messages and reads as many answers as it is told to.
  private static final class Client
      implements ClientResponseObserver<SubmitBatchRequest, SubmitBatchResponse> {
    private final int initial;
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final Semaphore ready = new Semaphore(0);
    private volatile @Nullable ClientCallStreamObserver<SubmitBatchRequest> call;

    Client(int initial) {
      this.initial = initial;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubmitBatchRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(initial);
      started.setOnReadyHandler(ready::release);
    }

    void send(SubmitBatchRequest request) {
      call().onNext(request);
    }

    /// Sends until flow control holds it back for a while, or the most was sent.
    int sendWhileTaken(SubmitBatchRequest request, int most) throws InterruptedException {
      for (int sent = 0; sent < most; sent++) {
        while (!call().isReady()) {
          if (end.isDone() || !ready.tryAcquire(3, TimeUnit.SECONDS)) {
            return sent;
          }
        }
        call().onNext(request);
      }
      return most;
    }

    void finish() {
      call().onCompleted();
    }

    void read(int count) {
      call().request(count);
    }

    @Override
    public void onNext(SubmitBatchResponse response) {
      for (SubmitResponse answer : response.getAnswersList()) {
        answers.add(
            answer.hasReceipt()
                ? "0x" + WireFields.bytes(answer.getReceipt().getTransactionHash()).toHex()
                : answer.getRefusal().getCode());
      }
    }

    @Override
    public void onError(Throwable t) {
      end.complete(Status.fromThrowable(t));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }

    private ClientCallStreamObserver<SubmitBatchRequest> call() {
      ClientCallStreamObserver<SubmitBatchRequest> there = call;
      if (there == null) {
        throw new IllegalStateException("not started");
      }
      return there;
    }
  }
}
