package weft.rollup;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.codec.RefusalWire;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.state.StateProof;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClaimedChange;

/// A gRPC server over a [FakeChain], on a real socket. It tells the truth, fails, or lies, as told.
public final class FakeNode implements AutoCloseable {
  private static final Metadata.Key<byte[]> REFUSAL =
      Metadata.Key.of("weft-refusal-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Server server;
  private final FakeOrders orders = new FakeOrders();

  private FakeNode(FakeChain chain, int port) throws IOException {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .flowControlWindow(4 << 20)
            .maxInboundMessageSize(64 << 20)
            .addService(new FakeLanes(chain, orders))
            .addService(new FakeTransactions(chain, orders))
            .addService(new FakeQuestions(chain, orders))
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
    orders.rollups.addAll(List.of(names));
    return this;
  }

  /// Lets the next submissions fail before they reach the chain.
  public void failNext(int count) {
    orders.failing.set(count);
  }

  /// Lets the next submissions reach the chain and loses the answers.
  public void loseNext(int count) {
    orders.losing.set(count);
  }

  /// Refuses calls that submit before the chain sees them, by the number of their transactions.
  public void door(IntFunction<Optional<Refusal>> refusing) {
    orders.door = refusing;
  }

  /// Refuses all questions about one transaction.
  public void refuseStatus(Refusal refusal) {
    orders.silence = Optional.of(refusal);
  }

  /// Keeps the answers on submit streams back until [#release].
  public void holdAnswers() {
    synchronized (orders.held) {
      orders.holding = true;
    }
  }

  /// Gives the answers that were kept back, where their streams still are.
  public void release() {
    synchronized (orders.held) {
      orders.holding = false;
      orders.held.forEach(Runnable::run);
      orders.held.clear();
    }
  }

  /// What happens between reading an account and answering with it.
  public void afterAccount(Runnable event) {
    orders.afterAccount = event;
  }

  /// What happens between taking a single submission and answering it.
  public void beforeAnswer(Runnable event) {
    orders.beforeAnswer = event;
  }

  public void lie(UnaryOperator<ProvenLaneBlock> about) {
    orders.lie = about;
  }

  public void wireLie(UnaryOperator<weft.protocol.wire.ProvenLaneBlock> about) {
    orders.wireLie = about;
  }

  public void rangeLie(UnaryOperator<List<ProvenLaneBlock>> about) {
    orders.rangeLie = about;
  }

  public void headersLie(UnaryOperator<List<Bytes>> about) {
    orders.headersLie = about;
  }

  /// How often lane headers were asked for.
  public int headersCalls() {
    return orders.headers.get();
  }

  public void changeLie(UnaryOperator<List<ClaimedChange>> about) {
    orders.changeLie = about;
  }

  /// Most changes of validators in one answer.
  public void maxChanges(int count) {
    orders.maxChanges = count;
  }

  /// How often changes of validators were asked for.
  public int changeCalls() {
    return orders.changes.get();
  }

  public void stateLie(UnaryOperator<StateProof> about) {
    orders.stateLie = about;
  }

  public void receiptLie(UnaryOperator<Receipt> about) {
    orders.receiptLie = about;
  }

  public void maxRange(int count) {
    orders.maxRange = count;
  }

  public void earliest(long laneHeight) {
    orders.earliest = laneHeight;
  }

  /// Hashes of all envelopes that came in, repetitions included.
  public List<Hash32> submitted() {
    return List.copyOf(orders.submitted);
  }

  public int rangeCalls() {
    return orders.ranges.get();
  }

  public int streamCalls() {
    return orders.streams.get();
  }

  @Override
  public void close() {
    orders.closed = true;
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
}
