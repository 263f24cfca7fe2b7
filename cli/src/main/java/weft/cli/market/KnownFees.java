package weft.cli.market;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.Fees;
import weft.rollup.client.NodeException;
import weft.rollup.client.WeftClient;

/// The fees as a node said them last, for views.
public final class KnownFees {
  private static final Logger LOG = LoggerFactory.getLogger(KnownFees.class);

  private final WeftClient client;
  private final AtomicBoolean isAsking = new AtomicBoolean();
  private volatile Fees fees;

  /// Asks for them.
  public KnownFees(WeftClient client) {
    this.client = client;
    this.fees = NodeOption.require(client.chain().fees());
  }

  /// Asks anew, and does not wait: a view must not stand still with the nodes that it shows. What
  /// was known before is shown until the answer is there, also where there is none.
  public void refresh() {
    if (isAsking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("fees").start(this::ask);
    }
  }

  private void ask() {
    try {
      if (client.chain().fees() instanceof Checked.Ok<Fees>(Fees now)) {
        fees = now;
      }
    } catch (NodeException e) {
      LOG.debug("fees: {}", e.getMessage());
    } finally {
      isAsking.set(false);
    }
  }

  public String asset() {
    return fees.defaultAsset().name();
  }

  public String baseFeePerByte() {
    return Format.amount(fees.baseFeePerByte());
  }

  public String laneFeePerByte(RollupId rollup) {
    return Format.amount(fees.lane(rollup).map(Fees.LaneFees::baseFeePerByte).orElse(Amount.ZERO));
  }
}
