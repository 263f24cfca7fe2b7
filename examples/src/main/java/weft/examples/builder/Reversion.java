package weft.examples.builder;

import java.util.List;
import java.util.Optional;
import weft.examples.amm.ArbitrageMath;
import weft.examples.amm.Operation;
import weft.examples.amm.PoolState;
import weft.primitives.Amount;

/// Trades against a price that other swaps have moved away from the fair one, on the market where
/// that gains most; so it bids for the head of one lane, now here, now there.
///
/// A swap's minimum is what it costs at the fair price: it never trades at a loss by its own
/// measure.
public final class Reversion implements Strategy {
  private static final long MICROS = 1_000_000;

  /// Of the token x of a market so large that no swap moves its price.
  private static final long OUTSIDE_X = 1L << 40;

  @Override
  public Optional<Plan> plan(List<Seen> markets) {
    Optional<Plan> best = Optional.empty();
    for (int market = 0; market < markets.size(); market++) {
      Optional<Plan> here = plan(market, markets.get(market));
      if (here.isPresent() && here.get().gainY() > best.map(Plan::gainY).orElse(0L)) {
        best = here;
      }
    }
    return best;
  }

  private static Optional<Plan> plan(int market, Seen seen) {
    PoolState pool = seen.pool();
    long outsideY = Amount.of(OUTSIDE_X).mulDivFloor(seen.fairMicros(), MICROS).toLongExact();
    PoolState outside = new PoolState(0, pool.tokenX(), pool.tokenY(), OUTSIDE_X, outsideY, 0);
    return pool.priceMicros() <= seen.fairMicros()
        ? ArbitrageMath.best(pool, outside, seen.y(), OUTSIDE_X).map(trade -> buy(market, trade))
        : ArbitrageMath.best(outside, pool, OUTSIDE_X, seen.x()).map(trade -> sell(market, trade));
  }

  private static Plan buy(int market, ArbitrageMath.Trade trade) {
    long least = Amount.of(trade.x()).mulDivCeil(trade.spendY(), trade.receiveY()).toLongExact();
    return new Plan(
        List.of(new Plan.Leg(market, new Operation.Swap(0, false, trade.spendY(), least))),
        trade.profit());
  }

  private static Plan sell(int market, ArbitrageMath.Trade trade) {
    return new Plan(
        List.of(new Plan.Leg(market, new Operation.Swap(0, true, trade.x(), trade.spendY()))),
        trade.profit());
  }
}
