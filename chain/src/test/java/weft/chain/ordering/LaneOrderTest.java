package weft.chain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.ledger.execution.LaneUnit;
import weft.protocol.transaction.Policy;

/// Rules ORDER-1, ORDER-3 and ORDER-4 of docs/protocol/ordering.md.
final class LaneOrderTest {
  private static final int SEEDS = 200;

  private final TestUnits units = new TestUnits();

  @ParameterizedTest
  @EnumSource(Policy.class)
  void everyPolicyPlacesEachUnitOnce(Policy policy) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = units.randomBlock(new SplittableRandom(seed));
      assertThat(LaneOrder.of(policy).order(block))
          .as("seed %d", seed)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(block);
    }
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void everyPolicyKeepsTheSequencesOfAChannel(Policy policy) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = units.randomBlock(new SplittableRandom(seed));
      List<LaneUnit> ordered = LaneOrder.of(policy).order(block);
      for (int channel = 0; channel < TestUnits.CHANNELS; channel++) {
        int wanted = channel;
        List<LaneUnit> before = block.stream().filter(u -> units.isOf(u, wanted)).toList();
        List<LaneUnit> after = ordered.stream().filter(u -> units.isOf(u, wanted)).toList();
        assertThat(after).as("seed %d", seed).isEqualTo(before);
      }
    }
  }

  @Test
  void firstComeKeepsBlockOrder() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LaneUnit> block = units.randomBlock(new SplittableRandom(seed));
      assertThat(LaneOrder.of(Policy.FIRST_COME).order(block)).as("seed %d", seed).isEqualTo(block);
    }
  }
}
