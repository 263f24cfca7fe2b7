package weft.rollup;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.SampleStates;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.codec.RefusalWire;
import weft.protocol.codec.StateWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.Account;
import weft.protocol.wire.ChainServiceGrpc.ChainServiceImplBase;
import weft.protocol.wire.ChannelSequence;
import weft.protocol.wire.Fees;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.FollowStatusRequest;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetFeesRequest;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.GetLaneHeadersResponse;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.LaneFees;
import weft.protocol.wire.LaneServiceGrpc.LaneServiceImplBase;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.ProveStateRequest;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;
import weft.protocol.wire.TransactionServiceGrpc.TransactionServiceImplBase;

/// A gRPC server over a [FakeChain], on a real socket. It tells the truth, fails, or lies, as told.
public final class FakeNode implements AutoCloseable {
  private static final Metadata.Key<byte[]> REFUSAL =
      Metadata.Key.of("weft-refusal-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final FakeChain chain;
  private final Server server;
  private final List<RollupId> rollups = new CopyOnWriteArrayList<>();
  private final List<Hash32> submitted = new CopyOnWriteArrayList<>();
  private final AtomicInteger failing = new AtomicInteger();
  private final AtomicInteger losing = new AtomicInteger();
  private final AtomicInteger ranges = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private volatile UnaryOperator<ProvenLaneBlock> lie = UnaryOperator.identity();
  private volatile UnaryOperator<weft.protocol.wire.ProvenLaneBlock> wireLie =
      UnaryOperator.identity();
  private volatile UnaryOperator<List<ProvenLaneBlock>> rangeLie = UnaryOperator.identity();
  private volatile UnaryOperator<StateProof> stateLie = UnaryOperator.identity();
  private volatile UnaryOperator<Receipt> receiptLie = UnaryOperator.identity();
  private volatile int maxRange = Integer.MAX_VALUE;
  private volatile long earliest = 1;
  private volatile Runnable afterAccount = () -> {};
  private volatile Runnable beforeAnswer = () -> {};
  private volatile boolean closed;

  private FakeNode(FakeChain chain, int port) throws IOException {
    this.chain = chain;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .flowControlWindow(4 << 20)
            .maxInboundMessageSize(64 << 20)
            .addService(new Lanes())
            .addService(new Transactions())
            .addService(new Chain())
            .build()
            .start();
  }

  public static FakeNode start(FakeChain chain) throws IOException {
    return new FakeNode(chain, 0);
  }

  /// Starts on a port that was used before.
  public static FakeNode start(FakeChain chain, int port) throws IOException {
    return new FakeNode(chain, port);
  }

  public String target() {
    return "127.0.0.1:" + server.getPort();
  }

  public int port() {
    return server.getPort();
  }

  /// Names the rollups that fees are shown for.
  public FakeNode rollups(RollupId... names) {
    rollups.addAll(List.of(names));
    return this;
  }

  /// Lets the next submissions fail before they reach the chain.
  public void failNext(int count) {
    failing.set(count);
  }

  /// Lets the next submissions reach the chain and loses the answers.
  public void loseNext(int count) {
    losing.set(count);
  }

  /// What happens between reading an account and answering with it.
  public void afterAccount(Runnable event) {
    afterAccount = event;
  }

  /// What happens between taking a single submission and answering it.
  public void beforeAnswer(Runnable event) {
    beforeAnswer = event;
  }

  public void lie(UnaryOperator<ProvenLaneBlock> about) {
    lie = about;
  }

  public void wireLie(UnaryOperator<weft.protocol.wire.ProvenLaneBlock> about) {
    wireLie = about;
  }

  public void rangeLie(UnaryOperator<List<ProvenLaneBlock>> about) {
    rangeLie = about;
  }

  public void stateLie(UnaryOperator<StateProof> about) {
    stateLie = about;
  }

  public void receiptLie(UnaryOperator<Receipt> about) {
    receiptLie = about;
  }

  public void maxRange(int count) {
    maxRange = count;
  }

  public void earliest(long laneHeight) {
    earliest = laneHeight;
  }

  /// Hashes of all envelopes that came in, repetitions included.
  public List<Hash32> submitted() {
    return List.copyOf(submitted);
  }

  public int rangeCalls() {
    return ranges.get();
  }

  public int streamCalls() {
    return streams.get();
  }

  @Override
  public void close() {
    closed = true;
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static StatusException refused(Status status, Refusal refusal) {
    Metadata trailers = new Metadata();
    trailers.put(REFUSAL, RefusalWire.toWire(refusal).toByteArray());
    return status.withDescription(refusal.message()).asException(trailers);
  }

  private weft.protocol.wire.ProvenLaneBlock toWire(ProvenLaneBlock proven) {
    return wireLie.apply(LaneWire.toWire(lie.apply(proven)));
  }

  private final class Lanes extends LaneServiceImplBase {
    @Override
    public void getLaneBlocks(
        GetLaneBlocksRequest request, StreamObserver<GetLaneBlocksResponse> answers) {
      ranges.incrementAndGet();
      RollupId rollup = RollupId.of(request.getRollup());
      long from = request.getFromLaneHeight();
      if (from < earliest) {
        answers.onError(
            refused(
                Status.NOT_FOUND,
                Refusal.of(RefusalCode.LANE_BLOCK_NOT_FOUND, "from_lane_height", "", "pruned")));
        return;
      }
      GetLaneBlocksResponse.Builder response =
          GetLaneBlocksResponse.newBuilder()
              .setEarliestLaneHeight(earliest)
              .setLatestLaneHeight(chain.laneHeight(rollup));
      long bytes = 0;
      for (ProvenLaneBlock proven : rangeLie.apply(chain.laneBlocks(rollup, from))) {
        boolean isFull =
            response.getLaneBlocksCount() > 0
                && (response.getLaneBlocksCount() >= maxRange
                    || (request.getMaxBytes() > 0 && bytes >= request.getMaxBytes()));
        if (isFull) {
          break;
        }
        bytes += proven.laneBlock().entries().stream().mapToLong(Bytes::size).sum();
        response.addLaneBlocks(toWire(proven));
      }
      answers.onNext(response.build());
      answers.onCompleted();
    }

    @Override
    public void getLaneHeaders(
        GetLaneHeadersRequest request, StreamObserver<GetLaneHeadersResponse> answers) {
      RollupId rollup = RollupId.of(request.getRollup());
      GetLaneHeadersResponse.Builder response =
          GetLaneHeadersResponse.newBuilder()
              .setEarliestLaneHeight(earliest)
              .setLatestLaneHeight(chain.laneHeight(rollup));
      chain.laneBlocks(rollup, request.getFromLaneHeight()).stream()
          .limit(maxRange)
          .forEach(block -> response.addHeaders(WireFields.toWire(block.laneBlock().header())));
      answers.onNext(response.build());
      answers.onCompleted();
    }

    @Override
    public void followLane(
        FollowLaneRequest request, StreamObserver<weft.protocol.wire.ProvenLaneBlock> answers) {
      streams.incrementAndGet();
      RollupId rollup = RollupId.of(request.getRollup());
      var call = (ServerCallStreamObserver<weft.protocol.wire.ProvenLaneBlock>) answers;
      call.setOnCancelHandler(() -> {});
      long next = request.getFromLaneHeight();
      try {
        while (!closed && !call.isCancelled()) {
          List<ProvenLaneBlock> found = rangeLie.apply(chain.laneBlocks(rollup, next));
          for (ProvenLaneBlock proven : found) {
            call.onNext(toWire(proven));
          }
          next += found.size();
          chain.awaitLaneHeight(rollup, next, 20);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IllegalStateException e) {
        // The reader has gone.
        return;
      }
    }
  }

  private final class Transactions extends TransactionServiceImplBase {
    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answers) {
      if (take(failing)) {
        answers.onError(Status.UNAVAILABLE.asException());
        return;
      }
      SubmitResponse answer = answer(WireFields.bytes(request.getTransaction()));
      beforeAnswer.run();
      if (take(losing)) {
        answers.onError(Status.UNAVAILABLE.asException());
        return;
      }
      answers.onNext(answer);
      answers.onCompleted();
    }

    @Override
    public void submitBatch(
        SubmitBatchRequest request, StreamObserver<SubmitBatchResponse> answers) {
      if (take(failing)) {
        answers.onError(Status.UNAVAILABLE.asException());
        return;
      }
      answers.onNext(answer(request));
      answers.onCompleted();
    }

    @Override
    public StreamObserver<SubmitBatchRequest> submitStream(
        StreamObserver<SubmitBatchResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(SubmitBatchRequest request) {
          if (take(failing)) {
            answers.onError(Status.UNAVAILABLE.asException());
            return;
          }
          SubmitBatchResponse answer = answer(request);
          if (take(losing)) {
            answers.onError(Status.UNAVAILABLE.asException());
            return;
          }
          answers.onNext(answer);
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }

    @Override
    public void getStatus(
        GetStatusRequest request, StreamObserver<weft.protocol.wire.TransactionStatus> answers) {
      Hash32 hash = WireFields.hash(request.getTransactionHash(), "hash");
      chain
          .status(hash)
          .ifPresentOrElse(
              status -> {
                answers.onNext(StatusWire.toWire(status));
                answers.onCompleted();
              },
              () -> answers.onError(unknown()));
    }

    @Override
    public void getReceipt(
        GetReceiptRequest request, StreamObserver<weft.protocol.wire.Receipt> answers) {
      Hash32 hash = WireFields.hash(request.getTransactionHash(), "hash");
      chain
          .receipt(hash)
          .ifPresentOrElse(
              receipt -> {
                answers.onNext(ReceiptWire.toWire(receipt));
                answers.onCompleted();
              },
              () -> answers.onError(unknown()));
    }

    @Override
    public void followStatus(
        FollowStatusRequest request, StreamObserver<weft.protocol.wire.TransactionStatus> answers) {
      var call = (ServerCallStreamObserver<weft.protocol.wire.TransactionStatus>) answers;
      call.setOnCancelHandler(() -> {});
      chain.follow(
          status -> {
            if (!closed && !call.isCancelled() && matches(request, status)) {
              synchronized (call) {
                call.onNext(StatusWire.toWire(status));
              }
            }
          });
    }

    private static boolean matches(FollowStatusRequest request, TransactionStatus status) {
      return switch (request.getFilterCase()) {
        case TRANSACTION_HASH ->
            WireFields.hash(request.getTransactionHash(), "hash").equals(status.transactionHash());
        case ACCOUNT ->
            WireFields.address(request.getAccount(), "account").equals(status.account());
        case ROLLUP, FILTER_NOT_SET -> true;
      };
    }

    private SubmitBatchResponse answer(SubmitBatchRequest request) {
      SubmitBatchResponse.Builder response = SubmitBatchResponse.newBuilder();
      request
          .getTransactionsList()
          .forEach(one -> response.addAnswers(answer(WireFields.bytes(one))));
      return response.build();
    }

    private SubmitResponse answer(Bytes envelope) {
      submitted.add(weft.primitives.Sha256.hash(envelope));
      return switch (chain.submit(envelope)) {
        case Checked.Ok<Receipt>(Receipt receipt) ->
            SubmitResponse.newBuilder()
                .setReceipt(ReceiptWire.toWire(receiptLie.apply(receipt)))
                .build();
        case Checked.Refused<Receipt>(Refusal refusal) ->
            SubmitResponse.newBuilder().setRefusal(RefusalWire.toWire(refusal)).build();
      };
    }

    private static boolean take(AtomicInteger budget) {
      return budget.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private static StatusException unknown() {
      return refused(
          Status.NOT_FOUND,
          Refusal.of(RefusalCode.TRANSACTION_NOT_FOUND, "transaction_hash", "", "not here"));
    }
  }

  private final class Chain extends ChainServiceImplBase {
    @Override
    public void getNodeStatus(GetNodeStatusRequest request, StreamObserver<NodeStatus> answers) {
      answers.onNext(
          NodeStatus.newBuilder()
              .setVersion("test")
              .setChainId(FakeChain.CHAIN_ID)
              .setChainName("test")
              .setGenesisHash(WireFields.toWire(Hash32.ZERO))
              .setNode(WireFields.toWire(chain.node().address()))
              .setValidator(WireFields.toWire(chain.trusted().validator()))
              .setHeight(chain.height())
              .setBlockHash(WireFields.toWire(Hash32.ZERO))
              .setAppHash(WireFields.toWire(Hash32.ZERO))
              .setDefaultAsset(FakeChain.ASSET.name())
              .build());
      answers.onCompleted();
    }

    @Override
    public void getAccount(GetAccountRequest request, StreamObserver<Account> answers) {
      Address address = WireFields.address(request.getAccount(), "account");
      List<ChannelSequence> channels = new ArrayList<>();
      for (long channel : chain.channelsOf(address)) {
        long[] sequences = chain.sequences(address, channel);
        channels.add(
            ChannelSequence.newBuilder()
                .setChannel(channel)
                .setNextSequence(sequences[0])
                .setNextPendingSequence(sequences[1])
                .build());
      }
      afterAccount.run();
      answers.onNext(
          Account.newBuilder().setAccount(request.getAccount()).addAllChannels(channels).build());
      answers.onCompleted();
    }

    /// The state is that of [SampleStates], whatever happens on the chain.
    @Override
    public void proveState(
        ProveStateRequest request, StreamObserver<weft.protocol.wire.StateProof> answers) {
      if (request.getKey().isEmpty()) {
        answers.onError(
            refused(
                Status.INVALID_ARGUMENT,
                Refusal.of(RefusalCode.INVALID_FIELD, "key", "1 to 1024 bytes", "no key")));
        return;
      }
      SampleStates states = new SampleStates();
      StateProof proof =
          states.proof(states.anchor(), states.after, WireFields.bytes(request.getKey()));
      answers.onNext(StateWire.toWire(stateLie.apply(proof)));
      answers.onCompleted();
    }

    @Override
    public void getFees(GetFeesRequest request, StreamObserver<Fees> answers) {
      Fees.Builder fees =
          Fees.newBuilder().setDefaultAsset(FakeChain.ASSET.name()).setBaseFeePerByte("2");
      rollups.forEach(
          rollup ->
              fees.addLanes(
                  LaneFees.newBuilder()
                      .setRollup(rollup.name())
                      .setBaseFeePerByte("1")
                      .setMaxBytesPerBlock(1 << 20)));
      answers.onNext(fees.build());
      answers.onCompleted();
    }
  }
}
