package weft.engine.cometbft.abci;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.engine.cometbft.wire.Request;

/// One connection of the engine: takes a request, has it answered, takes the next, on its own
/// thread. Answers leave with each flush, and before this waits for more.
final class Connection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final long serial;
  private final SocketChannel channel;
  private final FrameReader requests;
  private final FrameWriter answers;
  private final Calls calls;
  private final AbciServer server;
  private String lastCall = "no call";

  /// @param serial grows with each accepted connection
  Connection(
      long serial, SocketChannel channel, int maxMessageBytes, Calls calls, AbciServer server) {
    this.serial = serial;
    this.channel = channel;
    this.answers = new FrameWriter(channel);
    this.requests = new FrameReader(channel, maxMessageBytes, answers);
    this.calls = calls;
    this.server = server;
  }

  long serial() {
    return serial;
  }

  /// Whether the peer is gone; only on this connection's thread.
  boolean isAtEnd() throws IOException {
    return requests.isAtEnd();
  }

  @Override
  public void run() {
    try {
      serve();
      LOG.info("Engine connection {} was closed by its peer, after {}", serial, lastCall);
    } catch (MalformedFrameException e) {
      LOG.warn("Closes engine connection {}, after {}: {}", serial, lastCall, e.getMessage());
    } catch (IOException e) {
      LOG.info("Engine connection {} ended, after {}: {}", serial, lastCall, e.getMessage());
    } catch (RuntimeException | Error fault) {
      server.stopForFault(lastCall, fault);
    } finally {
      close();
      server.ended(this);
    }
  }

  private void serve() throws IOException {
    for (Request request = requests.next(); request != null; request = requests.next()) {
      Request.ValueCase call = request.getValueCase();
      if (call != Request.ValueCase.FLUSH) {
        lastCall = call.name().toLowerCase(Locale.ROOT);
      }
      answers.write(calls.answer(this, request));
      if (call == Request.ValueCase.FLUSH) {
        answers.flush();
      }
    }
  }

  /// Ends the connection; a call in progress goes on and is not answered.
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("Closing engine connection {}", serial, e);
    }
  }
}
