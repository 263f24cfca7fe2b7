package weft.chain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.ledger.execution.LaneUnit;
import weft.primitives.Amount;
import weft.protocol.transaction.Policy;

/// Rules ORDER-1 to ORDER-6 of docs/protocol/ordering.md.
final class TipPerByteTest {
  private static final int SEEDS = 200;

  private final TestUnits units = new TestUnits();
  private final LaneOrder order = LaneOrder.of(Policy.PRIORITY);

  @Test
  void agreesWithTheOracle() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = randomBlock(new SplittableRandom(seed));
      assertThat(places(order.order(block)))
          .as("seed %d", seed)
          .isEqualTo(places(OrderOracle.tipPerByte(block)));
    }
  }

  @Test
  void neverSplitsATransaction() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = randomBlock(new SplittableRandom(seed));
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
  void keepsTheSequencesOfAChannel() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = randomBlock(new SplittableRandom(seed));
      List<LaneUnit> ordered = order.order(block);
      for (int channel = 0; channel < TestUnits.CHANNELS; channel++) {
        int wanted = channel;
        List<LaneUnit> before = block.stream().filter(u -> units.isOf(u, wanted)).toList();
        List<LaneUnit> after = ordered.stream().filter(u -> units.isOf(u, wanted)).toList();
        assertThat(places(after)).as("seed %d", seed).isEqualTo(places(before));
      }
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

  @Test
  void firstComeKeepsBlockOrder() {
    List<LaneUnit> block = randomBlock(new SplittableRandom(1));
    assertThat(LaneOrder.of(Policy.FIRST_COME).order(block)).isEqualTo(block);
  }

  private static List<String> places(List<LaneUnit> ordered) {
    return ordered.stream().map(u -> u.transactionIndex() + "/" + u.actionIndex()).toList();
  }

  private List<LaneUnit> randomBlock(SplittableRandom random) {
    List<LaneUnit> block = new ArrayList<>();
    int transactions = random.nextInt(16);
    for (int index = 0; index < transactions; index++) {
      int channel = random.nextInt(TestUnits.CHANNELS);
      int size = random.nextInt(TestUnits.SIZES);
      Amount tip = randomTip(random);
      int actions = 1 + random.nextInt(3);
      for (int action = 0; action < actions; action++) {
        block.add(units.unit(channel, index, action, size, tip));
      }
    }
    return block;
  }

  /// Few values, so that ties are common, and amounts at the edge of each way to compare.
  private static Amount randomTip(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Amount.ZERO;
      case 1 -> Amount.of(random.nextInt(5));
      case 2 -> Amount.of(random.nextInt(1_000_000));
      case 3 -> Amount.of(Long.MAX_VALUE - random.nextInt(3));
      case 4 -> Amount.MAX.mulDivFloor(1, Integer.MAX_VALUE).plus(Amount.of(random.nextInt(3)));
      default -> Amount.MAX.minus(Amount.of(random.nextInt(3)));
    };
  }
}
