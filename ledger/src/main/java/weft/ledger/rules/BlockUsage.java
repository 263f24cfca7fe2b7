package weft.ledger.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// What the transactions of a block have used so far of everything that is capped per block.
public final class BlockUsage {
  /// The most payloads of a lane block, whatever their sizes. Each takes 99 bytes besides its data,
  /// so that tiny payloads cannot make a lane block that is too large to be sent to a follower.
  public static final int MAX_LANE_PAYLOADS = 65_536;

  private final Map<RollupId, LaneRoom> lanes = new LinkedHashMap<>();
  private final Map<Sponsorship, Amount> sponsored = new LinkedHashMap<>();
  private long transactionBytes;

  private record Sponsorship(RollupId rollup, Address sponsor) {}

  /// Sum of the envelopes.
  public long transactionBytes() {
    return transactionBytes;
  }

  /// What was taken of a lane.
  public LaneRoom ofLane(RollupId rollup) {
    return lanes.getOrDefault(rollup, LaneRoom.NONE);
  }

  /// Counts a transaction that was executed.
  public void add(TransactionPlan plan) {
    transactionBytes += plan.size();
    for (LaneUse use : plan.lanes()) {
      lanes.merge(use.lane().rollup(), use.room(), LaneRoom::plus);
    }
    plan.body()
        .sponsor()
        .ifPresent(
            sponsor ->
                sponsored.merge(
                    new Sponsorship(plan.lanes().getFirst().lane().rollup(), sponsor),
                    plan.totalInDefault(),
                    // A cap stops it long before, unless the cap is the greatest amount.
                    Amount::saturatingPlus));
  }

  /// What the block's transactions cost a sponsor so far, default asset.
  public Amount sponsoredBy(RollupId rollup, Address sponsor) {
    return sponsored.getOrDefault(new Sponsorship(rollup, sponsor), Amount.ZERO);
  }

  /// The first lane that has no room left, if there is one; no transaction gets here that an empty
  /// lane has no room for.
  Settlement.@Nullable Refused checkRoom(TransactionPlan plan) {
    for (LaneUse use : plan.lanes()) {
      LaneTerms lane = use.lane();
      LaneRoom used = ofLane(lane.rollup());
      String limit = lane.room().exceededBy(used.plus(use.room()));
      if (limit != null) {
        Refusal refusal =
            Refusal.of(
                RefusalCode.BLOCK_FULL,
                "body.actions",
                limit,
                "the lane of " + lane.rollup() + " has no room left in this block");
        return Settlement.Refused.full(
            refusal, new FullRoom.Lane(lane.rollup(), lane.room().minus(used)));
      }
    }
    return null;
  }
}
