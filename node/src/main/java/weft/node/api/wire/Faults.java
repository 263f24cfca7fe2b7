package weft.node.api.wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What clients are told of faults of the node: that there was one, and nothing from inside.
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger("weft.api");

  private Faults() {}

  /// Logs a fault and gives the refusal that a client sees.
  public static Refusal report(String where, Throwable fault) {
    LOG.error("fault while answering {}", where, fault);
    return Refusal.of(
        RefusalCode.NODE_FAULT, "", "", "the node could not answer; its log says why");
  }
}
