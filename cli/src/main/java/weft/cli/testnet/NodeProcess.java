package weft.cli.testnet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.engine.cometbft.home.HostPort;
import weft.node.NodeDirectory;
import weft.node.NodeJvm;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.protocol.refusal.Checked;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.NodeException;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.WeftClient;

/// One node of a network on this machine: `weft node start` as a process, which runs its engine as
/// another one beside it. What both write goes to `node.log` in the node's folder. Both end by
/// themselves when this program is gone, even if it was killed.
///
/// Its addresses are those of `weft.toml`, so they stay the same however often it is started.
/// Questions may be asked by any thread; it is started, stopped and hurt by one at a time.
public final class NodeProcess implements AutoCloseable {
  /// Several share one machine.
  private static final List<String> JVM =
      List.of("-Xmx512m", "-Xlog:disable", "-Xlog:all=error:stderr");

  private static final long ASK_MS = 1_000;
  private static final long STOP_MS = 30_000;
  private static final long KILL_MS = 10_000;
  private static final long POLL_MS = 50;

  private final int index;
  private final NodeDirectory directory;
  private final String host;
  private final int httpPort;
  private final int grpcPort;
  private final HostPort rpc;
  private final WeftClient client;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(ASK_MS)).build();
  private volatile @Nullable Process process;

  /// The last engine that was seen beside the node: it outlives a killed node for a moment.
  private volatile @Nullable ProcessHandle engine;

  private @Nullable Standstill standstill;
  private volatile boolean isPaused;
  private volatile List<String> settings = List.of();

  /// What of a node is meant.
  public enum Part {
    /// The JVM with the application, the store and the public API.
    NODE,
    /// CometBFT.
    ENGINE,
    BOTH
  }

  NodeProcess(int index, NodeDirectory directory) {
    this.index = index;
    this.directory = directory;
    Configuration configuration =
        Configuration.load(directory.configurationFile(), Map.of(), Map.of());
    this.host = configuration.text(ConfigurationKey.API_HOST);
    this.httpPort = configuration.integer(ConfigurationKey.API_HTTP_PORT);
    this.grpcPort = configuration.integer(ConfigurationKey.API_GRPC_PORT);
    this.rpc = HostPort.parse(configuration.text(ConfigurationKey.ENGINE_RPC_ADDRESS));
    this.client =
        connect(ClientConfig.defaults().withRetry(RetryPolicy.NONE).withCallTimeoutMs(ASK_MS));
  }

  /// From 0 on.
  public int index() {
    return index;
  }

  public NodeDirectory directory() {
    return directory;
  }

  /// Its address, without a port: no other node of the network has it.
  public String host() {
    return host;
  }

  /// Where it answers gRPC, `host:port`.
  public String grpc() {
    return host + ":" + grpcPort;
  }

  /// Where it answers HTTP, `http://host:port`.
  public String http() {
    return "http://" + host + ":" + httpPort;
  }

  /// Where its engine answers.
  public HostPort rpc() {
    return rpc;
  }

  /// What node and engine wrote, of all starts.
  public Path log() {
    return directory.path().resolve("node.log");
  }

  /// A client of this node alone; the caller closes it.
  public WeftClient connect(ClientConfig config) {
    return WeftClient.connect(grpc(), config);
  }

  /// What every later start sets besides, over `weft.toml`.
  ///
  /// @param more each `key=value`
  public void configure(List<String> more) {
    settings = List.copyOf(more);
  }

  /// Starts it and does not wait.
  ///
  /// @throws IllegalStateException if it runs
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException("node " + index + " runs already");
    }
    isPaused = false;
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    // A variable that sets a port would set the same one for every node.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("WEFT_") && !name.equals("WEFT_TOOLS"));
    try {
      Files.createDirectories(temporaryFolder());
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGKILL. The engine alone is started again by its node; a node or both stay down until
  /// [#start].
  public void kill(Part part) {
    List<ProcessHandle> doomed = handles(part);
    doomed.forEach(ProcessHandle::destroyForcibly);
    goOn();
    doomed.forEach(one -> awaitEnd(one, KILL_MS));
  }

  /// SIGSTOP: the processes stand still until [#resume], or until this program is gone.
  public void pause(Part part) {
    goOn();
    isPaused = true;
    standstill = Standstill.of(handles(part));
  }

  /// SIGCONT to whatever stands still.
  public void resume() {
    goOn();
  }

  private void goOn() {
    Standstill held = standstill;
    standstill = null;
    if (held != null) {
      held.close();
    }
    isPaused = false;
  }

  /// SIGTERM, and after half a minute SIGKILL.
  ///
  /// @return whether it stopped in order, with status 0 or 143
  public boolean stop() {
    Process running = process;
    if (running == null || !running.isAlive()) {
      return true;
    }
    if (isPaused) {
      resume();
    }
    running.destroy();
    if (awaitEnd(running.toHandle(), STOP_MS)) {
      int status = running.exitValue();
      return status == 0 || status == 143;
    }
    kill(Part.BOTH);
    return false;
  }

  public boolean isAlive() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /// With what it ended; empty while it runs, or was never started.
  public OptionalInt exitStatus() {
    Process last = process;
    return last == null || last.isAlive() ? OptionalInt.empty() : OptionalInt.of(last.exitValue());
  }

  public boolean isPaused() {
    return isPaused;
  }

  /// The running engine beside the node, or the last one if it still runs.
  public Optional<ProcessHandle> engine() {
    Process running = process;
    if (running != null) {
      try (Stream<ProcessHandle> children = running.toHandle().children()) {
        children.filter(NodeProcess::isEngine).findFirst().ifPresent(one -> engine = one);
      }
    }
    return Optional.ofNullable(engine).filter(ProcessHandle::isAlive);
  }

  /// What it says of itself, over its public API; empty if it does not answer within a second.
  public Optional<NodeStatus> status() {
    if (!isAlive() || isPaused) {
      return Optional.empty();
    }
    try {
      return client.chain().nodeStatus() instanceof Checked.Ok<NodeStatus>(NodeStatus status)
          ? Optional.of(status)
          : Optional.empty();
    } catch (NodeException e) {
      return Optional.empty();
    }
  }

  /// The height of its last block; -1 if it does not answer.
  public long height() {
    return status().map(NodeStatus::height).orElse(-1L);
  }

  /// Whether `/readyz` says so.
  public boolean isReady() throws InterruptedException {
    if (!isAlive() || isPaused) {
      return false;
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(http() + "/readyz"))
            .timeout(Duration.ofMillis(ASK_MS))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// Waits until it is ready and has a block of a height.
  ///
  /// @param height 0 where being ready is enough
  /// @return whether it is, in time; false at once when the process ends
  public boolean await(long height, long waitMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (isAlive() && System.nanoTime() < deadlineNs) {
      if (isReady() && height() >= height) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return false;
  }

  /// The last lines that node and engine wrote.
  public String lastLines(int count) {
    if (!Files.exists(log())) {
      return "";
    }
    try (Stream<String> lines = Files.lines(log())) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - count), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops it if it runs.
  @Override
  public void close() {
    try {
      stop();
      engine().ifPresent(ProcessHandle::destroyForcibly);
    } finally {
      client.close();
      http.close();
    }
  }

  private Path temporaryFolder() {
    return directory.path().resolve("tmp").toAbsolutePath();
  }

  private List<ProcessHandle> handles(Part part) {
    List<ProcessHandle> all = new ArrayList<>();
    Optional<ProcessHandle> beside = engine();
    Process running = process;
    if (part != Part.ENGINE && running != null) {
      all.add(running.toHandle());
    }
    if (part != Part.NODE) {
      beside.ifPresent(all::add);
    }
    return all;
  }

  private static boolean isEngine(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("/cometbft")).isPresent();
  }

  private static boolean awaitEnd(ProcessHandle process, long waitMs) {
    try {
      process.onExit().get(waitMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (isOnPath("setsid")) {
      // A session of its own: Ctrl-C at the terminal is for who started the network, not for nodes.
      command.add("setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NodeJvm.OPTIONS);
    command.addAll(NodeJvm.CROWDED);
    command.addAll(JVM);
    // Native libraries are unpacked there, and stay where the node is killed before it has deleted
    // them, or cannot delete them (UnpackedLibraries).
    command.add("-Djava.io.tmpdir=" + temporaryFolder());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("weft.cli.Weft");
    command.addAll(List.of("node", "start", "--data", directory.path().toString()));
    // Its input is a pipe whose other end only this process has.
    command.add("--until-input-ends");
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return command;
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
  }
}
