package weft.node.api.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import weft.node.api.ApiSettings;
import weft.node.api.NodeServices;
import weft.node.api.wire.Calls;

/// The HTTP/JSON interface, listening.
public final class HttpEndpoint implements AutoCloseable {
  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 2;
  private static final int ACCEPT_QUEUE = 1_024;
  private static final long SHUTDOWN_IDLE_MS = 100;

  private final Javalin javalin;
  private final Connections connections;
  private final SseStream streams;

  private HttpEndpoint(Javalin javalin, Connections connections, SseStream streams) {
    this.javalin = javalin;
    this.connections = connections;
    this.streams = streams;
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the port is taken
  public static HttpEndpoint start(NodeServices services, ApiSettings settings, Calls calls)
      throws IOException {
    SseStream streams = new SseStream(settings.streams(), calls.gate(), calls.metrics());
    List<Route> routes = RouteTable.of(services, settings, calls, streams);
    HttpGuard guard = new HttpGuard(settings, calls.gate(), calls.metrics());
    Connections connections = new Connections(settings);
    Javalin javalin =
        Javalin.create(config -> configure(config, settings, connections, guard, routes));
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      connections.close();
      throw new IOException("cannot listen for HTTP: " + e.getMessage(), e);
    }
    return new HttpEndpoint(javalin, connections, streams);
  }

  public int port() {
    return javalin.port();
  }

  public int openConnections() {
    return connections.open();
  }

  /// Ends streams, lets requests under way finish within the drain timeout, and stops listening.
  @Override
  public void close() {
    streams.close();
    javalin.stop();
    connections.close();
  }

  private static void configure(
      JavalinConfig config,
      ApiSettings settings,
      Connections connections,
      HttpGuard guard,
      List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.maxRequestSize = settings.requests().maxBodyBytes();
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(settings.drainTimeoutMs());
          server.setErrorHandler(new ErrorPages());
          server.setHandler(connections.handler());
        });
    config.jetty.modifyHttpConfiguration(http -> configure(http, settings));
    config.jetty.addConnector((server, http) -> connector(server, http, settings, connections));
    config.routes.before(guard::before);
    config.routes.exception(HttpResponseException.class, guard::refused);
    config.routes.exception(Exception.class, guard::fault);
    for (Route route : routes) {
      config.routes.addHttpHandler(
          route.method(), route.path(), context -> guard.run(route, context));
    }
  }

  private static void configure(HttpConfiguration http, ApiSettings settings) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(settings.requests().maxHeaderBytes());
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ApiSettings settings, Connections connections) {
    ServerConnector connector =
        new ServerConnector(server, ACCEPTORS, SELECTORS, new HttpConnectionFactory(http));
    connector.setHost(settings.bindHost());
    connector.setPort(settings.httpPort());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(
        Math.max(settings.requests().idleTimeoutMs(), 2 * settings.streams().heartbeatMs()));
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MS);
    connector.addBean(connections);
    return connector;
  }
}
