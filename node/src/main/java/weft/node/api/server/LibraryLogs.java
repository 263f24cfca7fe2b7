package weft.node.api.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Keeps the libraries from logging what clients send: they warn of each malformed message, so that
/// anybody could fill the log.
final class LibraryLogs {
  private static final List<String> JETTY =
      List.of("org.eclipse.jetty.util.HostPort", "org.eclipse.jetty.http.HttpParser");

  /// Kept here because a logger that nobody holds loses its level.
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  private LibraryLogs() {}

  /// Sets the levels, where the configuration of the log has not.
  static void quiet() {
    if (GRPC.getLevel() == null) {
      GRPC.setLevel(java.util.logging.Level.SEVERE);
    }
    for (String name : JETTY) {
      if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
        logger.setLevel(Level.ERROR);
      }
    }
  }
}
