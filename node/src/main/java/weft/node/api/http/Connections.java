package weft.node.api.http;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ClientAddress;
import weft.node.api.limit.Slots;

/// All HTTP connections: counts them, closes those over the limits, and looks every while for those
/// that take too long.
///
/// A connection without a request under way may be closed at any time, so a full house makes room
/// for a newcomer by closing the one that has been idle longest.
final class Connections implements Connection.Listener, AutoCloseable {
  private static final long MAX_CHECK_MS = 500;
  private static final long MIN_CHECK_MS = 20;
  private static final long EVICTABLE_AFTER_NS = TimeUnit.SECONDS.toNanos(1);

  private final ApiSettings settings;
  private final Slots slots;
  private final Map<Connection, TrackedConnection> open = new ConcurrentHashMap<>();
  private final Thread checker;

  Connections(ApiSettings settings) {
    this.settings = settings;
    this.slots =
        new Slots(
            settings.clients().maxConnections(), settings.clients().maxConnectionsPerAddress());
    this.checker = Thread.ofVirtual().name("http-connection-check").start(this::checkForever);
  }

  int open() {
    return slots.open();
  }

  @Override
  public void onOpened(Connection connection) {
    ClientAddress address = ClientAddress.of(connection.getEndPoint().getRemoteSocketAddress());
    Slots.Outcome outcome = slots.take(address);
    if (outcome instanceof Slots.Full full && !full.perAddress() && evictIdle()) {
      outcome = slots.take(address);
    }
    switch (outcome) {
      case Slots.Slot slot ->
          open.put(connection, new TrackedConnection(connection, address, slot, System.nanoTime()));
      case Slots.Full _ -> connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    TrackedConnection tracked = open.remove(connection);
    if (tracked != null) {
      tracked.closed();
    }
  }

  /// Marks connections as busy while a request is under way.
  Handler.Wrapper handler() {
    return new Handler.Wrapper() {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        @Nullable TrackedConnection tracked =
            open.get(request.getConnectionMetaData().getConnection());
        if (tracked == null) {
          // Closed meanwhile.
          callback.failed(new java.io.EOFException("connection over the limit"));
          return true;
        }
        tracked.requestBegins();
        request.setAttribute(TrackedConnection.ATTRIBUTE, tracked);
        Request.addCompletionListener(request, _ -> tracked.requestEnds(System.nanoTime()));
        return super.handle(request, response, callback);
      }
    };
  }

  @Override
  public void close() {
    checker.interrupt();
  }

  private boolean evictIdle() {
    long nowNs = System.nanoTime();
    Optional<TrackedConnection> longest =
        open.values().stream()
            .filter(one -> !one.isBusy() && one.idleNs(nowNs) > EVICTABLE_AFTER_NS)
            .max(Comparator.comparingLong(one -> one.idleNs(nowNs)));
    longest.ifPresent(TrackedConnection::close);
    return longest.isPresent();
  }

  private void checkForever() {
    long everyMs =
        Math.clamp(
            Math.min(settings.requests().headTimeoutMs(), settings.streams().slowReaderTimeoutMs())
                / 4,
            MIN_CHECK_MS,
            MAX_CHECK_MS);
    try {
      while (true) {
        Thread.sleep(everyMs);
        long nowNs = System.nanoTime();
        open.values().forEach(one -> one.check(nowNs, settings));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
