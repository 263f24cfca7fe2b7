package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.RawHttp;
import weft.node.api.fixture.TestNode;
import weft.primitives.Amount;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.codec.WireFields;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.protocol.wire.AuctionServiceGrpc;
import weft.protocol.wire.ChainServiceGrpc;
import weft.protocol.wire.EstimateFeeRequest;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.LaneServiceGrpc;
import weft.protocol.wire.ProvePayloadRequest;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.TransactionServiceGrpc;

/// Whatever comes over gRPC: an answer or a refusal, never a fault, never silence.
final class GrpcFuzzTest {
  private static final int AT_ONCE = 32;
  private static final int MAX_STREAM_MESSAGES = 20;

  /// A closed connection holds its port for a minute, so many come from many addresses.
  private static final int SOURCE_ADDRESSES = 200;

  private static final int TIMEOUT_SECONDS = 30;
  private static final Set<Status.Code> FAULTS =
      Set.of(
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.DATA_LOSS,
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED);

  @Test
  void mutatedMessagesNeverGetAFaultNorSilence() throws Exception {
    calls(Fuzz.few("GrpcFuzzTest, calls", 20_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedMessagesNeverGetAFaultNorSilence() throws Exception {
    calls(Fuzz.many("GrpcFuzzTest, calls", 200_000));
  }

  private static void calls(Fuzz fuzz) throws Exception {
    try (TestNode node = TestNode.start(TestNode.settings());
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      node.laneBlock(TestNode.EAST, "one");
      List<byte[]> good = goodMessages();
      List<MethodDescriptor<?, ?>> methods = new ArrayList<>();
      for (ServiceDescriptor service :
          List.of(
              TransactionServiceGrpc.getServiceDescriptor(),
              LaneServiceGrpc.getServiceDescriptor(),
              ChainServiceGrpc.getServiceDescriptor(),
              AuctionServiceGrpc.getServiceDescriptor())) {
        methods.addAll(service.getMethods());
      }
      Semaphore room = new Semaphore(AT_ONCE);
      AtomicReference<String> failure = new AtomicReference<>("");
      for (int i = 0; i < fuzz.cases() && failure.get().isEmpty(); i++) {
        long seed = fuzz.seed(i);
        Mutator mutator = new Mutator(seed);
        MethodDescriptor<?, ?> method = mutator.pick(methods);
        byte[] message =
            mutator.below(10) == 0 ? mutator.noise(200) : mutator.mutate(mutator.pick(good));
        assertThat(room.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("silence").isTrue();
        var _ =
            call(grpc.channel(), method, message)
                .whenComplete(
                    (status, _) -> {
                      if (FAULTS.contains(status.getCode())) {
                        failure.compareAndSet(
                            "", "seed " + seed + ", " + method.getFullMethodName() + ": " + status);
                      }
                      room.release();
                    });
      }
      assertThat(room.tryAcquire(AT_ONCE, TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(failure.get()).isEmpty();
      assertThat(grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance()).getChainId())
          .isEqualTo(TestNode.CHAIN_ID);
    }
  }

  @Test
  void streamsOfMutatedSubmissionsAreAnsweredInFullOrRefused() throws Exception {
    submissionStreams(Fuzz.few("GrpcFuzzTest, streams", 1_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyStreamsOfMutatedSubmissionsAreAnsweredInFullOrRefused() throws Exception {
    submissionStreams(Fuzz.many("GrpcFuzzTest, streams", 20_000));
  }

  private static void submissionStreams(Fuzz fuzz) throws Exception {
    try (TestNode node = TestNode.start(TestNode.settings());
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      byte[] good = goodMessages().getFirst();
      for (int i = 0; i < fuzz.cases(); i++) {
        submissionStream(grpc.channel(), good, fuzz.seed(i));
      }
      assertThat(grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance()).getChainId())
          .isEqualTo(TestNode.CHAIN_ID);
    }
  }

  /// Some messages, most of them good ones, then the end or a cancellation.
  private static void submissionStream(ManagedChannel channel, byte[] good, long seed)
      throws Exception {
    Mutator mutator = new Mutator(seed);
    AtomicInteger answers = new AtomicInteger();
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            bytes(TransactionServiceGrpc.getSubmitStreamMethod()),
            CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    call.start(new CountingListener(answers, end), new Metadata());
    call.request(Integer.MAX_VALUE);
    int messages = 2 + mutator.below(MAX_STREAM_MESSAGES - 1);
    for (int i = 0; i < messages; i++) {
      call.sendMessage(
          switch (mutator.below(6)) {
            case 0 -> mutator.mutate(good);
            case 1 -> mutator.noise(60);
            default -> good;
          });
    }
    boolean leaves = mutator.below(8) == 0;
    if (leaves) {
      call.cancel("enough", null);
    } else {
      call.halfClose();
    }
    Status status = end.get(2L * TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(FAULTS).as("seed %d: %s", seed, status).doesNotContain(status.getCode());
    if (status.isOk()) {
      assertThat(answers).as("seed %d: answers", seed).hasValue(messages);
    } else {
      assertThat(answers.get()).as("seed %d: answers", seed).isLessThanOrEqualTo(messages);
      assertThat(leaves || status.getDescription() != null).as("seed %d", seed).isTrue();
    }
  }

  /// Counts the answers, and says how the call ended.
  private static final class CountingListener extends ClientCall.Listener<byte[]> {
    private final AtomicInteger answers;
    private final CompletableFuture<Status> end;

    CountingListener(AtomicInteger answers, CompletableFuture<Status> end) {
      this.answers = answers;
      this.end = end;
    }

    @Override
    public void onMessage(byte[] answer) {
      answers.incrementAndGet();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }

  @Test
  void bytesThatAreNoHttp2EndTheirConnectionOnly() throws IOException {
    connections(Fuzz.few("GrpcFuzzTest, raw", 1_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyBytesThatAreNoHttp2EndTheirConnectionOnly() throws IOException {
    connections(Fuzz.many("GrpcFuzzTest, raw", 20_000));
  }

  private static void connections(Fuzz fuzz) throws IOException {
    ApiSettings.Grpc limits = new ApiSettings.Grpc(128, 10_000, 300, 10_000, 300_000, 0);
    try (TestNode node = TestNode.start(TestNode.settings().withGrpc(limits));
        GrpcCalls grpc = new GrpcCalls(node.grpcPort())) {
      byte[] preface =
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      for (int i = 0; i < fuzz.cases(); i++) {
        Mutator mutator = new Mutator(fuzz.seed(i));
        String from = "127.0.0." + (2 + i % SOURCE_ADDRESSES);
        try (RawHttp raw = RawHttp.connect(node.grpcPort(), from)) {
          raw.trySend(mutator.below(2) == 0 ? preface : mutator.mutate(preface));
          raw.trySend(mutator.noise(400));
          try {
            raw.socket().shutdownOutput();
          } catch (IOException e) {
            continue;
          }
          raw.readAll();
        }
      }
      assertThat(grpc.chain().getNodeStatus(GetNodeStatusRequest.getDefaultInstance()).getChainId())
          .isEqualTo(TestNode.CHAIN_ID);
    }
  }

  /// Sends one message of bytes; a stream is left after its first answer or a moment.
  private static CompletableFuture<Status> call(
      ManagedChannel channel, MethodDescriptor<?, ?> method, byte[] message) {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            bytes(method),
            CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    boolean streams = !method.getType().serverSendsOneMessage();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] answer) {
            if (streams) {
              call.cancel("enough", null);
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(message);
    call.halfClose();
    if (streams) {
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
          .execute(() -> call.cancel("enough", null));
    }
    return end;
  }

  private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(method.getType())
        .setFullMethodName(method.getFullMethodName())
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  private static List<byte[]> goodMessages() {
    Transaction transaction =
        TestNode.signAt(
            TestNode.BOB, new Nonce(9, 500), Amount.of(1), TestNode.payload(TestNode.EAST, "fuzz"));
    return List.of(
        SubmitBatchRequest.newBuilder()
            .addTransactions(WireFields.toWire(transaction.envelope()))
            .build()
            .toByteArray(),
        EstimateFeeRequest.newBuilder()
            .setBody(WireFields.toWire(transaction.bodyBytes()))
            .build()
            .toByteArray(),
        GetStatusRequest.newBuilder()
            .setTransactionHash(WireFields.toWire(transaction.hash()))
            .build()
            .toByteArray(),
        GetAccountRequest.newBuilder()
            .setAccount(WireFields.toWire(TestNode.BOB.address()))
            .build()
            .toByteArray(),
        FollowLaneRequest.newBuilder()
            .setRollup("amm-east")
            .setFromLaneHeight(1)
            .build()
            .toByteArray(),
        ProvePayloadRequest.newBuilder()
            .setRollup("amm-east")
            .setLaneHeight(1)
            .setPayloadIndex(1)
            .build()
            .toByteArray());
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
}
