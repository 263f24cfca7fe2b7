package weft.node.mempool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every line that the mempool writes for the node's operator, one method per event.
final class MempoolLog {
  static final String NAME = "weft.mempool";

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  private MempoolLog() {}

  /// @param height the newest block when the journal was read
  static void recovered(long height, int pending, int ended, long tookMs) {
    LOG.info("recovered height={} pending={} final={} ms={}", height, pending, ended, tookMs);
  }

  static void overloadBegan(String code) {
    LOG.warn(
        "overload began code={} next=\"Nothing: refusals name the fee that gets in; if it lasts,"
            + " raise fee.byte-target or mempool.*\"",
        code);
  }

  static void overloadEnded(Overload.Episode episode) {
    LOG.info("overload ended refused={} ms={}", episode.refused(), episode.tookMs());
  }

  static void readersDropped(int readers) {
    LOG.warn(
        "readers dropped stream=status readers={} reason=\"statuses change too fast\"", readers);
  }
}
