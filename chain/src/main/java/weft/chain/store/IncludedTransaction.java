package weft.chain.store;

import java.util.List;
import weft.primitives.Amount;
import weft.protocol.status.LanePosition;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.VerifiedTransaction;

/// A transaction in a block, and what became of it.
///
/// @param index place among the block's transactions, from 0 on
/// @param fee what was charged, in units of the fee asset
public record IncludedTransaction(
    VerifiedTransaction transaction,
    int index,
    Amount fee,
    AssetId feeAsset,
    List<LanePosition> lanes) {
  public IncludedTransaction {
    lanes = List.copyOf(lanes);
  }
}
