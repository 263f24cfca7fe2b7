package weft.engine.cometbft.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.engine.cometbft.process.EngineHealth.ConsensusFailed;
import weft.engine.cometbft.process.EngineHealth.CrashLooping;
import weft.engine.cometbft.process.EngineHealth.Healthy;
import weft.engine.cometbft.process.EngineHealth.Starting;
import weft.engine.cometbft.process.EngineHealth.Stuck;

final class EngineWatchTest {
  private long nowMs;
  private long height = 7;
  private Optional<Boolean> isCatchingUp = Optional.of(false);
  private boolean isWithoutPeers;
  private EngineRun run = EngineRun.NOT_STARTED;

  private final EngineWatch watch =
      new EngineWatch(
          () -> run,
          () -> height,
          () -> isCatchingUp,
          () -> isWithoutPeers,
          () -> TimeUnit.MILLISECONDS.toNanos(nowMs),
          30_000);

  private static EngineRun running(long pid) {
    return new EngineRun(OptionalLong.of(pid), 0, 0, Optional.empty(), Optional.empty());
  }

  @Test
  void itIsStartingUntilTheFirstBlockAndThenHealthy() {
    assertThat(watch.health()).isInstanceOf(Starting.class);
    run = running(1);
    assertThat(watch.health()).isInstanceOf(Starting.class);
    height = 8;
    assertThat(watch.health()).isEqualTo(new Healthy(8));
    nowMs += 29_999;
    assertThat(watch.health()).isEqualTo(new Healthy(8));
  }

  @Test
  void withoutBlocksItIsStuckUntilTheNextOne() {
    run = running(1);
    height = 8;
    assertThat(watch.health()).isInstanceOf(Healthy.class);
    nowMs += 30_000;
    assertThat(watch.health())
        .isInstanceOfSatisfying(
            Stuck.class,
            stuck -> {
              assertThat(stuck.reason()).isEqualTo("no block after height 8 for 30 s");
              assertThat(stuck.nextStep()).contains("2/3");
            });
    height = 9;
    assertThat(watch.health()).isEqualTo(new Healthy(9));
  }

  @Test
  void anEngineThatNeverMakesABlockIsStuckToo() {
    run = running(1);
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 30_000;
    assertThat(watch.health()).isInstanceOf(Stuck.class);
  }

  @Test
  void whoCatchesUpIsNotStuck() {
    run = running(1);
    isCatchingUp = Optional.of(true);
    nowMs += 300_000;
    assertThat(watch.health()).isInstanceOf(Starting.class);
  }

  @Test
  void whoFetchesBlocksAndHasNoPeerIsStuckUntilTheNextBlock() {
    run = running(1);
    isCatchingUp = Optional.of(true);
    isWithoutPeers = true;
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 29_999;
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 1;
    assertThat(watch.health())
        .isInstanceOfSatisfying(
            Stuck.class,
            stuck -> {
              assertThat(stuck.reason())
                  .isEqualTo("no peer to fetch blocks from, and none after height 7 for 30 s");
              assertThat(stuck.nextStep()).contains("engine.peers");
            });
    isWithoutPeers = false;
    assertThat(watch.health()).isInstanceOf(Starting.class);
    isWithoutPeers = true;
    height = 8;
    assertThat(watch.health()).isInstanceOf(Starting.class);
  }

  @Test
  void whoReplaysBlocksStartsHoweverLongItTakes() {
    isCatchingUp = Optional.empty();
    run = running(1);
    assertThat(watch.health()).isEqualTo(new Starting("the engine starts, at height 7"));
    for (int i = 0; i < 100; i++) {
      nowMs += 29_000;
      height++;
      assertThat(watch.health())
          .isEqualTo(new Starting("the engine replays blocks, now at height " + height));
    }
    isCatchingUp = Optional.of(false);
    nowMs += 29_000;
    assertThat(watch.health()).isEqualTo(new Healthy(107));
    nowMs += 29_000;
    assertThat(watch.health()).isEqualTo(new Healthy(107));
    nowMs += 1_000;
    assertThat(watch.health()).isInstanceOf(Stuck.class);
  }

  @Test
  void whoVotesAndAnswersNoMoreIsStuck() {
    run = running(1);
    height = 8;
    assertThat(watch.health()).isEqualTo(new Healthy(8));
    isCatchingUp = Optional.empty();
    nowMs += 29_999;
    assertThat(watch.health()).isEqualTo(new Healthy(8));
    nowMs += 1;
    assertThat(watch.health()).isInstanceOf(Stuck.class);
  }

  @Test
  void aNewEngineHasItsOwnTimeToStart() {
    run = running(1);
    height = 8;
    assertThat(watch.health()).isEqualTo(new Healthy(8));
    nowMs += 29_000;
    run = running(2);
    isCatchingUp = Optional.empty();
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 29_000;
    isCatchingUp = Optional.of(true);
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 29_000;
    isCatchingUp = Optional.of(false);
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 29_999;
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 1;
    assertThat(watch.health()).isInstanceOf(Stuck.class);
  }

  @Test
  void anEngineThatNeitherAnswersNorMovesIsStuckInItsStart() {
    isCatchingUp = Optional.empty();
    run = running(1);
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 299_999;
    assertThat(watch.health()).isInstanceOf(Starting.class);
    nowMs += 1;
    assertThat(watch.health())
        .isInstanceOfSatisfying(
            Stuck.class,
            stuck ->
                assertThat(stuck.reason())
                    .isEqualTo("the engine started and has not answered for 300 s, at height 7"));
  }

  @Test
  void aHaltedConsensusIsNamedUntilTheEngineIsStartedAnew() {
    height = 8;
    run =
        new EngineRun(
            OptionalLong.of(1), 0, 0, Optional.empty(), Optional.of("consensus failure: app hash"));
    assertThat(watch.health())
        .isInstanceOfSatisfying(
            ConsensusFailed.class, failed -> assertThat(failed.reason()).contains("app hash"));
    run = running(2);
    assertThat(watch.health()).isInstanceOf(Starting.class);
  }

  @Test
  void threeEarlyEndsAreALoop() {
    run =
        new EngineRun(
            OptionalLong.of(1), 2, 2, Optional.of("ended with status 1"), Optional.empty());
    assertThat(watch.health()).isInstanceOf(Starting.class);
    run =
        new EngineRun(
            OptionalLong.of(1), 3, 3, Optional.of("ended with status 1"), Optional.empty());
    assertThat(watch.health())
        .isInstanceOfSatisfying(
            CrashLooping.class,
            loop -> assertThat(loop.reason()).contains("3 times").contains("ended with status 1"));
  }

  @Test
  void betweenTwoRunsItIsStarting() {
    run =
        new EngineRun(
            OptionalLong.empty(), 1, 1, Optional.of("ended by signal 9"), Optional.empty());
    assertThat(watch.health())
        .isEqualTo(new Starting("the engine is started again: ended by signal 9"));
  }
}
