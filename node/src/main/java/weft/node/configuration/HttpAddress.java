package weft.node.configuration;

import java.net.URI;

/// Where the HTTP interface of a node is.
///
/// @param base without a slash at its end
public record HttpAddress(URI base) {
  /// Reads `HOST:PORT`, or `http://` or `https://` with a host; a port and a path may follow.
  ///
  /// @throws ConfigurationException if it is none
  public static HttpAddress parse(String text) {
    String full = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = URI.create(full.replaceFirst("/+$", ""));
      String scheme = String.valueOf(uri.getScheme());
      boolean isAddress =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      if (isAddress) {
        return new HttpAddress(uri);
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ConfigurationException(
        "'" + text + "' is no address of a node's HTTP interface: HOST:PORT, or https://HOST");
  }

  /// Something that the interface serves.
  ///
  /// @param path beginning with a slash
  public URI at(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
