package weft.engine.cometbft.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;

/// The engine's lines as it wrote them, in a file that is renamed to `.1` when it is full: two
/// files at most. A disk that is full stops neither the engine nor Weft; the lines are lost then.
final class EngineLogFile implements AutoCloseable {
  private final Path file;
  private final long maxBytes;
  private final Logger log;
  private OutputStream out = OutputStream.nullOutputStream();
  private long bytes;
  private boolean isBroken;

  EngineLogFile(Path file, long maxBytes, Logger log) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.log = log;
    attempt(this::open);
  }

  void write(String line) {
    attempt(
        () -> {
          byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
          if (bytes > 0 && bytes + text.length > maxBytes) {
            out.close();
            Files.move(
                file,
                file.resolveSibling(file.getFileName() + ".1"),
                StandardCopyOption.REPLACE_EXISTING);
            open();
          }
          out.write(text);
          bytes += text.length;
        });
  }

  @Override
  public void close() {
    attempt(out::close);
  }

  private void open() throws IOException {
    out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(file);
  }

  private void attempt(Write write) {
    try {
      write.run();
      isBroken = false;
    } catch (IOException e) {
      if (!isBroken) {
        isBroken = true;
        log.warn("the engine's lines cannot be kept in {}: {}", file, e.toString());
      }
    }
  }

  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }
}
