package weft.engine.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.engine.EngineStatus;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Time moves only where a test moves it.
final class SoloEngineTest {
  private static final long START_MS = TestNet.GENESIS_TIME_MS + 1_000_000;
  private static final RollupId WIDE = RollupId.of("wide-lane");

  private final TestNet net = TestNet.of(3, Map.of("block.max-bytes", "65536"));
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final FakeClock clock = new FakeClock(START_MS);
  private final TestHost host = new TestHost(store, clock);
  private SoloEngine engine = open(SoloEngineSettings.intervals(100, 2_000));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void makesTheFirstBlockAtOnce() {
    assertThat(engine.status()).isEqualTo(new EngineStatus.Starting());
    engine.start();
    clock.awaitIdle();
    assertThat(host.counts()).isEqualTo(List.of(0));
    assertThat(engine.status()).isEqualTo(new EngineStatus.Running(1));
    assertThat(host.blocks().getFirst().header().timeMs()).isEqualTo(START_MS);
  }

  @Test
  void makesEmptyBlocksAtTheSlowerBeat() {
    engine.start();
    clock.advance(1_999);
    assertThat(host.blocks()).hasSize(1);
    clock.advance(1);
    clock.advance(2_000);
    assertThat(host.commitTimes()).isEqualTo(List.of(0L, 2_000L, 4_000L));
  }

  @Test
  void includesWorkAfterTheMinimumInterval() {
    engine.start();
    clock.advance(10);
    submit(1, 0, 10);
    clock.advance(89);
    assertThat(host.blocks()).hasSize(1);
    clock.advance(1);
    assertThat(host.counts()).isEqualTo(List.of(0, 1));
    assertThat(host.commitTimes()).isEqualTo(List.of(0L, 100L));
  }

  @Test
  void includesWorkAtOnceWhereTheLastBlockIsLongAgo() {
    engine.start();
    clock.advance(700);
    submit(1, 0, 10);
    clock.awaitIdle();
    assertThat(host.commitTimes()).isEqualTo(List.of(0L, 700L));
  }

  @Test
  void goesOnAtTheMinimumIntervalUntilNothingIsLeftBehind() {
    engine.start();
    clock.awaitIdle();
    host.offer(registration());
    for (int i = 0; i < 3; i++) {
      host.offer(transaction(1, i, 40_000));
    }
    engine.workAvailable();
    clock.advance(100);
    clock.advance(100);
    clock.advance(100);
    clock.advance(100);
    assertThat(host.counts()).isEqualTo(List.of(0, 2, 1, 1));
    assertThat(host.commitTimes()).isEqualTo(List.of(0L, 100L, 200L, 300L));
  }

  @Test
  void measuresFromStartToStart() {
    engine.start();
    clock.advance(100);
    host.onCommit(block -> clock.pass(60));
    submit(1, 0, 10);
    clock.awaitIdle();
    submit(1, 1, 10);
    clock.advance(39);
    assertThat(host.counts()).isEqualTo(List.of(0, 1));
    clock.advance(1);
    assertThat(host.counts()).isEqualTo(List.of(0, 1, 1));
  }

  @Test
  void aBlockThatTakesLongerThanTheIntervalIsFollowedAtOnce() {
    engine.start();
    clock.advance(100);
    host.onCommit(
        block -> {
          if (block.header().height() == 2) {
            clock.pass(150);
            submit(1, 1, 10);
          }
        });
    submit(1, 0, 10);
    clock.awaitIdle();
    assertThat(host.counts()).isEqualTo(List.of(0, 1, 1));
  }

  @Test
  void blockTimeIsTheWallClockButAlwaysAfterTheParent() {
    engine.start();
    clock.awaitIdle();
    clock.setWall(START_MS - 1_000_000_000);
    clock.advance(2_000);
    clock.advance(2_000);
    clock.setWall(START_MS + 500);
    clock.advance(2_000);
    assertThat(host.blocks().stream().map(block -> block.header().timeMs()).toList())
        .isEqualTo(List.of(START_MS, START_MS + 1, START_MS + 2, START_MS + 2_500));
  }

  @Test
  void workThatCannotBeIncludedMakesNoBlock() {
    engine.start();
    clock.awaitIdle();
    host.offer(TestTransactions.plain().withLastHeight(1).sign(net.account(1), new Nonce(0, 0)));
    engine.workAvailable();
    clock.advance(100);
    assertThat(host.blocks()).hasSize(1);
    assertThat(host.dropped())
        .extracting(dropped -> dropped.refusal().code())
        .containsExactly(RefusalCode.EXPIRED);
    clock.advance(1_900);
    assertThat(host.commitTimes()).isEqualTo(List.of(0L, 2_000L));
  }

  @Test
  void haltsWhereTheStoreFails() {
    engine.start();
    clock.advance(100);
    store.failWith(new IllegalStateException("no space left on device"));
    submit(1, 0, 10);
    awaitEnd();
    engine.close();
    assertThat(engine.status()).isInstanceOf(EngineStatus.Halted.class);
    EngineStatus.Halted halted = (EngineStatus.Halted) engine.status();
    assertThat(halted.height()).isEqualTo(1);
    assertThat(halted.reason()).isEqualTo("no space left on device");
    assertThat(halted.nextStep()).contains("start the node again");
    assertThat(host.blocks()).hasSize(1);
    assertThat(store.head().height()).isEqualTo(1);
    store.work();
    engine = open(SoloEngineSettings.defaults());
    engine.start();
    clock.awaitIdle();
    assertThat(host.counts()).isEqualTo(List.of(0, 1));
    assertThat(engine.status()).isEqualTo(new EngineStatus.Running(2));
  }

  @Test
  void haltsWhereTheHostFails() {
    host.onCommit(
        block -> {
          throw new IllegalStateException("the mempool broke");
        });
    engine.start();
    awaitEnd();
    assertThat(engine.status())
        .isInstanceOfSatisfying(
            EngineStatus.Halted.class,
            halted -> assertThat(halted.reason()).isEqualTo("the mempool broke"));
    assertThat(store.blocks()).hasSize(1);
  }

  @Test
  void continuesAfterTheHead() {
    engine.start();
    clock.awaitIdle();
    engine.close();
    assertThat(engine.status()).isEqualTo(new EngineStatus.Stopped());
    engine = open(SoloEngineSettings.defaults());
    engine.start();
    clock.awaitIdle();
    List<CommittedBlock> blocks = store.blocks();
    assertThat(blocks).hasSize(2);
    assertThat(blocks.get(1).header().parentHash()).isEqualTo(blocks.getFirst().blockHash());
  }

  @Test
  void closingWaitsForTheBlockUnderWay() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean shown = new AtomicBoolean();
    AtomicBoolean shownAtClose = new AtomicBoolean();
    host.onCommit(
        block -> {
          inside.countDown();
          await(go);
          shown.set(true);
        });
    engine.start();
    inside.await();
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  engine.close();
                  shownAtClose.set(shown.get());
                });
    go.countDown();
    closer.join();
    assertThat(shownAtClose).isTrue();
    assertThat(engine.status()).isEqualTo(new EngineStatus.Stopped());
  }

  @Test
  void theHostMayCloseTheEngine() {
    host.onCommit(block -> engine.close());
    engine.start();
    awaitEnd();
    engine.close();
    assertThat(store.blocks()).hasSize(1);
    assertThat(engine.status()).isEqualTo(new EngineStatus.Stopped());
  }

  @Test
  void startsOnce() {
    engine.start();
    assertThatThrownBy(engine::start).isInstanceOf(IllegalStateException.class);
    engine.close();
    assertThatThrownBy(engine::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAnotherValidatorsKey() {
    Chain chain = net.open(store);
    SoloEngineSettings settings = SoloEngineSettings.defaults();
    assertThatThrownBy(() -> new SoloEngine(chain, host, net.account(0), settings, clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(net.account(0).address().toString())
        .hasMessageContaining(TestNet.VALIDATOR.address().toString());
  }

  /// Waits until the engine's thread has said why it ends.
  private void awaitEnd() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.status() instanceof EngineStatus.Running) {
      assertThat(System.nanoTime()).as("the engine ends").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private SoloEngine open(SoloEngineSettings settings) {
    return new SoloEngine(net.open(store), host, TestNet.VALIDATOR, settings, clock);
  }

  private void submit(int account, long sequence, int bytes) {
    host.offer(
        TestTransactions.plain()
            .sign(
                net.account(account),
                new Nonce(0, sequence),
                new Action.Transfer(
                    net.account(0).address(), TestTransactions.WEFT, Amount.of(bytes))));
    engine.workAvailable();
  }

  private VerifiedTransaction registration() {
    return TestTransactions.plain()
        .sign(
            net.account(0),
            new Nonce(0, 0),
            TestRollups.register(WIDE, TestRollups.terms(Policy.FIRST_COME, 60_000)));
  }

  private VerifiedTransaction transaction(int account, long sequence, int bytes) {
    return TestTransactions.plain()
        .sign(
            net.account(account),
            new Nonce(0, sequence),
            new Action.Submit(WIDE, List.of(Payload.of(Bytes.wrap(new byte[bytes])))));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
