package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A file of published vectors under docs/protocol/vectors. Vectors that this code makes are
/// compared with the file; `-Dweft.vectors.write=true` writes them instead.
final class VectorFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;

  VectorFile(String name) {
    path = root().resolve("docs/protocol/vectors").resolve(name);
  }

  static Path root() {
    return Path.of(System.getProperty("weft.root", ".."));
  }

  static JsonMapper json() {
    return JSON;
  }

  JsonNode read() {
    return JSON.readTree(text());
  }

  /// Makes sure that the file holds exactly this.
  void expect(JsonNode vectors) {
    String wanted = JSON.writeValueAsString(vectors) + "\n";
    if (Boolean.getBoolean("weft.vectors.write")) {
      write(wanted);
    }
    boolean isSame = text().equals(wanted);
    assertThat(isSame).as("%s; -Dweft.vectors.write=true writes it anew", path).isTrue();
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) {
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
