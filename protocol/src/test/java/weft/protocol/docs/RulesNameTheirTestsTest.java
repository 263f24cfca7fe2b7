package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of docs/protocol, of whichever module: each names a test, and each test that the docs
/// name exists somewhere in the repository.
class RulesNameTheirTestsTest {
  private static final Pattern RULE = Pattern.compile("^\\*\\*([A-Z]+-\\d+)\\*\\*.*");

  /// A rule in a table names no test.
  private static final Pattern RULE_IN_A_TABLE = Pattern.compile("^\\|\\W*[A-Z]+-\\d+\\W*\\|.*");

  private static final Pattern NAMED_TEST = Pattern.compile("Test: `(\\w+)\\.(\\w+)`");
  private static final Pattern TEST_METHOD =
      Pattern.compile("@(?:Test|ParameterizedTest|TestFactory|RepeatedTest)\\b[^{;]*?\\s(\\w+)\\(");
  private static final Pattern RULE_IN_CODE =
      Pattern.compile("\"((?:LANE|BLOCK|STATE|EXEC|ATT|COMET|LIGHT)-\\d+)\"");

  @Test
  void everyRuleNamesAnExistingTest() throws IOException {
    Map<String, Set<String>> tests = testMethods();
    List<String> broken = new ArrayList<>();
    int rules = 0;
    for (Line line : docLines()) {
      boolean isRule = RULE.matcher(line.text()).matches();
      rules += isRule ? 1 : 0;
      if (isRule && !NAMED_TEST.matcher(line.text()).find()) {
        broken.add(line + " names no test");
      }
      if (RULE_IN_A_TABLE.matcher(line.text()).matches()) {
        broken.add(line + " is a rule in a table");
      }
      Matcher named = NAMED_TEST.matcher(line.text());
      while (named.find()) {
        boolean isPlaceholder = named.group(1).equals("ClassName");
        if (!isPlaceholder
            && !tests.getOrDefault(named.group(1), Set.of()).contains(named.group(2))) {
          broken.add(line + ": no test " + named.group(1) + "." + named.group(2));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(rules).isGreaterThan(40);
  }

  @Test
  void everyRuleHasItsOwnNumber() throws IOException {
    Set<String> seen = new TreeSet<>();
    List<String> twice = new ArrayList<>();
    for (Line line : docLines()) {
      Matcher rule = RULE.matcher(line.text());
      if (rule.matches() && !rule.group(1).equals("XX-1") && !seen.add(rule.group(1))) {
        twice.add(line.toString());
      }
    }
    assertThat(twice).isEmpty();
  }

  @Test
  void everyRuleThatAVerifierNamesIsWrittenDown() throws IOException {
    Set<String> written = new TreeSet<>();
    for (Line line : docLines()) {
      Matcher rule = RULE.matcher(line.text());
      if (rule.matches()) {
        written.add(rule.group(1));
      }
    }
    Set<String> named = new TreeSet<>();
    for (String module : List.of("protocol", "chain")) {
      for (Path source : files(module + "/src/main/java", ".java")) {
        Matcher inCode = RULE_IN_CODE.matcher(Files.readString(source));
        inCode.results().forEach(m -> named.add(m.group(1)));
      }
    }
    assertThat(named).contains("LANE-1", "BLOCK-1", "EXEC-1").hasSizeGreaterThan(25);
    assertThat(written).containsAll(named);
  }

  private static List<Line> docLines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Path doc : files("docs/protocol", ".md")) {
      int number = 0;
      for (String text : Files.readAllLines(doc)) {
        lines.add(new Line(doc.getFileName().toString(), ++number, text));
      }
    }
    return lines;
  }

  private static Map<String, Set<String>> testMethods() throws IOException {
    Map<String, Set<String>> methods = new TreeMap<>();
    try (Stream<Path> modules = Files.list(VectorFile.root())) {
      for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
        for (Path source : files(module.getFileName() + "/src/test/java", ".java")) {
          String name = source.getFileName().toString().replace(".java", "");
          Set<String> ofClass = methods.computeIfAbsent(name, _ -> new TreeSet<>());
          TEST_METHOD
              .matcher(Files.readString(source))
              .results()
              .forEach(m -> ofClass.add(m.group(1)));
        }
      }
    }
    return methods;
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    Path root = VectorFile.root().resolve(folder);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private record Line(String file, int number, String text) {
    @Override
    public String toString() {
      return file + ":" + number;
    }
  }
}
