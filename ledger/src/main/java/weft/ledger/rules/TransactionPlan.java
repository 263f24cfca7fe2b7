package weft.ledger.rules;

import java.util.List;
import weft.ledger.fee.FeeQuote;
import weft.ledger.parameter.ConversionRate;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// What follows from a transaction and the block's terms alone, before any account is looked at.
///
/// @param size of the envelope in bytes
/// @param lanes what it takes of each lane, ascending by rollup id
public record TransactionPlan(
    TransactionBody body, int size, List<LaneUse> lanes, ConversionRate rate, FeeQuote fee) {
  public TransactionPlan {
    lanes = List.copyOf(lanes);
  }

  /// The tip that it really pays, in the default asset, for comparing transactions.
  public Amount tipInDefault() {
    return rate.toDefaultDown(fee.tip());
  }

  /// What a sponsor's caps are charged with, default asset.
  public Amount totalInDefault() {
    return rate.toDefaultUp(fee.total());
  }

  public List<RollupId> rollups() {
    return lanes.stream().map(use -> use.lane().rollup()).toList();
  }

  public long payloadBytes() {
    long bytes = 0;
    for (LaneUse use : lanes) {
      bytes += use.bytes();
    }
    return bytes;
  }
}
