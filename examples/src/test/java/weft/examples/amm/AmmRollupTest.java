package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.examples.amm.AmmFixture.EAST;
import static weft.examples.amm.AmmFixture.WEST;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;
import weft.rollup.execution.Checkpoint;
import weft.rollup.execution.StateMachine.BlockContext;

final class AmmRollupTest {
  private static Hash32 run(AmmMachine machine, List<LaneEntry> entries, long number) {
    BlockContext block = new BlockContext(number, number * 100);
    machine.begin(block);
    entries.forEach(entry -> machine.apply(entry, block));
    Hash32 root = machine.stateRoot();
    machine.commit(Checkpoint.genesis(number));
    return root;
  }

  @Test
  void givesTheSameRootsInTwoInstancesOneOfThemDurable(@TempDir Path directory) throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    List<List<LaneEntry>> blocks = new ArrayList<>();
    for (int i = 0; i < 41; i++) {
      blocks.add(AmmFixture.entries(random, EAST, 25));
    }
    List<Hash32> expected = new ArrayList<>();
    try (AmmMachine inMemory = AmmFixture.machine(EAST)) {
      for (int i = 0; i < 41; i++) {
        expected.add(run(inMemory, blocks.get(i), i + 1));
      }
    }
    try (AmmMachine durable = new AmmMachine(AmmFixture.config(EAST, Optional.of(directory)))) {
      for (int i = 0; i < 40; i++) {
        assertThat(run(durable, blocks.get(i), i + 1)).as("block %d", i).isEqualTo(expected.get(i));
      }
    }
    try (AmmMachine reopened = new AmmMachine(AmmFixture.config(EAST, Optional.of(directory)))) {
      assertThat(reopened.load()).contains(Checkpoint.genesis(40));
      assertThat(reopened.stateRoot()).isEqualTo(expected.get(39));
      assertThat(run(reopened, blocks.get(40), 41)).isEqualTo(expected.get(40));
    }
  }

  @Test
  void forgetsAHalfExecutedBlock() throws IOException {
    SplittableRandom random = new SplittableRandom(12);
    try (AmmMachine machine = AmmFixture.machine(EAST);
        AmmMachine other = AmmFixture.machine(EAST)) {
      List<LaneEntry> first = AmmFixture.entries(random, EAST, 20);
      List<LaneEntry> second = AmmFixture.entries(random, EAST, 20);
      BlockContext half = new BlockContext(1, 100);
      machine.begin(half);
      first.forEach(entry -> machine.apply(entry, half));
      assertThat(run(machine, second, 1)).isEqualTo(run(other, second, 1));
    }
  }

  @Test
  void refusesTheDataOfAnotherGenesis(@TempDir Path directory) throws IOException {
    new AmmMachine(AmmFixture.config(EAST, Optional.of(directory))).close();
    assertThatThrownBy(() -> new AmmMachine(AmmFixture.config(WEST, Optional.of(directory))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another genesis");
  }

  @Test
  void refusesDataInUse(@TempDir Path directory) throws IOException {
    try (AmmMachine machine = new AmmMachine(AmmFixture.config(EAST, Optional.of(directory)))) {
      assertThat(machine.pools()).hasSize(1);
      assertThatThrownBy(() -> new AmmMachine(AmmFixture.config(EAST, Optional.of(directory))))
          .isInstanceOf(IOException.class);
    }
  }
}
