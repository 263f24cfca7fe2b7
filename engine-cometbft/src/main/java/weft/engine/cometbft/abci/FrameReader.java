package weft.engine.cometbft.abci;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import weft.engine.cometbft.wire.Request;

/// Requests, each behind its length as an unsigned varint.
///
/// Bytes go from the socket through one reused buffer into an array of the frame's own, which the
/// request's byte strings are windows of: nothing else is copied, however large a block is.
final class FrameReader {
  private static final int BUFFER_BYTES = 256 << 10;

  private final SocketChannel channel;
  private final int maxMessageBytes;

  /// Flushed before this waits for the peer: an answer must never wait for the next request.
  private final FrameWriter answers;

  /// Between its position and limit stands what was received and not used yet.
  private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

  /// @param channel in blocking mode
  FrameReader(SocketChannel channel, int maxMessageBytes, FrameWriter answers) {
    this.channel = channel;
    this.maxMessageBytes = maxMessageBytes;
    this.answers = answers;
  }

  /// The next request, or null if the peer closed the connection.
  ///
  /// @throws MalformedFrameException if what came is no request within the limit
  @Nullable Request next() throws IOException {
    if (!input.hasRemaining() && !receive()) {
      return null;
    }
    byte[] frame = new byte[length()];
    int filled = 0;
    while (filled < frame.length) {
      expectMore();
      int size = Math.min(input.remaining(), frame.length - filled);
      input.get(frame, filled, size);
      filled += size;
    }
    return parse(frame);
  }

  /// Whether the peer has closed its end, as far as can be told without waiting.
  boolean isAtEnd() throws IOException {
    input.compact();
    try {
      channel.configureBlocking(false);
      return input.hasRemaining() && channel.read(input) < 0;
    } finally {
      input.flip();
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  private int length() throws IOException {
    long length = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      expectMore();
      byte part = input.get();
      length |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return checked(length);
      }
    }
    throw new MalformedFrameException("the length of a message is no varint");
  }

  private int checked(long length) throws MalformedFrameException {
    if (length < 0 || length > maxMessageBytes) {
      throw new MalformedFrameException(
          "a message of "
              + Long.toUnsignedString(length)
              + " bytes exceeds the limit of "
              + maxMessageBytes);
    }
    return (int) length;
  }

  private static Request parse(byte[] frame) throws MalformedFrameException {
    CodedInputStream fields = UnsafeByteOperations.unsafeWrap(frame).newCodedInput();
    fields.enableAliasing(true); // Nobody writes to the frame any more.
    try {
      Request request = Request.parseFrom(fields);
      fields.checkLastTagWas(0); // A group's end would hide what stands behind it.
      return request;
    } catch (IOException e) {
      throw new MalformedFrameException("a message is no request: " + e.getMessage(), e);
    }
  }

  private void expectMore() throws IOException {
    if (!input.hasRemaining() && !receive()) {
      throw new EOFException("the connection ended inside a message");
    }
  }

  private boolean receive() throws IOException {
    answers.flush();
    input.clear();
    int count = channel.read(input);
    input.flip();
    return count > 0;
  }
}
