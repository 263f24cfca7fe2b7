package weft.engine.cometbft.home;

import java.util.regex.Pattern;

/// A host and a TCP port.
///
/// @param host an IPv4 address, a name, or an IPv6 address in brackets
/// @param port 1 to 65,535
public record HostPort(String host, int port) {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");
  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final int MAX_PORT = 65_535;

  public HostPort {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("'" + host + "' is no host");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not in 1 to " + MAX_PORT);
    }
  }

  /// Reads `host:port`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new HostPort(
          text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT", e);
    }
  }

  /// Whether only this machine reaches it.
  public boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("[::1]")
        || IPV4_LOOPBACK.matcher(host).matches();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
