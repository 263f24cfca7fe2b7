package weft.cli.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.primitives.Bytes;
import weft.protocol.transaction.TransactionLimits;

/// Where a payload's bytes come from: exactly one of three options.
public final class PayloadInput {
  private static final String TEXT = "text:";
  private static final String HEX = "hex:";

  @Option(names = "--text", paramLabel = "TEXT", description = "The payload as UTF-8 text.")
  private @Nullable String text;

  @Option(names = "--hex", paramLabel = "HEX", description = "The payload in hexadecimal.")
  private @Nullable String hex;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A file with the payload's bytes; - is standard input.")
  private @Nullable String file;

  Bytes read() {
    return checked(bytes());
  }

  private static Bytes checked(Bytes bytes) {
    if (bytes.isEmpty()) {
      throw CliException.usage("the payload is empty", "Give at least one byte.");
    }
    if (bytes.size() > TransactionLimits.MAX_PAYLOAD_BYTES) {
      throw CliException.usage(
          "the payload has more than " + TransactionLimits.MAX_PAYLOAD_BYTES + " bytes",
          "Split it over several transactions.");
    }
    return bytes;
  }

  private Bytes bytes() {
    if (text != null) {
      return Bytes.utf8(text);
    }
    return hex != null ? fromHex(hex) : fromFile(file == null ? "-" : file);
  }

  /// A payload in one word: `@FILE`, `text:TEXT`, `hex:HEX`, or digits alone.
  public static Bytes ofWord(String word) {
    if (word.startsWith("@")) {
      return checked(fromFile(word.substring(1)));
    }
    if (word.startsWith(TEXT)) {
      return checked(Bytes.utf8(word.substring(TEXT.length())));
    }
    return checked(fromHex(word.startsWith(HEX) ? word.substring(HEX.length()) : word));
  }

  static Bytes fromHex(String hex) {
    try {
      return Bytes.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "'" + hex + "' is not hexadecimal", "Write an even number of digits 0-9 and a-f.");
    }
  }

  private static Bytes fromFile(String name) {
    int most = TransactionLimits.MAX_PAYLOAD_BYTES + 1;
    try {
      if (name.equals("-")) {
        return Bytes.wrap(System.in.readNBytes(most));
      }
      try (InputStream in = Files.newInputStream(Path.of(name))) {
        return Bytes.wrap(in.readNBytes(most));
      }
    } catch (NoSuchFileException e) {
      throw CliException.usage("there is no file " + name, "Correct the path.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
