package weft.cli.auction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.cli.CliException;

/// Reads an auction from a file: JSON, or in CATS's form if its name ends in `.txt`.
final class AuctionReader {
  /// Of a file.
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final String NEXT_STEP = "Correct it; docs/market.md shows the form.";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private AuctionReader() {}

  /// @throws CliException if it is no auction
  static AuctionFile read(Path file) {
    String text = text(file);
    if (file.toString().endsWith(".txt")) {
      return CatsAuction.read(file, text);
    }
    try {
      JsonNode root = JSON.readTree(text);
      return new JsonAuction(new JsonField(file, "", root)).read();
    } catch (JacksonException e) {
      throw malformed(file, e.getOriginalMessage());
    }
  }

  private static String text(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw malformed(file, bytes + " bytes (limit: " + MAX_BYTES + ")");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw CliException.usage("there is no file " + file, "Name a file; see docs/market.md.");
    } catch (CharacterCodingException e) {
      throw malformed(file, "it is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CliException malformed(Path file, String reason) {
    return new CliException("malformed", file + ": " + reason, NEXT_STEP);
  }
}
