package weft.proof;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.WeftClient;

/// A node in a process of its own: `weft node start`, or another main class with the same output.
final class ChildNode implements AutoCloseable {
  static final long START_WAIT_MS = 120_000;
  private static final long STOP_WAIT_MS = 60_000;
  private static final int PORT_ATTEMPTS = 100;
  private static final int START_ATTEMPTS = 5;
  private static final Pattern HTTP = Pattern.compile("\"http\":\"(http://[^\"]+)\"");

  private final Process process;
  private final Path log;
  private final int grpcPort;

  private ChildNode(Process process, Path log, int grpcPort) {
    this.process = process;
    this.log = log;
    this.grpcPort = grpcPort;
  }

  /// A port that was free a moment ago, below those that systems give to outgoing connections, so
  /// that it is free again after a restart.
  static int freePort() {
    SplittableRandom random = new SplittableRandom();
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      try (ServerSocket socket = new ServerSocket(random.nextInt(15_000, 30_000))) {
        return socket.getLocalPort();
      } catch (IOException inUse) {
        // Another one, then.
      }
    }
    throw new AssertionError("no free port between 15000 and 30000");
  }

  /// Starts `weft node start` on a folder and a free port, and waits until it serves. Another
  /// process may take a port that was free a moment ago: then it is another one's turn.
  ///
  /// @param settings each `key=value`
  static ChildNode serve(Path data, List<String> jvm, List<String> settings) throws Exception {
    for (int attempt = 1; ; attempt++) {
      ChildNode node = start(data, freePort(), jvm, settings);
      if (node.isServing()) {
        return node;
      }
      String output = node.output();
      node.close();
      if (attempt == START_ATTEMPTS || !output.contains("gRPC on 127.0.0.1:" + node.grpcPort)) {
        throw new AssertionError("the node ended:\n" + output);
      }
    }
  }

  /// Starts `weft node start` on a folder and does not wait.
  ///
  /// @param settings each `key=value`
  static ChildNode start(Path data, int grpcPort, List<String> jvm, List<String> settings)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("node", "start", "--data", data.toString(), "--json"));
    arguments.addAll(List.of("--set", "api.http-port=0"));
    arguments.addAll(List.of("--set", "api.grpc-port=" + grpcPort));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return start("weft.cli.Weft", grpcPort, jvm, arguments);
  }

  /// Starts a main class with the same output.
  static ChildNode start(String main, int grpcPort, List<String> jvm, List<String> arguments)
      throws IOException {
    Path log = Files.createTempFile("child-node-", ".log");
    Process process =
        new ProcessBuilder(command(main, jvm, arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ChildNode(process, log, grpcPort);
  }

  /// The command line of a child on this test's class path.
  static List<String> command(String main, List<String> jvm, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvm);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  /// Waits until it serves.
  ChildNode awaitServing() throws Exception {
    if (!isServing()) {
      throw new AssertionError("the node ended:\n" + output());
    }
    return this;
  }

  /// Waits until it serves or has ended.
  private boolean isServing() throws Exception {
    Poll.require(
        "a node that serves",
        START_WAIT_MS,
        () -> output().contains("\"listening\"") || !process.isAlive());
    return process.isAlive();
  }

  String httpAddress() throws IOException {
    Matcher matcher = HTTP.matcher(output());
    if (!matcher.find()) {
      throw new AssertionError("no HTTP address in:\n" + output());
    }
    return matcher.group(1);
  }

  int grpcPort() {
    return grpcPort;
  }

  WeftClient connect(ClientConfig config) {
    return WeftClient.connect("127.0.0.1:" + grpcPort, config);
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    if (!process.destroyForcibly().waitFor(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the node survives SIGKILL");
    }
  }

  /// SIGTERM, and the exit status.
  int stop() throws Exception {
    process.destroy();
    return awaitExit();
  }

  /// The exit status of one that ends by itself; one that serves instead is a failure.
  int awaitEnd() throws Exception {
    if (isServing()) {
      throw new AssertionError("the node serves:\n" + output());
    }
    return awaitExit();
  }

  int awaitExit() throws Exception {
    if (!process.waitFor(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the node does not end:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
  }
}
