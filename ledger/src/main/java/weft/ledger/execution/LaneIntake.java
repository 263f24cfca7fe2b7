package weft.ledger.execution;

import java.util.List;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;

/// What one lane takes from a block, before its policy orders it: the units in block order.
public record LaneIntake(RollupId rollup, Policy policy, LaneHead head, List<LaneUnit> units) {
  public LaneIntake {
    units = List.copyOf(units);
  }
}
