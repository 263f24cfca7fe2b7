package weft.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// A key or variable that nothing reads would let an operator believe in a setting that has no
/// effect.
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

  /// The node refuses what it does not know, and so must know what others read and tell its reader.
  @Test
  void variablesOfTheLauncherAndTheCommandsAreTakenAndDocumented() throws IOException {
    Path root = Path.of(System.getProperty("weft.root"));
    Set<String> read =
        Pattern.compile("\\$\\{(WEFT_[A-Z_]+)")
            .matcher(Files.readString(root.resolve("weft")) + mainSources())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(read).contains("WEFT_DATA", "WEFT_NODE", "WEFT_KEY", "WEFT_CLASSPATH");

    Map<String, String> environment =
        read.stream().collect(Collectors.toMap(name -> name, _ -> "x"));
    assertThatCode(() -> Configuration.load(root.resolve("none"), environment, Map.of()))
        .doesNotThrowAnyException();
    assertThat(Files.readString(root.resolve("docs/operations.md"))).contains(read);
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
