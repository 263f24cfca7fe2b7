package weft.rollup.client;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// A node, seen from outside: one connection, shared by any number of threads.
///
/// Everything that may be asked twice is asked again while the node cannot be reached. A submission
/// is only ever repeated with the same signed bytes, so a repetition cannot be included twice.
public final class WeftClient implements AutoCloseable {
  private static final long CLOSE_WAIT_MS = 2_000;

  private final ManagedChannel channel;
  private final TransactionClient transactions;
  private final LaneClient lanes;
  private final ChainClient chain;
  private final AuctionClient auctions;
  private final OrderFlowClient orderFlow;

  private WeftClient(ManagedChannel channel, ClientConfig config) {
    this.channel = channel;
    Channel calls = ClientInterceptors.intercept(channel, new Reconnecting(channel));
    this.chain = new ChainClient(calls, config);
    this.lanes = new LaneClient(calls, chain, config);
    this.auctions = new AuctionClient(calls, config);
    this.orderFlow = new OrderFlowClient(calls, config);
    this.transactions = new TransactionClient(calls, config);
  }

  /// Connects without TLS, lazily: an unreachable node shows at the first call.
  ///
  /// @param target `host:port` of the node's gRPC interface
  public static WeftClient connect(String target) {
    return connect(target, ClientConfig.defaults());
  }

  /// Connects without TLS, lazily.
  public static WeftClient connect(String target, ClientConfig config) {
    return over(
        NettyChannelBuilder.forTarget(target)
            .usePlaintext()
            .flowControlWindow(4 << 20)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .build(),
        config);
  }

  /// Takes over a channel that was built elsewhere, such as one with TLS; [#close] shuts it down.
  public static WeftClient over(ManagedChannel channel, ClientConfig config) {
    return new WeftClient(channel, config);
  }

  /// Submissions, statuses, receipts, estimates.
  public TransactionClient transactions() {
    return transactions;
  }

  /// Lane blocks and proofs about them.
  public LaneClient lanes() {
    return lanes;
  }

  /// Node status, blocks, heads, accounts, rollups, fees, sponsorships, state proofs.
  public ChainClient chain() {
    return chain;
  }

  /// What the auctions of blocks came to.
  public AuctionClient auctions() {
    return auctions;
  }

  /// What the node tells of the transactions that it keeps back.
  public OrderFlowClient orderFlow() {
    return orderFlow;
  }

  /// Checks anchors against whom the caller believes, with this node as the source of a network's
  /// changes of validators and the system's clock. For one reader thread.
  public TrustedAnchors anchors(Trust trust) {
    return TrustedAnchors.of(trust, chain, InstantSource.system());
  }

  /// Ends all calls and streams.
  @Override
  public void close() {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
