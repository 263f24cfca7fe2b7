package weft.engine.cometbft.abci;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real CometBFT with a home of its own, on loopback, fast and with the mempool in the
/// application.
final class EngineProcess implements AutoCloseable {
  private final Path program;
  private final Path home;
  private final AbciAddress application;
  private final int p2pPort;
  private final int rpcPort;
  private final HttpClient http;
  private @Nullable Process process;

  private EngineProcess(Path program, Path home, AbciAddress application) throws IOException {
    this.program = program;
    this.home = home;
    this.application = application;
    try (ServerSocket p2p = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket rpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      p2pPort = p2p.getLocalPort();
      rpcPort = rpc.getLocalPort();
    }
    this.http = HttpClient.newHttpClient();
  }

  /// The only validator of a new chain, with vote extensions from the first height.
  static EngineProcess validator(Path program, Path home, AbciAddress application)
      throws IOException, InterruptedException {
    EngineProcess engine = new EngineProcess(program, home, application);
    engine.run("init");
    Path genesis = engine.genesis();
    String text = Files.readString(genesis);
    Files.writeString(
        genesis,
        text.replace(
            "\"vote_extensions_enable_height\": \"0\"",
            "\"vote_extensions_enable_height\": \"1\""));
    return engine;
  }

  /// A node without power on the chain of another.
  static EngineProcess follower(Path home, AbciAddress application, EngineProcess of)
      throws IOException, InterruptedException {
    EngineProcess engine = new EngineProcess(of.program, home, application);
    engine.run("init");
    Files.copy(of.genesis(), engine.genesis(), StandardCopyOption.REPLACE_EXISTING);
    return engine;
  }

  private Path genesis() {
    return home.resolve("config/genesis.json");
  }

  private String run(String command) throws IOException, InterruptedException {
    Process init =
        new ProcessBuilder(program.toString(), command, "--home", home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(init.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (init.waitFor() != 0) {
      throw new AssertionError("cometbft " + command + " failed: " + output);
    }
    return output.strip();
  }

  /// What others dial.
  String peerAddress() throws IOException, InterruptedException {
    return run("show-node-id") + "@127.0.0.1:" + p2pPort;
  }

  void start(String... peers) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "node",
                "--home",
                home.toString(),
                "--proxy_app",
                application.toString(),
                "--p2p.laddr",
                "tcp://127.0.0.1:" + p2pPort,
                "--p2p.pex=false",
                "--p2p.persistent_peers",
                String.join(",", peers),
                "--rpc.laddr",
                "tcp://127.0.0.1:" + rpcPort));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CMT_MEMPOOL_TYPE", "app");
    builder.environment().put("CMT_MEMPOOL_REAP_INTERVAL", "10ms");
    builder.environment().put("CMT_CONSENSUS_TIMEOUT_COMMIT", "50ms");
    builder.environment().put("CMT_P2P_ADDR_BOOK_STRICT", "false");
    builder.environment().put("CMT_P2P_ALLOW_DUPLICATE_IP", "true");
    File log = home.resolve("log").toFile();
    process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
  }

  /// Hands a transaction to the engine's RPC.
  ///
  /// @return the answer
  String submit(String transaction) throws IOException, InterruptedException {
    String quoted = URLEncoder.encode("\"" + transaction + "\"", StandardCharsets.UTF_8);
    URI uri = URI.create("http://127.0.0.1:" + rpcPort + "/broadcast_tx_sync?tx=" + quoted);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /// Kills it at once, as `kill -9` does.
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /// Whether it ended by itself in time.
  boolean hasEndedWithin(long seconds) throws InterruptedException {
    Process running = process;
    return running != null && running.waitFor(seconds, TimeUnit.SECONDS);
  }

  /// The end of what it wrote, for the message of a failed test.
  String log() throws IOException {
    String text = Files.readString(home.resolve("log"));
    return text.substring(Math.max(0, text.length() - 3_000));
  }

  @Override
  public void close() {
    kill();
    http.close();
  }
}
