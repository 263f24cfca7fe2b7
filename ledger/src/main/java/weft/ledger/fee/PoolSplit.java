package weft.ledger.fee;

import java.util.List;
import java.util.SortedMap;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateWriter;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.AssetId;

/// Divides what a network's validators earned together among their operators.
public final class PoolSplit {
  private PoolSplit() {}

  /// Divides what the pool earned in a block, and what it could not divide before, by power among
  /// the set that votes for the block. Each part is rounded down; what is left waits for the next
  /// block with fees in that asset.
  ///
  /// @param pool whom the earnings were booked for
  public static void divide(StateWriter state, Earnings earnings, Address pool) {
    SortedMap<AssetId, Amount> earned = earnings.take(pool);
    if (earned.isEmpty()) {
      return;
    }
    Bytes current = ValidatorSets.Encoded.split(state.reader().encodedValidatorSets()).current();
    PowerTable set = PowerTable.read(current);
    List<Share> shares =
        set.entries().stream()
            .map(one -> new Share(operator(state, one.consensusAddress()), one.power()))
            .toList();
    earned.forEach(
        (asset, amount) -> {
          Amount all = amount.plus(state.reader().poolRemainder(asset));
          Amount left = all;
          for (Share share : shares) {
            Amount part = all.mulDivFloor(share.power(), set.totalPower());
            earnings.earn(share.operator(), asset, part);
            left = left.minus(part);
          }
          state.poolRemainder(asset, left);
        });
  }

  private record Share(Address operator, long power) {}

  private static Address operator(StateWriter state, Address consensusAddress) {
    return state
        .reader()
        .operatorOf(consensusAddress)
        .orElseThrow(() -> new IllegalStateException("no validator " + consensusAddress));
  }
}
