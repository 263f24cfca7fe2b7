package weft.node.api.limit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Whom a limit is counted for: an IPv4 address, or the first 64 bits of an IPv6 address, since one
/// client gets that many at least.
public record ClientAddress(Bytes prefix) {
  private static final int IPV6_PREFIX_BYTES = 8;

  /// Where the peer is not known, such as on a connection that closed meanwhile.
  public static final ClientAddress UNKNOWN = new ClientAddress(Bytes.EMPTY);

  public static ClientAddress of(@Nullable SocketAddress peer) {
    return peer instanceof InetSocketAddress internet && internet.getAddress() != null
        ? of(internet.getAddress())
        : UNKNOWN;
  }

  public static ClientAddress of(InetAddress address) {
    Bytes bytes = Bytes.wrap(address.getAddress());
    return new ClientAddress(bytes.slice(0, Math.min(bytes.size(), IPV6_PREFIX_BYTES)));
  }
}
