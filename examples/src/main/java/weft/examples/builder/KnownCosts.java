package weft.examples.builder;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.Fees;
import weft.rollup.client.WeftClient;

/// What winning costs besides the bid, by the fees that a node said a moment ago. For one thread.
final class KnownCosts {
  private static final long ASK_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

  /// A bid, and the payloads' transaction without and with each leg, in bytes, rather too much.
  private static final long BID_BYTES = 350;

  private static final long ENVELOPE_BYTES = 250;
  private static final long LEG_BYTES = 220;

  private final WeftClient client;
  private @Nullable Fees fees;
  private long askedAtNs;

  KnownCosts(WeftClient client) {
    this.client = client;
  }

  /// Fees of a bid and of the transaction that it names.
  ///
  /// @param rollups one for each leg
  /// @throws weft.rollup.client.NodeException if the node does not answer
  Amount ofWinning(List<RollupId> rollups) {
    if (fees == null || System.nanoTime() - askedAtNs >= ASK_EVERY_NS) {
      if (client.chain().fees() instanceof Checked.Ok<Fees>(Fees now)) {
        fees = now;
      }
      askedAtNs = System.nanoTime();
    }
    Fees known = fees;
    if (known == null) {
      return Amount.MAX;
    }
    long payloadBytes = ENVELOPE_BYTES + LEG_BYTES * rollups.size();
    Amount lanes =
        rollups.stream()
            .map(rollup -> known.lane(rollup).map(Fees.LaneFees::baseFeePerByte))
            .map(fee -> fee.orElse(Amount.ZERO))
            .reduce(Amount.ZERO, Amount::plus);
    return known.baseFeePerByte().times(BID_BYTES + payloadBytes).plus(lanes.times(payloadBytes));
  }
}
