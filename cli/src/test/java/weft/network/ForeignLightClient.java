package weft.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.primitives.Hash32;

/// CometBFT's own light client as a process: an RPC that answers only with what it has verified.
final class ForeignLightClient implements AutoCloseable {
  private static final long ASK_MS = 20_000;

  private final Process process;
  private final EngineRpc rpc;
  private final Path log;

  /// @param chain the text by which the engine knows the chain
  /// @param trusted hash of the header at height 1
  /// @param primary an engine's URL
  /// @param witnesses others' URLs
  ForeignLightClient(
      EngineBinary binary,
      Path folder,
      String chain,
      Hash32 trusted,
      String primary,
      List<String> witnesses)
      throws IOException {
    HostPort address = new HostPort("127.0.0.1", freePort());
    log = folder.resolveSibling(folder.getFileName() + ".log");
    process =
        new ProcessBuilder(
                binary.path().toString(),
                "light",
                chain,
                "--primary",
                primary,
                "--witnesses",
                String.join(",", witnesses),
                "--height",
                "1",
                "--hash",
                trusted.bytes().toHex(),
                "--home-dir",
                folder.toString(),
                "--laddr",
                "tcp://" + address)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    rpc = new EngineRpc(address, ASK_MS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  EngineRpc rpc() {
    return rpc;
  }

  Path log() {
    return log;
  }

  @Override
  public void close() {
    rpc.close();
    process.destroyForcibly();
  }
}
