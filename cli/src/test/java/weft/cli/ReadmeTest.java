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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs every command of the README, word by word and in order, in one folder.
final class ReadmeTest {
  private static final long WAIT_MS = 180_000;
  private static final long PORTS_WAIT_MS = 120_000;
  private static final String NODE_START = "./weft node start";
  private static final String DEVNET = "./weft devnet";

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
    EXPECTED.put("./weft run-example hello", "state root 0x");
  }

  @TempDir private Path folder = Path.of(".");

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyCommandWorksAsWritten() throws IOException, InterruptedException {
    List<String> commands =
        commands(Files.readString(Path.of(System.getProperty("weft.root")).resolve("README.md")));
    assertThat(commands).hasSizeGreaterThan(10).contains(NODE_START + " --data my-weft");
    awaitPorts();
    WeftProcess.prepare(folder);
    List<WeftProcess> nodes = new ArrayList<>();
    try {
      for (String command : commands) {
        if (isBuild(command)) {
          continue;
        }
        if (command.startsWith(NODE_START)) {
          nodes.add(start(command));
        } else {
          run(command);
        }
      }
      for (WeftProcess node : nodes) {
        node.signal("TERM");
        assertThat(node.await(WAIT_MS)).as(node.output()).isZero();
      }
    } finally {
      nodes.forEach(WeftProcess::close);
    }
  }

  private WeftProcess start(String command) throws IOException, InterruptedException {
    WeftProcess node = WeftProcess.bash(folder, "exec " + command);
    assertThat(node.awaitOutput(text -> text.contains("Ctrl-C stops"), WAIT_MS))
        .as(node.output())
        .isTrue();
    return node;
  }

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

  static List<String> commands(String markdown) {
    List<String> commands = new ArrayList<>();
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        inside = line.equals("```sh");
      } else if (inside && !line.isBlank()) {
        commands.add(line.replaceFirst("\\s+# .*$", ""));
      }
    }
    return commands;
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
