package weft.ledger.execution;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Hash32;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;

/// What one lane takes from a block, before its policy orders it.
///
/// @param sold the units that were sold the lane's head, in the order of the winning bid
/// @param units all others, in block order
public record LaneIntake(
    RollupId rollup, Policy policy, LaneHead head, List<LaneUnit> sold, List<LaneUnit> units) {
  public LaneIntake {
    sold = List.copyOf(sold);
    units = List.copyOf(units);
  }

  /// Takes what was sold the head from among a lane's units.
  ///
  /// @param first hashes of the transactions that were sold it, in their order
  /// @param all the lane's units in block order
  static LaneIntake of(
      RollupId rollup, Policy policy, LaneHead head, List<Hash32> first, List<LaneUnit> all) {
    List<LaneUnit> sold = new ArrayList<>();
    for (Hash32 hash : first) {
      all.stream().filter(unit -> unit.transaction().hash().equals(hash)).forEach(sold::add);
    }
    List<LaneUnit> others =
        first.isEmpty()
            ? all
            : all.stream().filter(unit -> !first.contains(unit.transaction().hash())).toList();
    return new LaneIntake(rollup, policy, head, sold, others);
  }
}
