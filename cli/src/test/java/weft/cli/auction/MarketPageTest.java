package weft.cli.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.cli.CommandRun;

/// docs/market.md says what `weft auction solve` says.
final class MarketPageTest {
  private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));
  private static final Path PAGE = ROOT.resolve("docs/market.md");
  private static final String COMMAND = "./weft auction solve ";
  private static final Pattern ROW =
      Pattern.compile("\\| (.*) \\| \\[[a-z0-9-]+\\]\\((market/[a-z0-9-]+\\.json)\\) \\|");

  private static CommandRun solve(String file, String... options) {
    List<String> words =
        new ArrayList<>(List.of("auction", "solve", ROOT.resolve(file).toString()));
    words.addAll(List.of(options));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  @Test
  void everyExampleAnswersAsWritten() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int examples = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(COMMAND)) {
        continue;
      }
      int from = lines.subList(i, lines.size()).indexOf("```text") + i + 1;
      int to = lines.subList(from, lines.size()).indexOf("```") + from;
      String file = lines.get(i).substring(COMMAND.length());
      assertThat(withoutTime(solve(file).out().lines()))
          .as(file)
          .isEqualTo(withoutTime(lines.subList(from, to).stream()));
      examples++;
    }
    assertThat(examples).isGreaterThan(8);
  }

  private static List<String> withoutTime(Stream<String> lines) {
    return lines.filter(line -> !line.startsWith("time ")).toList();
  }

  /// Rows that end with a file: what was charged and its sum, or solutions and payments.
  @Test
  void everyRowAnswersAsWritten() throws IOException {
    int rows = 0;
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        List<String> cells = List.of(row.group(1).split(" \\| ", -1));
        JsonNode solved = solve("docs/" + row.group(2), "--json").json();
        List<String> expected = new ArrayList<>();
        if (cells.size() == 4) {
          List<String> charged = texts(solved.get("charged"));
          expected.addAll(charged);
          BigInteger sum =
              charged.stream().map(BigInteger::new).reduce(BigInteger.ZERO, BigInteger::add);
          expected.add(sum.toString());
        } else {
          expected.addAll(texts(solved.get("solution")));
          expected.addAll(texts(solved.get("payments")));
        }
        assertThat(cells.subList(1, cells.size())).as(line).isEqualTo(expected);
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(10);
  }

  private static List<String> texts(JsonNode object) {
    return object.values().stream().map(JsonNode::asString).toList();
  }

  @Test
  void everyFileIsSolvedAndTheFirstIsShown() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/market"))) {
      for (Path file : files.sorted().toList()) {
        solve("docs/market/" + file.getFileName());
      }
    }
    assertThat(Files.readString(PAGE))
        .contains(Files.readString(ROOT.resolve("docs/market/t1.json")));
  }

  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Matcher named = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`").matcher(Files.readString(PAGE));
    List<Path> sources = testSources();
    int tests = 0;
    while (named.find()) {
      List<Path> source =
          sources.stream().filter(file -> file.endsWith(named.group(1) + ".java")).toList();
      assertThat(source).as(named.group()).hasSize(1);
      assertThat(Files.readString(source.getFirst())).contains(" " + named.group(2) + "(");
      tests++;
    }
    assertThat(tests).isGreaterThan(20);
  }

  /// Of all modules.
  private static List<Path> testSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(one -> one.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
