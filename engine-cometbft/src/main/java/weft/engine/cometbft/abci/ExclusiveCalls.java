package weft.engine.cometbft.abci;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets through one exclusive call at a time, of one engine.
///
/// An engine that was killed and started again can meet a call of its former self that still runs.
/// The new handshake waits until that call has ended, and nothing that the old engine left in its
/// socket is run afterwards: otherwise a block could be committed behind the back of the new
/// engine, which has just been told an older height.
final class ExclusiveCalls {
  private final ReentrantLock lock = new ReentrantLock();
  private final Application application;

  /// Closes the connections up to a serial number.
  private final LongConsumer closeUpTo;

  /// Where the present engine's consensus calls come from.
  private @Nullable Connection engine;

  private volatile boolean stopped;
  private volatile boolean isFaulty;

  ExclusiveCalls(Application application, LongConsumer closeUpTo) {
    this.application = application;
    this.closeUpTo = closeUpTo;
  }

  /// Runs a call that belongs to no engine in particular.
  ///
  /// @throws IOException if the caller is gone: the call was not run
  <T> T run(Connection connection, Supplier<T> call) throws IOException {
    lock.lock();
    try {
      expectCaller(connection);
      return call.get();
    } finally {
      lock.unlock();
    }
  }

  /// Runs a consensus call. The first one of a younger connection retires the older engine.
  ///
  /// @throws IOException if the caller is gone or was replaced: the call was not run
  <T> T runConsensus(Connection connection, Supplier<T> call) throws IOException {
    lock.lock();
    try {
      expectCaller(connection);
      takeOver(connection);
      return call.get();
    } finally {
      lock.unlock();
    }
  }

  private void expectCaller(Connection connection) throws IOException {
    if (stopped) {
      throw new EOFException("the server is closed");
    }
    if (connection.isAtEnd()) {
      throw new EOFException("the engine is gone, its last call is left out");
    }
  }

  private void takeOver(Connection connection) throws IOException {
    Connection older = engine;
    if (older == connection) {
      return;
    }
    if (older != null) {
      if (connection.serial() < older.serial()) {
        throw new EOFException("a younger connection makes the consensus calls now");
      }
      engine = null;
      closeUpTo.accept(older.serial());
      application.disconnected();
    }
    engine = connection;
  }

  /// A connection makes no more calls.
  void ended(Connection connection) {
    lock.lock();
    try {
      if (engine == connection) {
        engine = null;
        if (!isFaulty) {
          application.disconnected();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets no more calls through; the one that runs goes on.
  void stop() {
    stopped = true;
  }

  /// Lets nothing through any more, not even the word that the engine is gone: the application
  /// failed.
  void stopForFault() {
    isFaulty = true;
    stopped = true;
  }
}
