package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.proof.Conserved;

/// Runs every command of the README, word by word and in order, in one folder, with the program
/// that the README shows.
final class ReadmeTest {
  private static final long WAIT_MS = 180_000;
  private static final long PORTS_WAIT_MS = 120_000;
  private static final String NODE_START = "./weft node start";
  private static final String RUN = "./weft run MyRollup.java my-rollup";
  private static final String DEVNET = "./weft devnet";

  /// Commands that go on until somebody stops them, and what they say once they are under way.
  private static final Map<String, String> RUNNING =
      Map.of(NODE_START, "Ctrl-C stops", RUN, "block 1 {greeting=hello, lane} root 0x");

  /// What the output of a command contains, by its beginning; the first that fits counts.
  private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

  static {
    EXPECTED.put(DEVNET, " 0 lost");
    EXPECTED.put("./weft node init", "Start it with: weft node start --data my-weft");
    EXPECTED.put("./weft rollup register", "soft ");
    EXPECTED.put("./weft rollup show", "my-rollup (active)");
    EXPECTED.put(
        "./weft submit my-rollup --text \"greeting=hello, lane\"", "my-rollup, lane block 1");
    EXPECTED.put("./weft submit my-rollup --text \"from=curl\"", "");
    EXPECTED.put("./weft submit my-rollup --key user.key", "soft ");
    EXPECTED.put("./weft account", " weft");
    EXPECTED.put("./weft fees", "weft per byte");
    EXPECTED.put("curl -s http://127.0.0.1:9600/v1/transactions", "\"signature\":\"0x");
    EXPECTED.put("curl -s http://127.0.0.1:9600/v1/rollups", "\"name\":\"my-rollup\"");
    EXPECTED.put("curl -s http://127.0.0.1:9600/v1/status", "\"chainId\":9600");
    EXPECTED.put("./weft lane follow", "lane block 2");
    EXPECTED.put("./weft lane prove", "proof in proof.json");
    EXPECTED.put("./weft lane verify", "verified: payload 0 of lane block 1");
    EXPECTED.put("./weft key new", "key in  user.key");
    EXPECTED.put("./weft rollup sponsor", "soft ");
    EXPECTED.put("./weft submit my-rollup --text \"colour=green\"", "soft ");
    EXPECTED.put("./weft submit my-rollup --text \"just words\"", "soft ");
  }

  @TempDir private Path folder = Path.of(".");

  /// By the beginning of their commands, in order.
  private final Map<String, WeftProcess> running = new LinkedHashMap<>();

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyCommandWorksAsWritten() throws IOException, InterruptedException {
    String readme = page("README.md");
    List<String> commands = commands(readme);
    assertThat(commands).hasSizeGreaterThan(10).contains(NODE_START + " --data my-weft", RUN);
    awaitPorts();
    WeftProcess.prepare(folder);
    Files.writeString(folder.resolve("MyRollup.java"), String.join("\n", lines(readme, "java")));
    try {
      for (String command : commands) {
        if (!isBuild(command) && !isStarted(command)) {
          run(command);
        }
      }
      String rollup = stop(RUN, ReadmeTest::showsTheBlockThatWasSkipped);
      assertThat(rollup).doesNotContain("just words", "Exception");
      stop(NODE_START, _ -> true);
      Conserved.require(folder.resolve("my-weft"));
    } finally {
      running.values().forEach(WeftProcess::close);
    }
  }

  @Test
  void theSdkPageNamesThisVersion() throws IOException {
    String dependencies = String.join("", lines(page("docs/rollup-sdk.md"), "xml"));
    assertThat(dependencies)
        .contains("<artifactId>rollup</artifactId>", "<artifactId>testkit</artifactId>")
        .contains("<groupId>weft</groupId>", "<version>" + VersionProvider.VERSION + "</version>");
  }

  /// Starts a command that goes on until somebody stops it.
  private boolean isStarted(String command) throws IOException, InterruptedException {
    for (Map.Entry<String, String> one : RUNNING.entrySet()) {
      if (command.startsWith(one.getKey())) {
        WeftProcess process = WeftProcess.bash(folder, "exec " + command);
        running.put(one.getKey(), process);
        await(process, text -> text.contains(one.getValue()));
        return true;
      }
    }
    return false;
  }

  private String stop(String command, Predicate<String> ready)
      throws IOException, InterruptedException {
    WeftProcess process = Objects.requireNonNull(running.get(command), command);
    await(process, ready);
    process.signal("INT");
    process.await(WAIT_MS);
    return process.output();
  }

  private static void await(WeftProcess process, Predicate<String> condition)
      throws IOException, InterruptedException {
    assertThat(process.awaitOutput(condition, WAIT_MS)).as(process.output()).isTrue();
  }

  /// The value stands in the line of its own block and in that of the next, which changes nothing.
  private static boolean showsTheBlockThatWasSkipped(String output) {
    return output.lines().filter(line -> line.contains("colour=green")).count() == 2;
  }

  /// The folder of `weft devnet` goes with it; `DevnetProcessTest` looks through one that stays.
  private void run(String command) throws IOException, InterruptedException {
    String line =
        command.startsWith(DEVNET)
            ? command.replaceFirst(DEVNET, DEVNET + " --headless --for 5s")
            : command;
    try (WeftProcess process = WeftProcess.bash(folder, line)) {
      int status = process.await(WAIT_MS);
      String output = process.output();
      assertThat(status).as(command + "\n" + output).isZero();
      assertThat(output).as(command).contains(expected(command)).doesNotContain("Exception");
    }
  }

  private static String expected(String command) {
    return EXPECTED.entrySet().stream()
        .filter(entry -> command.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("say what is expected of: " + command));
  }

  /// A build cannot run inside of itself; `.ci/run` runs it on a clean clone.
  private static boolean isBuild(String command) {
    return command.startsWith("mvn ");
  }

  private static String page(String name) throws IOException {
    return Files.readString(Path.of(System.getProperty("weft.root")).resolve(name));
  }

  private static List<String> commands(String markdown) {
    return lines(markdown, "sh").stream()
        .filter(line -> !line.isBlank())
        .map(line -> line.replaceFirst("\\s+# .*$", ""))
        .toList();
  }

  /// What stands in the blocks of a language.
  private static List<String> lines(String markdown, String language) {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        inside = line.equals("```" + language);
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }

  /// The tour uses the default ports, which must be free.
  private static void awaitPorts() throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PORTS_WAIT_MS);
    while (!(isFree(9600) && isFree(9601))) {
      assertThat(System.nanoTime())
          .as("ports 9600 and 9601 must be free for the README's commands")
          .isLessThan(deadlineNs);
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
