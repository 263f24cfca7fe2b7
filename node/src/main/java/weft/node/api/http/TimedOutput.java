package weft.node.api.http;

import java.io.IOException;
import java.io.OutputStream;

/// Writes to a reader in pieces, each of which it has to take within the slow reader timeout, so
/// that a large answer over a slow line is no slow reader as long as it moves.
final class TimedOutput extends OutputStream {
  private static final int PIECE_BYTES = 64 << 10;

  private final OutputStream out;
  private final TrackedConnection connection;

  TimedOutput(OutputStream out, TrackedConnection connection) {
    this.out = out;
    this.connection = connection;
  }

  @Override
  public void write(int one) throws IOException {
    connection.writeBegins();
    out.write(one);
    connection.writeEnds();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += PIECE_BYTES) {
      connection.writeBegins();
      out.write(bytes, offset + done, Math.min(PIECE_BYTES, length - done));
    }
    connection.writeEnds();
  }

  @Override
  public void flush() throws IOException {
    connection.writeBegins();
    out.flush();
    connection.writeEnds();
  }

  @Override
  public void close() throws IOException {
    connection.writeBegins();
    out.close();
    connection.writeEnds();
  }
}
