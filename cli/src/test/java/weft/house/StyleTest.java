package weft.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every source file stands as google-java-format 1.37.0 writes it.
final class StyleTest {
  @Test
  void sourcesAreFormatted() throws IOException, FormatterException {
    Path root = Path.of(System.getProperty("weft.root"));
    List<String> unformatted = new ArrayList<>();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !root.relativize(file).toString().contains("target/"))
              .toList();
    }
    Formatter formatter = new Formatter();
    for (Path source : sources) {
      String text = Files.readString(source);
      if (!formatter.formatSource(text).equals(text)) {
        unformatted.add(root.relativize(source).toString());
      }
    }
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(unformatted)
        .as("run google-java-format 1.37.0 --replace on these; see CONTRIBUTING.md")
        .isEmpty();
  }

  @Test
  void everyPackageSaysItsDuty() throws IOException {
    Path root = Path.of(System.getProperty("weft.root"));
    List<String> silent = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path folder :
          files
              .filter(file -> file.toString().contains("/src/main/java/"))
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList()) {
        Path info = folder.resolve("package-info.java");
        if (!Files.exists(info)
            || !Files.readString(info).contains("@NullMarked")
            || !Files.readString(info).startsWith("///")) {
          silent.add(root.relativize(folder).toString());
        }
      }
    }
    assertThat(silent).as("need a package-info with a duty and @NullMarked").isEmpty();
  }
}
