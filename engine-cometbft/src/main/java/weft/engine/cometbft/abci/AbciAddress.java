package weft.engine.cometbft.abci;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where the engine finds the application; CometBFT calls it `proxy_app`.
public sealed interface AbciAddress {
  /// Reads `unix:///path/to/socket` or `tcp://127.0.0.1:26658`; a port of 0 takes a free one.
  ///
  /// @throws IllegalArgumentException if it is neither
  static AbciAddress parse(String text) {
    if (text.startsWith("unix://") && text.length() > "unix://".length()) {
      return new Unix(Path.of(text.substring("unix://".length())));
    }
    try {
      URI uri = new URI(text);
      if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() >= 0) {
        return new Tcp(uri.getHost(), uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(refusal(text), e);
    }
    throw new IllegalArgumentException(refusal(text));
  }

  private static String refusal(String text) {
    return "engine address: expected unix:///path or tcp://127.0.0.1:port, got " + text;
  }

  /// A Unix socket, which only its owner may use.
  record Unix(Path path) implements AbciAddress {
    /// What the kernels take: 104 bytes on macOS, 108 on Linux, with a closing zero.
    static final int MAX_PATH_BYTES = 103;

    /// @throws IllegalArgumentException if the absolute path is longer than kernels allow
    public Unix {
      path = path.toAbsolutePath().normalize();
      int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_PATH_BYTES) {
        throw new IllegalArgumentException(
            "engine socket: a path may have "
                + MAX_PATH_BYTES
                + " bytes, got "
                + bytes
                + ": "
                + path
                + ". Use a shorter data folder.");
      }
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /// A TCP port. It is not authenticated: whoever reaches it is the engine, so keep it on loopback.
  record Tcp(String host, int port) implements AbciAddress {
    static Tcp of(InetSocketAddress address) {
      String host = address.getAddress().getHostAddress();
      return new Tcp(host.indexOf(':') >= 0 ? "[" + host + "]" : host, address.getPort());
    }

    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }
}
