package weft.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// Without a configuration, logback prints whatever any library says: tens of thousands of lines
/// for one test.
final class QuietLogs {
  private QuietLogs() {}

  /// Lets warnings and errors through only, unless the tests configure their log themselves.
  static void unlessConfigured() {
    if (!isConfigured()
        && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root
        && Level.DEBUG.equals(root.getLevel())) {
      root.setLevel(Level.WARN);
    }
  }

  private static boolean isConfigured() {
    return System.getProperty("logback.configurationFile") != null
        || ClassLoader.getSystemResource("logback-test.xml") != null
        || ClassLoader.getSystemResource("logback.xml") != null;
  }
}
