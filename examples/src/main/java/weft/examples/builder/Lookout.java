package weft.examples.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.examples.amm.AmmConfig;
import weft.examples.amm.AmmRollup;
import weft.examples.amm.PoolState;
import weft.primitives.Address;
import weft.protocol.status.LanePosition;
import weft.rollup.client.Head;

/// Sees the first pools of markets as a builder does, and what it has earned there. For one thread.
final class Lookout {
  /// How long the markets may take to execute a block before they are seen as they are.
  private static final long EXECUTE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long POLL_MS = 2;
  private static final long MICROS = 1_000_000;

  private final List<AmmRollup> markets;
  private final Address trader;
  private final List<Holding> begin;
  private @Nullable FairPrice fair;

  private record Holding(long x, long y) {}

  Lookout(List<AmmRollup> markets, Address trader) {
    this.markets = markets;
    this.trader = trader;
    this.begin = markets.stream().map(this::holding).toList();
  }

  /// The markets after a block, as far as they have executed it in time.
  List<Seen> see(Head head) throws InterruptedException {
    awaitExecution(head);
    List<PoolState> pools = markets.stream().map(market -> market.pool(0)).toList();
    FairPrice now = fair == null ? FairPrice.of(pools) : fair.after(pools);
    fair = now;
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < pools.size(); i++) {
      Holding holding = holding(markets.get(i));
      seen.add(new Seen(pools.get(i), now.micros(), holding.x(), holding.y()));
    }
    return seen;
  }

  /// By how much the holdings have grown, in units of token y.
  long earnedY(List<Seen> seen) {
    long earned = 0;
    for (int i = 0; i < seen.size(); i++) {
      Seen here = seen.get(i);
      earned += here.y() - begin.get(i).y();
      earned += Math.multiplyExact(here.x() - begin.get(i).x(), here.fairMicros()) / MICROS;
    }
    return earned;
  }

  private void awaitExecution(Head head) throws InterruptedException {
    long deadlineNs = System.nanoTime() + EXECUTE_WAIT_NS;
    for (LanePosition lane : head.lanes()) {
      for (AmmRollup market : markets) {
        while (market.rollup().equals(lane.rollup())
            && market.state().laneHeight() < lane.laneHeight()
            && System.nanoTime() < deadlineNs) {
          Thread.sleep(POLL_MS);
        }
      }
    }
  }

  private Holding holding(AmmRollup market) {
    AmmConfig.Pool pool = market.config().pools().getFirst();
    return new Holding(market.balance(trader, pool.x()), market.balance(trader, pool.y()));
  }
}
