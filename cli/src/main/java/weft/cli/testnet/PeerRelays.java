package weft.cli.testnet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import weft.engine.cometbft.home.HostPort;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// Carries what the nodes' engines send each other, so that a node can be cut off: without a packet
/// filter and the rights that one needs, and for connections of this network alone.
///
/// Of each pair, the lower node dials the upper one here; what nodes tell each other of further
/// addresses leads nowhere.
final class PeerRelays implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int CONNECT_MS = 2_000;

  /// A pair needs one connection, and another for a moment.
  private static final int MAX_CONNECTIONS = 8;

  private final List<List<String>> settings = new ArrayList<>();
  private final List<ServerSocket> listening = new ArrayList<>();
  private final Set<Carried> carried = ConcurrentHashMap.newKeySet();
  private final Set<Integer> cutOff = ConcurrentHashMap.newKeySet();

  private record Carried(int from, int to, Socket in, Socket out) {
    void end() {
      close(in);
      close(out);
    }
  }

  private PeerRelays() {}

  /// Opens the relays of a network, before its nodes are started with [#settings].
  static PeerRelays open(NetworkProcesses network) {
    PeerRelays relays = new PeerRelays();
    List<Configuration> all =
        network.nodes().stream()
            .map(
                node ->
                    Configuration.load(node.directory().configurationFile(), Map.of(), Map.of()))
            .toList();
    try {
      for (int from = 0; from < all.size(); from++) {
        relays.settings.add(relays.settings(from, all));
      }
    } catch (IOException e) {
      relays.close();
      throw new UncheckedIOException(e);
    }
    return relays;
  }

  /// What a node must be started with, each `key=value`.
  List<String> settings(int node) {
    return settings.get(node);
  }

  /// Ends the connections of a node to all others, and lets no new ones through.
  void cut(int node) {
    cutOff.add(node);
    for (Carried each : carried) {
      if (each.from == node || each.to == node) {
        each.end();
      }
    }
  }

  void heal(int node) {
    cutOff.remove(node);
  }

  @Override
  public void close() {
    listening.forEach(PeerRelays::close);
    carried.forEach(Carried::end);
  }

  private List<String> settings(int from, List<Configuration> all) throws IOException {
    List<String> peers = new ArrayList<>();
    for (int to = from + 1; to < all.size(); to++) {
      HostPort target = HostPort.parse(all.get(to).text(ConfigurationKey.ENGINE_PEER_ADDRESS));
      ServerSocket socket = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
      listening.add(socket);
      int upper = to;
      Thread.ofVirtual()
          .name("relay-" + from + "-" + to)
          .start(() -> accept(socket, from, upper, target));
      peers.add(
          id(all.get(from), target)
              + "@"
              + socket.getInetAddress().getHostAddress()
              + ":"
              + socket.getLocalPort());
    }
    // Port 1: nobody listens there.
    String nowhere =
        HostPort.parse(all.get(from).text(ConfigurationKey.ENGINE_PEER_ADDRESS)).host() + ":1";
    return List.of(
        ConfigurationKey.ENGINE_PEERS.key() + "=" + String.join(",", peers),
        ConfigurationKey.ENGINE_EXTERNAL_ADDRESS.key() + "=" + nowhere);
  }

  /// The id of the peer that listens at an address.
  private static String id(Configuration dialling, HostPort target) {
    for (String peer : dialling.text(ConfigurationKey.ENGINE_PEERS).split(",", -1)) {
      if (peer.endsWith("@" + target)) {
        return peer.substring(0, peer.indexOf('@'));
      }
    }
    throw new IllegalStateException("no peer of the configuration listens at " + target);
  }

  private void accept(ServerSocket socket, int from, int to, HostPort target) {
    while (!socket.isClosed()) {
      try {
        Socket in = socket.accept();
        if (isCut(from, to) || connections(from, to) >= MAX_CONNECTIONS) {
          close(in);
        } else {
          carry(in, from, to, target);
        }
      } catch (IOException e) {
        // Closed, or the one who dialled is gone already: the next one may come.
      }
    }
  }

  private void carry(Socket in, int from, int to, HostPort target) {
    Socket out = new Socket();
    Carried pair = new Carried(from, to, in, out);
    carried.add(pair);
    try {
      out.connect(new InetSocketAddress(target.host(), target.port()), CONNECT_MS);
      in.setTcpNoDelay(true);
      out.setTcpNoDelay(true);
    } catch (IOException e) {
      end(pair);
      return;
    }
    if (isCut(from, to)) {
      end(pair);
      return;
    }
    Thread.ofVirtual().name("relay-there").start(() -> copy(pair, in, out));
    Thread.ofVirtual().name("relay-back").start(() -> copy(pair, out, in));
  }

  private void copy(Carried pair, Socket in, Socket out) {
    try {
      InputStream input = in.getInputStream();
      OutputStream output = out.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        output.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // Either side is gone, or they are cut off from each other.
    } finally {
      end(pair);
    }
  }

  private void end(Carried pair) {
    pair.end();
    carried.remove(pair);
  }

  private boolean isCut(int from, int to) {
    return cutOff.contains(from) || cutOff.contains(to);
  }

  private long connections(int from, int to) {
    return carried.stream().filter(each -> each.from == from && each.to == to).count();
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing a socket", e);
    }
  }
}
