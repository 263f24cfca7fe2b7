package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Checking rests where a block is late and no processor is free, and only there.
final class BlocksFirstTest {
  private static final long WAIT_MS = 10_000;

  private static final long LATE_MS = 200;

  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE);
  private final AtomicReference<Double> load = new AtomicReference<>(1.0);
  private final BlocksFirst blocksFirst = new BlocksFirst(LATE_MS, load::get, nowNs::get);

  private void pass(long ms) {
    nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  @Test
  void restsFromWhenABlockIsLateUntilTheChainStandsStill() {
    assertThat(blocksFirst.mustRest()).as("before the first block").isFalse();
    pass(1_000);
    blocksFirst.committed();
    assertThat(blocksFirst.mustRest()).isFalse();
    pass(LATE_MS - 1);
    assertThat(blocksFirst.mustRest()).isFalse();
    pass(1);
    assertThat(blocksFirst.mustRest()).isTrue();
    pass((BlocksFirst.STANDSTILL - 1) * LATE_MS - 1);
    assertThat(blocksFirst.mustRest()).isTrue();
    pass(1);
    assertThat(blocksFirst.mustRest()).as("others are missing, not processors").isFalse();
  }

  @Test
  void goesOnWhereAProcessorIsFreeOrTheLoadUnknown() {
    for (double free : new double[] {0, 0.5, BlocksFirst.FULL - 0.01, -1}) {
      load.set(free);
      pass(1_000);
      blocksFirst.committed();
      pass(LATE_MS);
      assertThat(blocksFirst.mustRest()).as("load %s", free).isFalse();
      load.set(BlocksFirst.FULL);
      pass(LATE_MS);
      assertThat(blocksFirst.mustRest()).as("it fills up").isTrue();
    }
  }

  @Test
  void whoRestsGoesOnWithTheNextBlock() throws InterruptedException {
    pass(1_000);
    blocksFirst.committed();
    pass(LATE_MS);
    Thread resting = Thread.ofPlatform().start(blocksFirst::await);
    while (resting.getState() == Thread.State.NEW || resting.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    assertThat(resting.isAlive()).isTrue();
    blocksFirst.committed();
    assertThat(resting.join(Duration.ofMillis(WAIT_MS))).isTrue();
  }

  @Test
  void aNodeThatMakesBlocksAloneNeverRests() {
    BlocksFirst never = BlocksFirst.never();
    never.committed();
    assertThat(never.mustRest()).isFalse();
    assertThat(BlocksFirst.onThisMachine(LATE_MS).mustRest()).as("no block yet").isFalse();
  }
}
