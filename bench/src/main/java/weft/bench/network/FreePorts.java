package weft.bench.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import weft.node.network.LocalNetwork;

/// Four ports in a row that are free at the addresses of a local network.
final class FreePorts {
  /// Below the ports that systems give to outgoing connections.
  private static final int FIRST = 24_000;

  private static final int LAST = 32_000;
  private static final int COUNT = 4;

  private FreePorts() {}

  static LocalNetwork.Ports find(int validators) throws IOException {
    for (int port = FIRST; port < LAST; port += COUNT) {
      if (areFree(port, validators)) {
        return new LocalNetwork.Ports(port, port + 1, port + 2, port + 3);
      }
    }
    throw new IOException("no " + COUNT + " ports from " + FIRST + " on are free");
  }

  private static boolean areFree(int first, int validators) {
    for (int node = 0; node < validators; node++) {
      for (int port = first; port < first + COUNT; port++) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.bind(new InetSocketAddress(LocalNetwork.host(node), port));
        } catch (IOException _) {
          return false;
        }
      }
    }
    return true;
  }
}
