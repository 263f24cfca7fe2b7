package weft.node.api.wire;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.node.metrics.NodeMetrics;
import weft.protocol.refusal.RefusalCode;

/// How streams end: counted, and told to the operator where the node dropped the reader.
public final class StreamEnds {
  private static final Logger LOG = LoggerFactory.getLogger("weft.api");
  private static final Set<String> EXPECTED =
      Set.of("done", "left", RefusalCode.NODE_STOPPING.id());

  private StreamEnds() {}

  /// @param reason as in [NodeMetrics#streamEnded]
  public static void report(NodeMetrics metrics, String kind, String reason) {
    metrics.streamEnded(kind, reason);
    if (!EXPECTED.contains(reason)) {
      LOG.info("reader dropped stream={} reason={}", kind, reason);
    }
  }
}
