package weft.engine.cometbft.abci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import weft.engine.cometbft.wire.Request;
import weft.engine.cometbft.wire.RequestEcho;
import weft.engine.cometbft.wire.RequestFlush;
import weft.engine.cometbft.wire.Response;

/// One connection of an engine, by hand.
final class EngineClient implements AutoCloseable {
  static final Request FLUSH =
      Request.newBuilder().setFlush(RequestFlush.getDefaultInstance()).build();

  private final SocketChannel channel;
  private final InputStream input;

  EngineClient(AbciAddress address) {
    try {
      channel = SocketChannel.open(socketAddress(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = Channels.newInputStream(channel);
  }

  private static SocketAddress socketAddress(AbciAddress address) {
    return switch (address) {
      case AbciAddress.Unix unix -> UnixDomainSocketAddress.of(unix.path());
      case AbciAddress.Tcp tcp -> new InetSocketAddress(tcp.host(), tcp.port());
    };
  }

  static Request echo(String message) {
    return Request.newBuilder().setEcho(RequestEcho.newBuilder().setMessage(message)).build();
  }

  /// The frames of requests, one behind another.
  static byte[] frames(Request... requests) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    try {
      for (Request request : requests) {
        request.writeDelimitedTo(frames);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames.toByteArray();
  }

  /// All requests in one write.
  void send(Request... requests) {
    sendBytes(frames(requests));
  }

  void sendBytes(byte[] bytes) {
    try {
      ByteBuffer output = ByteBuffer.wrap(bytes);
      while (output.hasRemaining()) {
        channel.write(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Response receive() {
    Response response = receiveOrEnd();
    if (response == null) {
      throw new AssertionError("the server closed the connection");
    }
    return response;
  }

  /// Null once the server has closed the connection.
  @Nullable Response receiveOrEnd() {
    try {
      return Response.parseDelimitedFrom(input);
    } catch (IOException closedWithUnreadInput) {
      return null;
    }
  }

  /// As CometBFT calls: the request, a flush, and the wait for both answers.
  Response call(Request request) {
    send(request, FLUSH);
    Response response = receive();
    if (!receive().hasFlush()) {
      throw new AssertionError("the flush was not answered");
    }
    return response;
  }

  /// Whether the server closes the connection without another answer; waits for it.
  boolean isClosedByServer() {
    return receiveOrEnd() == null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
