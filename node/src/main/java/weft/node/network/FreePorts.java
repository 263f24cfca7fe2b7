package weft.node.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.SplittableRandom;

/// Ports of a network on this machine: the same four, one after the other, at each address.
public final class FreePorts {
  private static final int PORTS = 4;
  private static final int ATTEMPTS = 200;

  /// Below those that systems give to outgoing connections, so that they are free after a restart.
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 30_000;

  /// The last three ports of all stand above it.
  public static final int HIGHEST_BASE = 65_535 - PORTS + 1;

  private FreePorts() {}

  /// Four from a base on: HTTP, gRPC, peers, the engine's RPC.
  ///
  /// @param base 1 to 65532
  public static LocalNetwork.Ports from(int base) {
    if (base < 1 || base > HIGHEST_BASE) {
      throw new IllegalArgumentException("a base port is 1 to 65532, not " + base);
    }
    return new LocalNetwork.Ports(base + 2, base + 3, base, base + 1);
  }

  /// Ports that were free a moment ago at the addresses of as many nodes.
  ///
  /// @throws IllegalStateException if there are none, or no such addresses
  public static LocalNetwork.Ports find(int nodes) {
    SplittableRandom random = new SplittableRandom();
    Optional<String> taken = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int base = random.nextInt(LOWEST, HIGHEST);
      taken = taken(base, nodes);
      if (taken.isEmpty()) {
        return from(base);
      }
    }
    throw new IllegalStateException("no free ports: " + taken.orElse(""));
  }

  /// Why ports from a base on cannot be had at the addresses of as many nodes; empty if they can.
  public static Optional<String> taken(int base, int nodes) {
    for (int node = 0; node < nodes; node++) {
      String host = LocalNetwork.host(node);
      for (int port = base; port < base + PORTS; port++) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
          if (!socket.isBound()) {
            return Optional.of(host + ":" + port);
          }
        } catch (IOException e) {
          return Optional.of(host + ":" + port + ": " + e.getMessage());
        }
      }
    }
    return Optional.empty();
  }
}
