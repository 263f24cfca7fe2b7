package weft.engine.cometbft.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// What Go's linker wrote into a program about its origin, read without Go: the same as `go version
/// -m` prints.
///
/// The record stands at a multiple of 16 bytes: 14 bytes of magic, the pointer size, flags, 16
/// bytes that inlined records leave unused, then two strings with a varint length before each: Go's
/// version, and the module lines between two sentinels of 16 bytes. Source: `debug/buildinfo` of Go
/// 1.18 and newer.
///
/// @param goVersion such as `go1.26.8`
/// @param packagePath the package of the main function
/// @param modulePath the module that it is from
/// @param moduleVersion such as `v0.40.0`, or `(devel)` for a build from a work tree
public record GoBuildInfo(
    String goVersion, String packagePath, String modulePath, String moduleVersion) {
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ALIGNMENT = 16;
  private static final int HEADER_BYTES = 32;
  private static final int SENTINEL_BYTES = 16;
  private static final int FLAGS_AT = 15;
  private static final int INLINE_FLAG = 2;
  private static final int CHUNK_BYTES = 1 << 20;

  /// CometBFT has 58 MB; a file beyond this is no program that Weft would start.
  private static final long MAX_FILE_BYTES = 1L << 30;

  private static final int MAX_RECORD_BYTES = 1 << 20;

  /// The record of a program; empty for any other file.
  ///
  /// @throws IOException if the file cannot be read
  public static Optional<GoBuildInfo> read(Path program) throws IOException {
    try (FileChannel file = FileChannel.open(program)) {
      long size = Math.min(file.size(), MAX_FILE_BYTES);
      for (long at = 0; at < size; at += CHUNK_BYTES) {
        byte[] chunk = bytes(file, at, CHUNK_BYTES);
        for (int i = 0; i + ALIGNMENT <= chunk.length; i += ALIGNMENT) {
          if (isMagic(chunk, i)) {
            Optional<GoBuildInfo> found = parse(bytes(file, at + i, MAX_RECORD_BYTES));
            if (found.isPresent()) {
              return found;
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  private static boolean isMagic(byte[] chunk, int at) {
    return chunk[at] == MAGIC[0]
        && Arrays.equals(chunk, at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static byte[] bytes(FileChannel file, long from, int max) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(max, file.size() - from));
    while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
      // Reads go on until the buffer is full or the file ends.
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static Optional<GoBuildInfo> parse(byte[] record) {
    if (record.length < HEADER_BYTES || (record[FLAGS_AT] & INLINE_FLAG) == 0) {
      return Optional.empty();
    }
    ByteBuffer rest = ByteBuffer.wrap(record, HEADER_BYTES, record.length - HEADER_BYTES);
    Optional<String> goVersion = text(rest);
    Optional<String> lines = goVersion.flatMap(_ -> text(rest));
    return lines.flatMap(text -> parse(goVersion.orElseThrow(), text));
  }

  private static Optional<GoBuildInfo> parse(String goVersion, String framed) {
    if (framed.length() < 2 * SENTINEL_BYTES) {
      return Optional.empty();
    }
    String path = "";
    for (String line :
        framed.substring(SENTINEL_BYTES, framed.length() - SENTINEL_BYTES).split("\n", -1)) {
      String[] words = line.split("\t", -1);
      if (words[0].equals("path") && words.length == 2) {
        path = words[1];
      } else if (words[0].equals("mod") && words.length >= 3) {
        return Optional.of(new GoBuildInfo(goVersion, path, words[1], words[2]));
      }
    }
    return Optional.empty();
  }

  /// A string with its length as a varint before it. One byte is one character here: only lines of
  /// ASCII are asked for.
  private static Optional<String> text(ByteBuffer from) {
    long length = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      if (!from.hasRemaining()) {
        return Optional.empty();
      }
      byte next = from.get();
      length |= (next & 0x7fL) << shift;
      if (next >= 0) {
        if (length > from.remaining()) {
          return Optional.empty();
        }
        byte[] text = new byte[(int) length];
        from.get(text);
        return Optional.of(new String(text, StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }
}
