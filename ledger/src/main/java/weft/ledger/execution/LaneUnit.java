package weft.ledger.execution;

import java.util.List;
import weft.primitives.Amount;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.VerifiedTransaction;

/// The payloads of one action for one lane. They stay together and in order whatever the policy.
///
/// @param transactionIndex place of the transaction in the block, from 0 on
/// @param tip what the transaction pays on top, in the default asset, for ordering by priority
public record LaneUnit(
    VerifiedTransaction transaction,
    int transactionIndex,
    int actionIndex,
    Amount tip,
    List<LaneEntry> entries) {
  public LaneUnit {
    entries = List.copyOf(entries);
  }
}
