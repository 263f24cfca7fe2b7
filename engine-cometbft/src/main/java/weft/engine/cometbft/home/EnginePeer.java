package weft.engine.cometbft.home;

import java.util.regex.Pattern;

/// Another node of the network.
///
/// @param nodeId 40 lower-case hexadecimal digits: the address of its node key
/// @param address where it listens for peers
public record EnginePeer(String nodeId, HostPort address) {
  private static final Pattern NODE_ID = Pattern.compile("[0-9a-f]{40}");

  public EnginePeer {
    if (!NODE_ID.matcher(nodeId).matches()) {
      throw new IllegalArgumentException(
          "'" + nodeId + "' is no node id: 40 lower-case hex digits");
    }
  }

  /// Reads `id@host:port`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static EnginePeer parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("'" + text + "' is not ID@HOST:PORT");
    }
    return new EnginePeer(text.substring(0, at), HostPort.parse(text.substring(at + 1)));
  }

  @Override
  public String toString() {
    return nodeId + "@" + address;
  }
}
