package weft.engine.cometbft.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines of a stream, the rest of a longer one left out.
final class BoundedLines {
  private final InputStream stream;
  private final byte[] line;

  BoundedLines(InputStream stream, int maxBytes) {
    this.stream = new BufferedInputStream(stream);
    this.line = new byte[maxBytes];
  }

  /// The next line without its end; empty at the end of the stream.
  Optional<String> next() throws IOException {
    int size = 0;
    int next = stream.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (size < line.length) {
        line[size++] = (byte) next;
      }
      next = stream.read();
    }
    return Optional.of(new String(line, 0, size, StandardCharsets.UTF_8));
  }
}
