package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.node.api.wire.RefusalKind;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// `docs/api/refusals.md` lists every code with its statuses, and tests name every code.
/// `-Dweft.update=true` writes the list.
final class RefusalDocsTest {
  private static final String HEAD = "| Code | HTTP | gRPC | Next step |\n|---|---|---|---|\n";

  @Test
  void everyCodeIsInTheDocs() throws IOException {
    Path page = root().resolve("docs/api/refusals.md");
    String text = Files.readString(page);
    int start = text.indexOf(HEAD);
    String prose = start < 0 ? text : text.substring(0, start);
    if (Boolean.getBoolean("weft.update")) {
      Files.writeString(page, prose + table());
    }
    assertThat(Files.readString(page)).isEqualTo(prose + table());
  }

  /// Whether a test sees the code for the right reason is for its reader to judge; a code that no
  /// test names surely has none.
  @Test
  void everyCodeIsNamedInATest() throws IOException {
    String tests = testSources();
    assertThat(RefusalCode.values())
        .allSatisfy(
            code ->
                assertThat(
                        tests.contains("RefusalCode." + code.name())
                            || tests.contains('"' + code.id() + '"'))
                    .as("a test that names %s", code)
                    .isTrue());
  }

  private static String testSources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> modules = Files.list(root())) {
      for (Path tests : modules.map(path -> path.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
              all.append(Files.readString(file));
            }
          }
        }
      }
    }
    return all.toString();
  }

  private static Path root() {
    return Path.of(Objects.requireNonNull(System.getProperty("weft.root")));
  }

  private static String table() {
    StringBuilder rows = new StringBuilder(HEAD);
    for (RefusalCode code : RefusalCode.values()) {
      rows.append("| `")
          .append(code.id())
          .append("` | ")
          .append(RefusalKind.of(code).httpStatus())
          .append(" | ")
          .append(GrpcRefusals.status(Refusal.of(code, "", "", "")).getCode())
          .append(" | ")
          .append(code.nextStep())
          .append(" |\n");
    }
    return rows.toString();
  }
}
