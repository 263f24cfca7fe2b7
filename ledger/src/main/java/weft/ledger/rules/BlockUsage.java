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

  private final Map<RollupId, Lane> lanes = new LinkedHashMap<>();
  private final Map<Sponsorship, Amount> sponsored = new LinkedHashMap<>();
  private long transactionBytes;

  private record Sponsorship(RollupId rollup, Address sponsor) {}

  private record Lane(long bytes, long payloads, long gas) {
    static final Lane UNUSED = new Lane(0, 0, 0);
  }

  /// Sum of the envelopes.
  public long transactionBytes() {
    return transactionBytes;
  }

  public long laneBytes(RollupId rollup) {
    return lanes.getOrDefault(rollup, Lane.UNUSED).bytes;
  }

  public long lanePayloads(RollupId rollup) {
    return lanes.getOrDefault(rollup, Lane.UNUSED).payloads;
  }

  public long laneGas(RollupId rollup) {
    return lanes.getOrDefault(rollup, Lane.UNUSED).gas;
  }

  /// Counts a transaction that was executed.
  public void add(TransactionPlan plan) {
    transactionBytes += plan.size();
    for (LaneUse use : plan.lanes()) {
      RollupId rollup = use.lane().rollup();
      Lane before = lanes.getOrDefault(rollup, Lane.UNUSED);
      lanes.put(
          rollup,
          new Lane(
              before.bytes + use.bytes(),
              before.payloads + use.payloads(),
              before.gas + use.gas()));
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

  /// Whether the lanes have room left; no transaction gets here that an empty lane has no room for.
  @Nullable Refusal checkRoom(TransactionPlan plan) {
    for (LaneUse use : plan.lanes()) {
      LaneTerms lane = use.lane();
      Lane used = lanes.getOrDefault(lane.rollup(), Lane.UNUSED);
      if (used.bytes + use.bytes() > lane.byteCap()) {
        return full(lane, lane.byteCap() + " bytes");
      }
      if (used.payloads + use.payloads() > MAX_LANE_PAYLOADS) {
        return full(lane, MAX_LANE_PAYLOADS + " payloads");
      }
      if (lane.terms().gas().isPresent()
          && used.gas + use.gas() > lane.terms().gas().get().capPerBlock()) {
        return full(lane, lane.terms().gas().get().capPerBlock() + " gas");
      }
    }
    return null;
  }

  private static Refusal full(LaneTerms lane, String limit) {
    return Refusal.of(
        RefusalCode.BLOCK_FULL,
        "body.actions",
        limit,
        "the lane of " + lane.rollup() + " has no room left in this block");
  }
}
