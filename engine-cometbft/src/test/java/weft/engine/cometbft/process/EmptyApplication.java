package weft.engine.cometbft.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// An application of ABCI 2.0 that answers each request with an empty message of the right kind. An
/// empty answer to ProcessProposal is no yes and no no: the engine halts its consensus at the first
/// block.
final class EmptyApplication implements AutoCloseable {
  private static final int WIRE_MESSAGE = 2;
  private final ServerSocketChannel server;

  EmptyApplication(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private static void serve(SocketChannel connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
      while (true) {
        int size = varint(in);
        byte[] request = in.readNBytes(size);
        int kind = varint(new ByteArrayInputStream(request)) >>> 3;
        // Each answer's field has the number after its request's.
        int tag = ((kind + 1) << 3) | WIRE_MESSAGE;
        byte[] answer =
            tag < 0x80
                ? new byte[] {2, (byte) tag, 0}
                : new byte[] {3, (byte) (tag | 0x80), (byte) (tag >>> 7), 0};
        connection.write(ByteBuffer.wrap(answer));
      }
    } catch (IOException _) {
      // The engine went away.
    }
  }

  private static int varint(InputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
