package weft.node;

import java.util.function.Supplier;
import weft.engine.cometbft.application.ApplicationListener;
import weft.node.metrics.NodeMetrics;
import weft.primitives.Address;

/// What the engine's calls meet, for the operator.
final class EngineEvents implements ApplicationListener {
  private final Supplier<NodeMetrics> metrics;

  /// @param metrics there when the engine begins to call
  EngineEvents(Supplier<NodeMetrics> metrics) {
    this.metrics = metrics;
  }

  @Override
  public void rejected(long height, Address proposer, String rule, String reason) {
    OperatorLog.rejected(height, proposer, rule, reason);
  }

  @Override
  public void voteRefused(long height, Address validator, int extensionBytes) {
    OperatorLog.voteRefused(height, validator, extensionBytes);
  }

  @Override
  public void called(String call, long tookNs) {
    metrics.get().called(call, tookNs);
  }
}
