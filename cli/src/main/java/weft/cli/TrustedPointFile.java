package weft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.light.TrustedPoint;
import weft.protocol.validator.ValidatorSet;

/// A trusted point as a JSON file: `chainId`, `height`, `timeMs`, `validatorsHash` for people, and
/// `validatorSet`, the encoded set.
public final class TrustedPointFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SET = "validatorSet";

  private TrustedPointFile() {}

  /// Whether a file says that it is one; whether it can be read, [#read] tells.
  static boolean isOne(Path file) {
    try {
      return JSON.readTree(Files.readString(file)).has(SET);
    } catch (IOException | JacksonException e) {
      return false;
    }
  }

  /// @throws CliException if it cannot be read
  static TrustedPoint read(Path file) {
    try {
      JsonNode document = JSON.readTree(Files.readString(file));
      return new TrustedPoint(
          document.path("chainId").asLong(),
          document.path("height").asLong(),
          ValidatorSet.decode(Bytes.fromHex(document.path(SET).asString())),
          document.path("timeMs").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException | MalformedException | JacksonException e) {
      throw new CliException(
          "malformed",
          file + " is no trusted point: " + e.getMessage(),
          "Write it anew with: weft validator pin --out FILE");
    }
  }

  /// The file's content.
  public static Map<String, Object> document(TrustedPoint point) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("chainId", point.chainId());
    document.put("height", point.height());
    document.put("timeMs", point.timeMs());
    document.put("validatorsHash", point.validators().hash().toString());
    document.put(SET, "0x" + point.validators().encode().toHex());
    return document;
  }
}
