package weft.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.node.configuration.ConfigurationKey;

/// A key that nothing reads would let an operator believe in a setting that has no effect.
final class ConfigurationKeysTest {
  @Test
  void everyKeyIsReadSomewhere() throws IOException {
    String sources = mainSources();

    List<ConfigurationKey> unread =
        Arrays.stream(ConfigurationKey.values())
            .filter(key -> !sources.contains("ConfigurationKey." + key.name()))
            .toList();

    assertThat(unread).isEmpty();
  }

  private static String mainSources() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("weft.root")))) {
      for (Path file : files.filter(ConfigurationKeysTest::isMainSource).toList()) {
        sources.append(Files.readString(file));
      }
    }
    return sources.toString();
  }

  private static boolean isMainSource(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("/src/main/");
  }
}
