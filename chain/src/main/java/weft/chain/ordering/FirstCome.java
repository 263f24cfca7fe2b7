package weft.chain.ordering;

import java.util.List;
import weft.ledger.execution.LaneUnit;

/// The order of the block's transactions.
record FirstCome() implements LaneOrder {
  @Override
  public List<LaneUnit> order(List<LaneUnit> inBlockOrder) {
    return inBlockOrder;
  }
}
