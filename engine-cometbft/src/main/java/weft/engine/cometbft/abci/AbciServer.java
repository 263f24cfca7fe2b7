package weft.engine.cometbft.abci;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The application's side of CometBFT's socket protocol: listens, the engine connects.
///
/// Each connection has its own thread and its own order ([Application]). A connection that sends no
/// request, or too long a one, is closed, and nothing else is. An engine that died simply connects
/// again; nothing of the former one runs any more once the new one was told the height.
///
/// A fault of the application in an exclusive call is never answered: the server closes everything,
/// whereupon CometBFT ends itself, and hands the fault over, so that the node stops.
public final class AbciServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AbciServer.class);

  /// A block takes far less, even on a slow disk.
  private static final long CLOSE_TIMEOUT_MS = 60_000;

  /// After a failure to accept, such as too many open files.
  private static final long ACCEPT_PAUSE_MS = 1_000;

  private final AbciServerSettings settings;
  private final Consumer<Throwable> onFault;
  private final ListeningSocket socket;
  private final ExclusiveCalls exclusive;
  private final Calls calls;
  private final Map<Connection, Thread> connections = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private AbciServer(
      AbciServerSettings settings,
      Application application,
      Consumer<Throwable> onFault,
      ListeningSocket socket) {
    this.settings = settings;
    this.onFault = onFault;
    this.socket = socket;
    this.exclusive = new ExclusiveCalls(application, this::closeUpTo);
    this.calls = new Calls(application, exclusive);
  }

  /// Listens from now on.
  ///
  /// @param onFault takes the first fault of the application, on the thread of the failed call; the
  ///   server is closed by then and does not come back. It must stop the node
  /// @throws IOException if the address cannot be used, with what to do
  public static AbciServer start(
      AbciServerSettings settings, Application application, Consumer<Throwable> onFault)
      throws IOException {
    AbciServer server =
        new AbciServer(settings, application, onFault, ListeningSocket.open(settings.address()));
    Thread.ofPlatform().name("abci-accept").daemon().start(server::accept);
    return server;
  }

  /// Where the engine finds this server: its `proxy_app`. With the port that was taken.
  public AbciAddress address() {
    return socket.address();
  }

  /// Connections that are open now.
  public int connectionCount() {
    return connections.size();
  }

  private void accept() {
    long serial = 0;
    while (!isStopped()) {
      try {
        take(socket.channel().accept(), ++serial);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("Cannot take a connection of the engine; tries again", e);
        pause();
      }
    }
  }

  private void take(SocketChannel channel, long serial) throws IOException {
    if (connections.size() >= settings.maxConnections()) {
      LOG.warn("Refuses a connection: {} are open already", settings.maxConnections());
      channel.close();
      return;
    }
    if (socket.address() instanceof AbciAddress.Tcp) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
    Connection connection =
        new Connection(serial, channel, settings.maxMessageBytes(), calls, this);
    Thread thread = Thread.ofPlatform().name("abci-" + serial).daemon().unstarted(connection);
    connections.put(connection, thread);
    thread.start();
    if (isStopped()) {
      connection.close();
    }
  }

  private void pause() {
    try {
      stopped.await(ACCEPT_PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void closeUpTo(long serial) {
    for (Connection connection : connections.keySet()) {
      if (connection.serial() <= serial) {
        connection.close();
      }
    }
  }

  /// A connection's thread is about to end.
  void ended(Connection connection) {
    try {
      exclusive.ended(connection);
    } catch (RuntimeException | Error fault) {
      stopForFault("disconnected", fault);
    } finally {
      connections.remove(connection);
    }
  }

  /// Ends everything without an answer; only the first fault is handed over.
  void stopForFault(String call, Throwable fault) {
    exclusive.stopForFault();
    boolean isFirst = stopListening();
    closeUpTo(Long.MAX_VALUE);
    if (isFirst) {
      LOG.error(
          "The application failed in {}. The node must stop; the engine ends itself.", call, fault);
      onFault.accept(fault);
    } else {
      LOG.error("The application failed in {} while the server was closed", call, fault);
    }
  }

  /// Whether this call was the one that ended it.
  private synchronized boolean stopListening() {
    if (isStopped()) {
      return false;
    }
    stopped.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("Cannot remove the engine socket {}", socket.address(), e);
    }
    return true;
  }

  /// Takes no more connections and calls, and waits for the calls in progress. The engine ends
  /// itself when its connections close.
  @Override
  public void close() {
    exclusive.stop();
    stopListening();
    closeUpTo(Long.MAX_VALUE);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_TIMEOUT_MS);
    for (Thread thread : connections.values()) {
      if (thread != Thread.currentThread() && !joined(thread, deadline)) {
        LOG.warn("A call of the engine did not end within {} ms", CLOSE_TIMEOUT_MS);
        return;
      }
    }
  }

  private static boolean joined(Thread thread, long deadlineNanos) {
    try {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      thread.join(Math.max(1, leftMs));
      return !thread.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
