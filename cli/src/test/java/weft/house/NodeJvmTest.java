package weft.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weft.node.NodeJvm;

/// Every node's JVM is started alike, whoever starts it.
final class NodeJvmTest {
  @Test
  void theLauncherHasTheSameWords() throws IOException {
    String launcher = Files.readString(Path.of(System.getProperty("weft.root")).resolve("weft"));
    String node = first("\n {2}node\\)(.*?);;", launcher);
    String large = first("\nlarge=(.*?)\n", launcher);
    String all = first("\nexec (.*?)\n", launcher);
    assertThat(node).contains("${large[@]}");
    List<String> words = new ArrayList<>(words("-X[^ )\n]+", node));
    words.addAll(words("-X[^ )\n]+", large));
    words.addAll(words("--[^ \n]+", all));
    assertThat(words).isEqualTo(NodeJvm.OPTIONS);
  }

  private static String first(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  private static List<String> words(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }
}
