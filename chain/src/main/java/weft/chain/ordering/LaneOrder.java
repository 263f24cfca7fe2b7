package weft.chain.ordering;

import java.util.List;
import weft.ledger.execution.LaneUnit;
import weft.protocol.transaction.Policy;

/// A rule that orders one lane: a function of the block's units for this lane and nothing else, so
/// that every validator gets the same order; rules `ORDER-n` of docs/protocol/ordering.md.
///
/// Whatever the rule, the result holds the same units, each once; a unit's entries are never taken
/// apart; and units of one account and channel keep the order that they have in the block, which is
/// the order of their sequences.
public sealed interface LaneOrder permits FirstCome, TipPerByte {

  /// The order in the lane.
  ///
  /// @param inBlockOrder the units as the block's transactions bring them: ascending by transaction
  ///   index, then by action index
  List<LaneUnit> order(List<LaneUnit> inBlockOrder);

  /// The rule that a rollup chose.
  static LaneOrder of(Policy policy) {
    return switch (policy) {
      case FIRST_COME -> new FirstCome();
      case PRIORITY -> new TipPerByte();
    };
  }
}
