package weft.node.api;

import java.util.Arrays;
import java.util.List;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// How the public API listens and what it lets one client use.
///
/// @param bindHost the address to listen on; loopback unless told otherwise
/// @param httpPort 0 = any free port
/// @param grpcPort 0 = any free port
/// @param corsOrigins origins whose pages may call the HTTP interface; `*` = all; empty = none
/// @param drainTimeoutMs how long a stop waits for answers under way
public record ApiSettings(
    String bindHost,
    int httpPort,
    int grpcPort,
    List<String> corsOrigins,
    Clients clients,
    Requests requests,
    Streams streams,
    Grpc grpc,
    long drainTimeoutMs) {

  /// Those of a configuration without any key.
  public static final ApiSettings DEFAULTS = of(Configuration.defaults());

  /// What a configuration says; what it has no key for is said here alone.
  public static ApiSettings of(Configuration from) {
    return new ApiSettings(
        from.text(ConfigurationKey.API_HOST),
        from.integer(ConfigurationKey.API_HTTP_PORT),
        from.integer(ConfigurationKey.API_GRPC_PORT),
        origins(from.text(ConfigurationKey.API_CORS_ORIGINS)),
        Clients.of(from),
        Requests.of(from),
        Streams.of(from),
        Grpc.DEFAULTS,
        5_000);
  }

  private static List<String> origins(String commaSeparated) {
    return Arrays.stream(commaSeparated.split(",", -1))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .toList();
  }

  public ApiSettings {
    corsOrigins = List.copyOf(corsOrigins);
    if (bindHost.isBlank()) {
      throw new IllegalArgumentException("bindHost must name an address, such as 127.0.0.1");
    }
    requirePort("httpPort", httpPort);
    requirePort("grpcPort", grpcPort);
    requirePositive("drainTimeoutMs", drainTimeoutMs);
  }

  public ApiSettings withPorts(int http, int grpcListen) {
    return new ApiSettings(
        bindHost, http, grpcListen, corsOrigins, clients, requests, streams, grpc, drainTimeoutMs);
  }

  public ApiSettings withClients(Clients changed) {
    return new ApiSettings(
        bindHost,
        httpPort,
        grpcPort,
        corsOrigins,
        changed,
        requests,
        streams,
        grpc,
        drainTimeoutMs);
  }

  public ApiSettings withRequests(Requests changed) {
    return new ApiSettings(
        bindHost, httpPort, grpcPort, corsOrigins, clients, changed, streams, grpc, drainTimeoutMs);
  }

  public ApiSettings withStreams(Streams changed) {
    return new ApiSettings(
        bindHost,
        httpPort,
        grpcPort,
        corsOrigins,
        clients,
        requests,
        changed,
        grpc,
        drainTimeoutMs);
  }

  public ApiSettings withGrpc(Grpc changed) {
    return new ApiSettings(
        bindHost,
        httpPort,
        grpcPort,
        corsOrigins,
        clients,
        requests,
        streams,
        changed,
        drainTimeoutMs);
  }

  public ApiSettings withCorsOrigins(List<String> origins) {
    return new ApiSettings(
        bindHost, httpPort, grpcPort, origins, clients, requests, streams, grpc, drainTimeoutMs);
  }

  /// What one client address, and all of them together, may use. An IPv6 address counts by its
  /// first 64 bits.
  ///
  /// @param maxConnections open connections per interface
  /// @param requestsPerSecondPerAddress sustained; each message of a submission stream counts too
  /// @param requestBurstPerAddress how many may come at once
  /// @param maxTrackedAddresses addresses whose rate is remembered; the least recent is forgotten
  public record Clients(
      int maxConnections,
      int maxConnectionsPerAddress,
      int requestsPerSecondPerAddress,
      int requestBurstPerAddress,
      int maxTrackedAddresses) {
    public static final Clients DEFAULTS = of(Configuration.defaults());

    private static final int BURST_SECONDS = 2;

    static Clients of(Configuration from) {
      int perSecond = from.integer(ConfigurationKey.API_REQUESTS_PER_SECOND_PER_ADDRESS);
      return new Clients(
          from.integer(ConfigurationKey.API_MAX_CONNECTIONS),
          from.integer(ConfigurationKey.API_MAX_CONNECTIONS_PER_ADDRESS),
          perSecond,
          perSecond * BURST_SECONDS,
          65_536);
    }

    public Clients {
      requirePositive("maxConnections", maxConnections);
      requirePositive("maxConnectionsPerAddress", maxConnectionsPerAddress);
      requirePositive("requestsPerSecondPerAddress", requestsPerSecondPerAddress);
      requirePositive("requestBurstPerAddress", requestBurstPerAddress);
      requirePositive("maxTrackedAddresses", maxTrackedAddresses);
    }

    public Clients withRate(int perSecond, int burst) {
      return new Clients(
          maxConnections, maxConnectionsPerAddress, perSecond, burst, maxTrackedAddresses);
    }

    public Clients withConnections(int total, int perAddress) {
      return new Clients(
          total,
          perAddress,
          requestsPerSecondPerAddress,
          requestBurstPerAddress,
          maxTrackedAddresses);
    }
  }

  /// Limits of one request and its answer.
  ///
  /// @param maxBodyBytes an HTTP body; also a gRPC message
  /// @param maxBodiesInFlightBytes memory for all HTTP bodies that are being read or answered; the
  ///   same again for gRPC messages that are being received; one address gets a part of it
  /// @param maxAnswersInFlightBytes memory for all answers and pieces of streams, of both
  ///   interfaces, that are awaited or were read and are not taken by their reader yet; one address
  ///   gets half of it
  /// @param maxHeaderBytes request line and headers together; also gRPC metadata
  /// @param maxPathBytes path and query of the request line
  /// @param maxBatchTransactions transactions in one batch
  /// @param headTimeoutMs from the first byte of a request to the end of its headers
  /// @param idleTimeoutMs between requests of one connection, and before the first
  /// @param bodyTimeoutMs from the headers to the end of the body
  /// @param answerTimeoutMs how long a submission waits for its receipt
  public record Requests(
      int maxBodyBytes,
      long maxBodiesInFlightBytes,
      long maxAnswersInFlightBytes,
      int maxHeaderBytes,
      int maxPathBytes,
      int maxBatchTransactions,
      long headTimeoutMs,
      long idleTimeoutMs,
      long bodyTimeoutMs,
      long answerTimeoutMs) {
    /// How many addresses it takes to use up the memory for bodies.
    public static final int BODY_PARTS = 8;

    /// How many addresses it takes to use up the memory for answers.
    public static final int ANSWER_PARTS = 2;

    public static final Requests DEFAULTS = of(Configuration.defaults());

    static Requests of(Configuration from) {
      return new Requests(
          from.integer(ConfigurationKey.API_MAX_BODY_BYTES),
          256L << 20,
          256L << 20,
          from.integer(ConfigurationKey.API_MAX_HEADER_BYTES),
          4 << 10,
          4_096,
          10_000,
          from.number(ConfigurationKey.API_IDLE_TIMEOUT_MS),
          20_000,
          30_000);
    }

    public Requests {
      requirePositive("maxBodyBytes", maxBodyBytes);
      requirePositive("maxBodiesInFlightBytes", maxBodiesInFlightBytes);
      requirePositive("maxAnswersInFlightBytes", maxAnswersInFlightBytes);
      requirePositive("maxHeaderBytes", maxHeaderBytes);
      requirePositive("maxPathBytes", maxPathBytes);
      requirePositive("maxBatchTransactions", maxBatchTransactions);
      requirePositive("headTimeoutMs", headTimeoutMs);
      requirePositive("idleTimeoutMs", idleTimeoutMs);
      requirePositive("bodyTimeoutMs", bodyTimeoutMs);
      requirePositive("answerTimeoutMs", answerTimeoutMs);
    }

    public Requests withBodiesInFlight(long maxBytes) {
      return new Requests(
          maxBodyBytes,
          maxBytes,
          maxAnswersInFlightBytes,
          maxHeaderBytes,
          maxPathBytes,
          maxBatchTransactions,
          headTimeoutMs,
          idleTimeoutMs,
          bodyTimeoutMs,
          answerTimeoutMs);
    }

    public Requests withAnswersInFlight(long maxBytes) {
      return new Requests(
          maxBodyBytes,
          maxBodiesInFlightBytes,
          maxBytes,
          maxHeaderBytes,
          maxPathBytes,
          maxBatchTransactions,
          headTimeoutMs,
          idleTimeoutMs,
          bodyTimeoutMs,
          answerTimeoutMs);
    }

    public Requests withTimeouts(long headMs, long idleMs, long bodyMs) {
      return new Requests(
          maxBodyBytes,
          maxBodiesInFlightBytes,
          maxAnswersInFlightBytes,
          maxHeaderBytes,
          maxPathBytes,
          maxBatchTransactions,
          headMs,
          idleMs,
          bodyMs,
          answerTimeoutMs);
    }
  }

  /// Limits of streams.
  ///
  /// @param maxStreams open streams of all clients and both interfaces
  /// @param slowReaderTimeoutMs a reader that takes nothing for this long is dropped
  /// @param heartbeatMs a quiet event stream gets a comment this often, so that a dead reader shows
  /// @param feedCapacity changed statuses that may wait for one reader
  /// @param laneReadBlocks the most lane blocks in one answer
  /// @param laneReadBytes bytes of lane entries after which one answer ends
  /// @param submitWindowMessages unanswered messages of one submission stream
  /// @param submitWindowBytes bytes of unanswered messages of one submission stream, or of their
  ///   answers
  public record Streams(
      int maxStreams,
      int maxStreamsPerAddress,
      long slowReaderTimeoutMs,
      long heartbeatMs,
      int feedCapacity,
      int laneReadBlocks,
      long laneReadBytes,
      int submitWindowMessages,
      long submitWindowBytes) {
    public static final Streams DEFAULTS = of(Configuration.defaults());

    static Streams of(Configuration from) {
      return new Streams(
          from.integer(ConfigurationKey.API_MAX_STREAMS),
          from.integer(ConfigurationKey.API_MAX_STREAMS_PER_ADDRESS),
          from.number(ConfigurationKey.API_SLOW_READER_TIMEOUT_MS),
          10_000,
          4_096,
          256,
          4L << 20,
          64,
          16L << 20);
    }

    public Streams {
      requirePositive("maxStreams", maxStreams);
      requirePositive("maxStreamsPerAddress", maxStreamsPerAddress);
      requirePositive("slowReaderTimeoutMs", slowReaderTimeoutMs);
      requirePositive("heartbeatMs", heartbeatMs);
      requirePositive("feedCapacity", feedCapacity);
      requirePositive("laneReadBlocks", laneReadBlocks);
      requirePositive("laneReadBytes", laneReadBytes);
      requirePositive("submitWindowMessages", submitWindowMessages);
      requirePositive("submitWindowBytes", submitWindowBytes);
    }

    public Streams withTimeouts(long slowReaderMs, long heartbeat) {
      return new Streams(
          maxStreams,
          maxStreamsPerAddress,
          slowReaderMs,
          heartbeat,
          feedCapacity,
          laneReadBlocks,
          laneReadBytes,
          submitWindowMessages,
          submitWindowBytes);
    }

    public Streams withCount(int total, int perAddress) {
      return new Streams(
          total,
          perAddress,
          slowReaderTimeoutMs,
          heartbeatMs,
          feedCapacity,
          laneReadBlocks,
          laneReadBytes,
          submitWindowMessages,
          submitWindowBytes);
    }
  }

  /// Limits that only gRPC has.
  ///
  /// @param keepAliveTimeMs a quiet connection is pinged this often
  /// @param keepAliveTimeoutMs a ping without answer for this long closes the connection
  /// @param permitKeepAliveTimeMs clients that ping more often are disconnected
  /// @param maxConnectionIdleMs a connection without calls is closed after this long
  /// @param maxConnectionAgeMs connections are asked to reconnect after this long; 0 = never
  public record Grpc(
      int maxConcurrentCallsPerConnection,
      long keepAliveTimeMs,
      long keepAliveTimeoutMs,
      long permitKeepAliveTimeMs,
      long maxConnectionIdleMs,
      long maxConnectionAgeMs) {
    public static final Grpc DEFAULTS = new Grpc(128, 20_000, 10_000, 10_000, 300_000, 0);

    public Grpc {
      requirePositive("maxConcurrentCallsPerConnection", maxConcurrentCallsPerConnection);
      requirePositive("keepAliveTimeMs", keepAliveTimeMs);
      requirePositive("keepAliveTimeoutMs", keepAliveTimeoutMs);
      requirePositive("permitKeepAliveTimeMs", permitKeepAliveTimeMs);
      requirePositive("maxConnectionIdleMs", maxConnectionIdleMs);
      if (maxConnectionAgeMs < 0) {
        throw new IllegalArgumentException("maxConnectionAgeMs must be at least 0");
      }
    }
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + " must lie in 0..65535, got " + port);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}
