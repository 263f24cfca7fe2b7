package weft.node.api.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import weft.chain.store.CommittedBlock;
import weft.node.api.ApiSettings;
import weft.node.api.NodeServices;
import weft.node.api.grpc.GrpcEndpoint;
import weft.node.api.http.HttpEndpoint;
import weft.node.api.wire.Calls;
import weft.node.api.wire.Gate;
import weft.node.feed.Feed;
import weft.node.metrics.NodeMetrics;

/// The public API of one node, listening on both of its ports until it is closed.
public final class ApiServer implements AutoCloseable {
  private final Gate gate;
  private final GrpcEndpoint grpc;
  private final HttpEndpoint http;
  private final NodeMetrics metrics;
  private final Thread blockCounter;

  private ApiServer(
      Gate gate, GrpcEndpoint grpc, HttpEndpoint http, NodeMetrics metrics, Thread blockCounter) {
    this.gate = gate;
    this.grpc = grpc;
    this.http = http;
    this.metrics = metrics;
    this.blockCounter = blockCounter;
  }

  /// Starts to answer.
  ///
  /// @throws UncheckedIOException if a port is taken or the host is not this machine's
  public static ApiServer start(NodeServices services, ApiSettings settings) {
    LibraryLogs.quiet();
    NodeMetrics metrics = metrics(services);
    Calls calls = Calls.of(services, settings, metrics);
    GrpcEndpoint grpc;
    try {
      grpc = GrpcEndpoint.start(settings, calls);
    } catch (IOException e) {
      throw cannotListen("gRPC", settings.bindHost(), settings.grpcPort(), e);
    }
    HttpEndpoint http;
    try {
      http = HttpEndpoint.start(services, settings, calls);
    } catch (IOException e) {
      grpc.close();
      throw cannotListen("HTTP", settings.bindHost(), settings.httpPort(), e);
    }
    metrics.gauge("weft_api_streams_open", "Streams that are open.", calls.gate()::openStreams);
    metrics.gauge(
        "weft_api_answer_bytes",
        "Memory that answers and streams take until they are read.",
        calls.gate()::answerBytes);
    metrics.gauge("weft_api_http_connections_open", "HTTP connections.", http::openConnections);
    metrics.gauge("weft_api_grpc_connections_open", "gRPC connections.", grpc::openConnections);
    Thread counter =
        Thread.ofVirtual().name("block-counter").start(() -> countBlocks(services, metrics));
    return new ApiServer(calls.gate(), grpc, http, metrics, counter);
  }

  public int httpPort() {
    return http.port();
  }

  public int grpcPort() {
    return grpc.port();
  }

  public NodeMetrics metrics() {
    return metrics;
  }

  /// Refuses new requests, ends streams with a refusal, lets requests under way finish within the
  /// drain timeout, then stops.
  @Override
  public void close() {
    gate.close();
    http.close();
    grpc.close();
    blockCounter.interrupt();
  }

  private static NodeMetrics metrics(NodeServices services) {
    return NodeMetrics.over(
        new NodeMetrics.Sources(
            () -> services.store().head().height(),
            services.mempoolSize(),
            services.engineStatus(),
            services.store()::sizeBytes));
  }

  private static UncheckedIOException cannotListen(
      String what, String host, int port, IOException cause) {
    return new UncheckedIOException(
        "cannot listen for %s on %s:%d: %s. Stop what uses the port, or choose another."
            .formatted(what, host, port, cause.getMessage()),
        cause);
  }

  private static void countBlocks(NodeServices services, NodeMetrics metrics) {
    try {
      while (countUntilDropped(services.blocks(), metrics)) {
        // A reader that was dropped missed some blocks; counting goes on with the next.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean countUntilDropped(Feed<CommittedBlock> blocks, NodeMetrics metrics)
      throws InterruptedException {
    try (Feed.Reader<CommittedBlock> reader = blocks.open(_ -> true, 1_024)) {
      while (true) {
        switch (reader.next(60_000)) {
          case Feed.Next.Event<CommittedBlock>(CommittedBlock block) -> metrics.committed(block);
          case Feed.Next.Nothing<CommittedBlock> _ -> {}
          case Feed.Next.Dropped<CommittedBlock> _ -> {
            return true;
          }
          case Feed.Next.Closed<CommittedBlock> _ -> {
            return false;
          }
        }
      }
    }
  }
}
