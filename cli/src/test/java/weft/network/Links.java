package weft.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import weft.cli.testnet.NodeProcess;
import weft.engine.cometbft.home.HostPort;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// The connections between the nodes of a network that does not run yet, led through this process,
/// so that they can be cut without any rights over the machine's network.
final class Links implements AutoCloseable {
  private final List<ServerSocket> listening = new ArrayList<>();
  private final Set<Link> open = ConcurrentHashMap.newKeySet();
  private final Set<Integer> cut = ConcurrentHashMap.newKeySet();

  private record Link(int from, int to, Socket near, Socket far) {
    boolean touches(int node) {
      return from == node || to == node;
    }

    void close() {
      shut(near);
      shut(far);
    }
  }

  Links(List<NodeProcess> nodes) throws IOException {
    for (NodeProcess node : nodes) {
      Configuration configuration =
          Configuration.load(node.directory().configurationFile(), Map.of(), Map.of());
      List<String> peers = new ArrayList<>();
      for (String peer : configuration.text(ConfigurationKey.ENGINE_PEERS).split(",", -1)) {
        String[] parts = peer.split("@", 2);
        HostPort address = HostPort.parse(parts[1]);
        peers.add(parts[0] + "@127.0.0.1:" + lead(node.index(), place(nodes, address), address));
      }
      TestNetwork.configure(
          node.directory(), Map.of(ConfigurationKey.ENGINE_PEERS, String.join(",", peers)));
    }
  }

  private static int place(List<NodeProcess> nodes, HostPort address) {
    return nodes.stream()
        .filter(node -> node.host().equals(address.host()))
        .findFirst()
        .orElseThrow()
        .index();
  }

  /// Listens for the connections of one node to another.
  private int lead(int from, int to, HostPort target) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    listening.add(server);
    Thread.ofVirtual().start(() -> accept(server, from, to, target));
    return server.getLocalPort();
  }

  private void accept(ServerSocket server, int from, int to, HostPort target) {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (cut.contains(from) || cut.contains(to)) {
          shut(near);
        } else {
          connect(from, to, near, target);
        }
      } catch (IOException closed) {
        // Either this listens no more, or the other node does not run.
      }
    }
  }

  private void connect(int from, int to, Socket near, HostPort target) throws IOException {
    Link link;
    try {
      link = new Link(from, to, near, new Socket(target.host(), target.port()));
    } catch (IOException e) {
      shut(near);
      throw e;
    }
    open.add(link);
    Thread.ofVirtual().start(() -> pump(link, link.near(), link.far()));
    Thread.ofVirtual().start(() -> pump(link, link.far(), link.near()));
    if (cut.contains(from) || cut.contains(to)) {
      link.close();
    }
  }

  private void pump(Link link, Socket source, Socket sink) {
    try (InputStream in = source.getInputStream();
        OutputStream out = sink.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException ended) {
      // By one of the two, or cut.
    } finally {
      link.close();
      open.remove(link);
    }
  }

  /// Cuts a node off from all others.
  void cut(int node) {
    cut.add(node);
    open.stream().filter(link -> link.touches(node)).forEach(Link::close);
  }

  /// Lets all nodes reach each other again.
  void heal() {
    cut.clear();
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket server : listening) {
      server.close();
    }
    open.forEach(Link::close);
  }
}
