package weft.engine.cometbft.abci;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// A bound socket, and the address by which the engine reaches it.
record ListeningSocket(ServerSocketChannel channel, AbciAddress address) implements AutoCloseable {
  /// @throws IOException if the address cannot be used, with what to do
  static ListeningSocket open(AbciAddress address) throws IOException {
    return switch (address) {
      case AbciAddress.Unix unix -> openUnix(unix);
      case AbciAddress.Tcp tcp -> openTcp(tcp);
    };
  }

  private static ListeningSocket openUnix(AbciAddress.Unix address) throws IOException {
    removeStale(address.path());
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(address.path()));
      Files.setPosixFilePermissions(address.path(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "engine socket: cannot listen at " + address + ": " + e.getMessage(), e);
    }
    return new ListeningSocket(channel, address);
  }

  /// A process that was killed leaves its socket behind.
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException("engine socket: " + path + " is no socket. Move that file away.");
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new IOException(
          "engine socket: "
              + probe.getRemoteAddress()
              + " is in use by a running node. Stop it or use another data folder.");
    } catch (ConnectException nobodyListens) {
      Files.delete(path);
    }
  }

  private static ListeningSocket openTcp(AbciAddress.Tcp address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(address.host(), address.port()));
      InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
      return new ListeningSocket(channel, AbciAddress.Tcp.of(bound));
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "engine socket: cannot listen at " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (address instanceof AbciAddress.Unix unix) {
      Files.deleteIfExists(unix.path());
    }
  }
}
