package weft.chain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.ledger.execution.LaneUnit;
import weft.primitives.Amount;
import weft.protocol.transaction.Policy;

/// Rules ORDER-5 and ORDER-6 of docs/protocol/ordering.md.
final class TipPerByteTest {
  private static final int SEEDS = 200;

  private final TestUnits units = new TestUnits();
  private final LaneOrder order = LaneOrder.of(Policy.PRIORITY);

  @Test
  void agreesWithTheOracle() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = units.randomBlock(new SplittableRandom(seed));
      assertThat(places(order.order(block)))
          .as("seed %d", seed)
          .isEqualTo(places(OrderOracle.tipPerByte(block)));
    }
  }

  @Test
  void neverSplitsATransaction() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = units.randomBlock(new SplittableRandom(seed));
      List<Integer> runs = new ArrayList<>();
      for (LaneUnit unit : order.order(block)) {
        if (runs.isEmpty() || runs.getLast() != unit.transactionIndex()) {
          runs.add(unit.transactionIndex());
        }
      }
      assertThat(runs).as("seed %d", seed).doesNotHaveDuplicates();
    }
  }

  @Test
  void ordersByTipPerByteAndNotByTip() {
    LaneUnit small = units.unit(0, 0, 0, 1, Amount.of(1_000));
    LaneUnit large = units.unit(1, 1, 0, 400, Amount.of(1_500));
    assertThat(places(order.order(List.of(large, small)))).isEqualTo(places(List.of(small, large)));
  }

  @Test
  void breaksTiesByBlockOrder() {
    LaneUnit first = units.unit(0, 0, 0, 8, Amount.of(50));
    LaneUnit second = units.unit(1, 1, 0, 8, Amount.of(50));
    LaneUnit third = units.unit(2, 2, 0, 8, Amount.of(50));
    assertThat(places(order.order(List.of(first, second, third))))
        .isEqualTo(places(List.of(first, second, third)));
  }

  @Test
  void tellsRatesApartThatRoundingWouldMakeEqual() {
    Amount huge = Amount.MAX.minus(Amount.of(1));
    LaneUnit less = units.unit(0, 0, 0, 8, huge);
    LaneUnit more = units.unit(1, 1, 0, 8, Amount.MAX);
    assertThat(places(order.order(List.of(less, more)))).isEqualTo(places(List.of(more, less)));
  }

  @Test
  void holdsALaterUnitBackUntilItsChannelGotThere() {
    LaneUnit blocker = units.unit(0, 0, 0, 8, Amount.ZERO);
    LaneUnit generous = units.unit(0, 1, 0, 8, Amount.of(1_000_000));
    LaneUnit modest = units.unit(1, 2, 0, 8, Amount.of(10));
    assertThat(places(order.order(List.of(blocker, generous, modest))))
        .isEqualTo(places(List.of(modest, blocker, generous)));
  }

  @Test
  void ordersNothing() {
    assertThat(order.order(List.of())).isEmpty();
  }

  private static List<String> places(List<LaneUnit> ordered) {
    return ordered.stream().map(u -> u.transactionIndex() + "/" + u.actionIndex()).toList();
  }
}
