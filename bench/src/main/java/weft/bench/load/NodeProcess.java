package weft.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.node.NodeJvm;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.WeftClient;

/// A measured node as a child process, whose JVM is started as that of `weft node start`.
public final class NodeProcess implements AutoCloseable {
  private static final long STOP_TIMEOUT_S = 60;

  private final Process process;
  private final BufferedReader output;
  private final String host;
  private final int grpcPort;
  private final long startMs;

  private NodeProcess(
      Process process, BufferedReader output, String host, int grpcPort, long startMs) {
    this.process = process;
    this.output = output;
    this.host = host;
    this.grpcPort = grpcPort;
    this.startMs = startMs;
  }

  /// Starts a node on a store folder, and waits until it serves.
  ///
  /// @param recording where to record how it spends its time
  public static NodeProcess start(Path store, int furtherAccounts, Optional<Recording> recording)
      throws IOException {
    return start(
        BenchNode.class,
        List.of(store.toString(), String.valueOf(furtherAccounts)),
        "127.0.0.1",
        store.resolveSibling(store.getFileName() + ".log"),
        recording);
  }

  /// Starts a program that says `ready` and its gRPC port, and ends with its standard input.
  ///
  /// @param host where it serves
  /// @param log takes its standard error
  public static NodeProcess start(
      Class<?> program,
      List<String> arguments,
      String host,
      Path log,
      Optional<Recording> recording)
      throws IOException {
    long beginNs = System.nanoTime();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(NodeJvm.OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    recording.ifPresent(file -> command.add(file.argument()));
    command.add(program.getName());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line;
    while ((line = output.readLine()) != null) {
      if (line.startsWith("ready ")) {
        String[] words = line.split(" ", -1);
        long startMs = (System.nanoTime() - beginNs) / 1_000_000;
        Thread.ofPlatform().daemon().name("bench-node-output").start(() -> drain(output));
        return new NodeProcess(process, output, host, Integer.parseInt(words[1]), startMs);
      }
    }
    throw new IOException("the measured node did not start; see " + log);
  }

  /// Whatever a node goes on to print, it must never wait for a reader.
  private static void drain(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // Closed, or the process was killed: there is nothing left to read.
      return;
    }
  }

  /// A client that does not spend the load generator's time on checking receipts.
  public WeftClient connect() {
    return WeftClient.connect(
        host + ":" + grpcPort, ClientConfig.defaults().withVerifyReceipts(false));
  }

  /// From the start of its process to serving.
  public long startMs() {
    return startMs;
  }

  /// The most memory that the process ever had, heap and native, in MiB; 0 where it is not known.
  public long peakMemoryMib() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    Optional<String> peak =
        Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:")).findFirst();
    return peak.map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).orElse(0L);
  }

  /// Processor time that the process has used, in seconds.
  public double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(0.0);
  }

  /// Processor time that its child processes have used, in seconds: a network's engine.
  public double engineCpuSeconds() {
    return process
        .descendants()
        .mapToDouble(
            child -> child.info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(0.0))
        .sum();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    output.close();
  }
}
