package weft.node.api.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import weft.node.api.ApiSettings;
import weft.node.api.limit.Slots;
import weft.node.api.wire.Calls;

/// The gRPC interface, listening.
public final class GrpcEndpoint implements AutoCloseable {
  private static final int EVENT_LOOP_THREADS =
      Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final long QUIET_MS = 0;

  /// How much a client may send ahead of what was read.
  private static final int WINDOW_BYTES = 4 << 20;

  private final ApiSettings settings;
  private final ExecutorService executor;
  private final ExecutorService timer;
  private final EventLoopGroup eventLoops;
  private final StreamRunner streams;
  private final Slots connections;
  private final Server server;

  private GrpcEndpoint(
      ApiSettings settings,
      ExecutorService executor,
      ExecutorService timer,
      EventLoopGroup eventLoops,
      StreamRunner streams,
      Slots connections,
      Server server) {
    this.settings = settings;
    this.executor = executor;
    this.timer = timer;
    this.eventLoops = eventLoops;
    this.streams = streams;
    this.connections = connections;
    this.server = server;
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the port is taken
  public static GrpcEndpoint start(ApiSettings settings, Calls calls) throws IOException {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    EventLoopGroup eventLoops =
        new MultiThreadIoEventLoopGroup(EVENT_LOOP_THREADS, NioIoHandler.newFactory());
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("grpc-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    StreamRunner streams = new StreamRunner(calls, settings.streams(), executor);
    Slots connections =
        new Slots(
            settings.clients().maxConnections(), settings.clients().maxConnectionsPerAddress());
    Server server =
        limited(settings)
            .executor(executor)
            .bossEventLoopGroup(eventLoops)
            .workerEventLoopGroup(eventLoops)
            .channelFactory(() -> new LimitedServerChannel(connections))
            .addStreamTracerFactory(InboundMemory.factory(settings.requests(), executor))
            .addStreamTracerFactory(CallReset.factory())
            .intercept(new GuardInterceptor(calls.gate(), calls.metrics(), timer, settings))
            .addService(parsedInside(new TransactionGrpc(calls.transactions(), streams)))
            .addService(parsedInside(new LaneGrpc(calls.lanes(), streams)))
            .addService(parsedInside(new ChainGrpc(calls.chain(), streams)))
            .addService(parsedInside(new AuctionGrpc(calls.auctions(), streams)))
            .addService(parsedInside(new OrderFlowGrpc(streams)))
            .build();
    GrpcEndpoint endpoint =
        new GrpcEndpoint(settings, executor, timer, eventLoops, streams, connections, server);
    try {
      server.start();
    } catch (IOException e) {
      endpoint.close();
      throw e;
    }
    return endpoint;
  }

  public int port() {
    return server.getPort();
  }

  public int openConnections() {
    return connections.open();
  }

  /// Ends streams, lets calls under way finish within the drain timeout, and stops listening.
  @Override
  public void close() {
    server.shutdown();
    streams.close();
    try {
      if (!server.awaitTermination(settings.drainTimeoutMs(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        server.awaitTermination(settings.drainTimeoutMs(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    executor.shutdown();
    timer.shutdownNow();
    eventLoops
        .shutdownGracefully(QUIET_MS, settings.drainTimeoutMs(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(settings.drainTimeoutMs());
  }

  /// Parses messages behind the interceptors, so that these can refuse what does not parse.
  private static ServerServiceDefinition parsedInside(BindableService service) {
    return ServerInterceptors.useInputStreamMessages(service.bindService());
  }

  private static NettyServerBuilder limited(ApiSettings settings) {
    ApiSettings.Grpc limits = settings.grpc();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(settings.bindHost(), settings.grpcPort()))
            // Fixed: what finds the best window by itself answers each small message with a ping.
            .flowControlWindow(WINDOW_BYTES)
            .maxInboundMessageSize(settings.requests().maxBodyBytes())
            .maxInboundMetadataSize(settings.requests().maxHeaderBytes())
            .maxConcurrentCallsPerConnection(limits.maxConcurrentCallsPerConnection())
            .handshakeTimeout(settings.requests().headTimeoutMs(), TimeUnit.MILLISECONDS)
            .keepAliveTime(limits.keepAliveTimeMs(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(limits.keepAliveTimeoutMs(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(limits.permitKeepAliveTimeMs(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxConnectionIdle(limits.maxConnectionIdleMs(), TimeUnit.MILLISECONDS);
    if (limits.maxConnectionAgeMs() > 0) {
      builder
          .maxConnectionAge(limits.maxConnectionAgeMs(), TimeUnit.MILLISECONDS)
          .maxConnectionAgeGrace(settings.drainTimeoutMs(), TimeUnit.MILLISECONDS);
    }
    return builder;
  }
}
