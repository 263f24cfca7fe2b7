package weft.examples.builder;

import java.util.List;
import java.util.Optional;
import weft.examples.amm.ArbitrageMath;
import weft.examples.amm.Operation;
import weft.primitives.Amount;

/// Buys on the cheaper of two markets and sells on the dearer one. It gains only if both swaps are
/// first in their lanes, so it bids for both heads together.
///
/// Each leg has a minimum at which the pair as planned would end without gain or loss; so where
/// other swaps got in between, neither leg costs more than what the pair was to bring.
public final class Arbitrage implements Strategy {
  @Override
  public Optional<Plan> plan(List<Seen> markets) {
    boolean isFirstCheap =
        markets.get(0).pool().priceMicros() <= markets.get(1).pool().priceMicros();
    int cheap = isFirstCheap ? 0 : 1;
    int dear = 1 - cheap;
    return ArbitrageMath.best(
            markets.get(cheap).pool(),
            markets.get(dear).pool(),
            markets.get(cheap).y(),
            markets.get(dear).x())
        .map(trade -> plan(cheap, dear, trade));
  }

  private static Plan plan(int cheap, int dear, ArbitrageMath.Trade trade) {
    long leastX = Amount.of(trade.x()).mulDivCeil(trade.spendY(), trade.receiveY()).toLongExact();
    return new Plan(
        List.of(
            new Plan.Leg(cheap, new Operation.Swap(0, false, trade.spendY(), leastX)),
            new Plan.Leg(dear, new Operation.Swap(0, true, trade.x(), trade.spendY()))),
        trade.profit());
  }
}
