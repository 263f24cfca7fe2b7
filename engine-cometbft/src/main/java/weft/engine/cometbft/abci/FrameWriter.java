package weft.engine.cometbft.abci;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import weft.engine.cometbft.wire.Response;

/// Answers, each behind its length as an unsigned varint; gathered until [#flush] or until the
/// buffer is full. Large byte strings go from their arrays into the buffer, with no copy between.
final class FrameWriter extends OutputStream {
  private static final int BUFFER_BYTES = 256 << 10;

  private final WritableByteChannel channel;
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /// @param channel in blocking mode
  FrameWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  void write(Response response) throws IOException {
    response.writeDelimitedTo(this);
  }

  @Override
  public void write(int value) throws IOException {
    if (!output.hasRemaining()) {
      flush();
    }
    output.put((byte) value);
  }

  @Override
  public void write(byte[] array, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (!output.hasRemaining()) {
        flush();
      }
      int size = Math.min(output.remaining(), end - at);
      output.put(array, at, size);
      at += size;
    }
  }

  /// Sends what was gathered; waits while the peer takes nothing.
  @Override
  public void flush() throws IOException {
    output.flip();
    while (output.hasRemaining()) {
      channel.write(output);
    }
    output.clear();
  }
}
