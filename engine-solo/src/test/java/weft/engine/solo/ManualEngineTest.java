package weft.engine.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.chain.engine.EngineStatus;
import weft.chain.fixture.TestNet;
import weft.chain.store.InMemoryChainStore;

/// Blocks only when a test asks for them.
final class ManualEngineTest {
  private static final long START_MS = TestNet.GENESIS_TIME_MS + 1_000;

  private final TestNet net = TestNet.of(1);
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final FakeClock clock = new FakeClock(START_MS);
  private final TestHost host = new TestHost(store, clock);

  @Test
  void makesABlockForEachCall() {
    try (SoloEngine engine = open(SoloEngineSettings.manualSteps())) {
      engine.start();
      engine.workAvailable();
      assertThat(store.blocks()).isEmpty();
      assertThat(engine.produceBlock().header().timeMs()).isEqualTo(START_MS);
      clock.pass(50);
      assertThat(engine.produceBlock().header().timeMs()).isEqualTo(START_MS + 50);
      assertThat(host.blocks()).isEqualTo(store.blocks());
      assertThat(engine.status()).isEqualTo(new EngineStatus.Running(2));
    }
  }

  @Test
  void makesNothingOnceClosed() {
    SoloEngine engine = open(SoloEngineSettings.manualSteps());
    engine.start();
    engine.close();
    assertThat(engine.status()).isEqualTo(new EngineStatus.Stopped());
    assertThatThrownBy(engine::produceBlock).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void haltsAndTellsTheCaller() {
    try (SoloEngine engine = open(SoloEngineSettings.manualSteps())) {
      engine.start();
      store.failWith(new IllegalStateException("no space left"));
      assertThatThrownBy(engine::produceBlock).hasMessage("no space left");
      store.work();
      assertThat(engine.status()).isInstanceOf(EngineStatus.Halted.class);
      assertThatThrownBy(engine::produceBlock)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no space left");
      assertThat(store.blocks()).isEmpty();
    }
  }

  @Test
  void isNotForEnginesThatRunByThemselves() {
    try (SoloEngine engine = open(SoloEngineSettings.defaults())) {
      assertThatThrownBy(engine::produceBlock).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void makesNothingBeforeTheStart() {
    try (SoloEngine engine = open(SoloEngineSettings.manualSteps())) {
      assertThatThrownBy(engine::produceBlock).isInstanceOf(IllegalStateException.class);
    }
  }

  private SoloEngine open(SoloEngineSettings settings) {
    return new SoloEngine(net.open(store), host, TestNet.VALIDATOR, settings, clock);
  }
}
