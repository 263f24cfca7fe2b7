package weft.rollup.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Hash32;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.Rollup;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.WeftClient;
import weft.rollup.lane.FollowerConfig;

final class ConductorTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final ConductorConfig QUICK =
      new ConductorConfig(
          FollowerConfig.defaults().withBackOff(new RetryPolicy(1, 5, 50)),
          new RetryPolicy(3, 5, 20),
          Optional.empty());

  private final SplittableRandom random = new SplittableRandom(1);
  private final FakeChain chain = new FakeChain();
  private final LinkedBlockingQueue<BlockMetadata> executed = new LinkedBlockingQueue<>();
  private FakeNode node;
  private WeftClient client;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain);
    client = WeftClient.connect(node.target());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      chain.append(LANE, LaneData.entries(random, 4, 40));
    }
  }

  private Conductor conduct(Executor executor, ConductorConfig config) {
    return Conductor.start(
        client.lanes(), chain.trust(), executor, config, (_, block) -> executed.add(block));
  }

  private List<BlockMetadata> await(int count) throws InterruptedException {
    List<BlockMetadata> blocks = new ArrayList<>();
    while (blocks.size() < count) {
      BlockMetadata block = executed.poll(20, TimeUnit.SECONDS);
      assertThat(block).as("block %d of %d", blocks.size() + 1, count).isNotNull();
      if (block != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /// The blocks of a machine that was never disturbed.
  private Hash32 undisturbed(int count) throws InterruptedException {
    CountingMachine.Disk disk = new CountingMachine.Disk();
    try (Conductor conductor = conduct(executor(disk), QUICK)) {
      await(count);
      assertThat(conductor.state()).isNotInstanceOf(ConductorState.Final.class);
    }
    return disk.state;
  }

  private static Executor executor(CountingMachine.Disk disk) {
    return new StateMachineExecutor(new CountingMachine(disk), ExecutionBounds.all(LANE));
  }

  @Test
  void executesEveryLaneBlockOnceInOrder() throws InterruptedException {
    append(10);
    CountingMachine.Disk disk = new CountingMachine.Disk();
    try (Conductor conductor = conduct(executor(disk), QUICK)) {
      List<BlockMetadata> blocks = await(10);
      append(3);
      blocks.addAll(await(3));
      for (int i = 0; i < blocks.size(); i++) {
        assertThat(blocks.get(i).number()).isEqualTo(i + 1);
      }
      assertThat(conductor.state())
          .isInstanceOfSatisfying(
              ConductorState.Running.class,
              running -> assertThat(running.head()).isEqualTo(blocks.getLast()));
    }
    assertThat(executed).isEmpty();
  }

  @Test
  void goesOnAfterRestartsOfEitherSide() throws Exception {
    CountingMachine.Disk disk = new CountingMachine.Disk();
    int done = 0;
    for (int round = 0; round < 6; round++) {
      append(5);
      try (Conductor conductor = conduct(executor(disk), QUICK)) {
        await(2);
        if (round % 2 == 1) {
          int port = node.port();
          node.close();
          node = FakeNode.start(chain, port);
        }
        assertThat(conductor.state()).isNotInstanceOf(ConductorState.Final.class);
      }
      done += 2 + executed.size();
      executed.clear();
      assertThat(disk.checkpoint).isNotNull();
    }
    try (Conductor rest = conduct(executor(disk), QUICK)) {
      await(30 - done);
      assertThat(rest.state()).isNotInstanceOf(ConductorState.Final.class);
    }
    assertThat(disk.state).isEqualTo(undisturbed(30));
  }

  /// An executor in another process that goes away again and again.
  private static final class Flaky implements Executor {
    private final Executor inner;
    private final SplittableRandom random = new SplittableRandom(7);

    Flaky(Executor inner) {
      this.inner = inner;
    }

    private void maybeAway() {
      if (random.nextInt(3) == 0) {
        throw new ExecutorUnavailableException("away", new IOException("connection reset"));
      }
    }

    @Override
    public ExecutionSession createSession() {
      maybeAway();
      return inner.createSession();
    }

    @Override
    public Execution<BlockMetadata> executeBlock(
        long sessionId, Hash32 parentHash, VerifiedLaneBlock laneBlock) {
      maybeAway();
      Execution<BlockMetadata> answer = inner.executeBlock(sessionId, parentHash, laneBlock);
      // The worst moment: executed and stored, but the answer is lost.
      maybeAway();
      return answer;
    }

    @Override
    public Execution<CommitmentState> updateCommitmentState(
        long sessionId, long softNumber, long firmNumber) {
      maybeAway();
      return inner.updateCommitmentState(sessionId, softNumber, firmNumber);
    }

    @Override
    public Optional<BlockMetadata> block(long number) {
      return inner.block(number);
    }
  }

  @Test
  void survivesAnExecutorThatGoesAwayAtAnyMoment() throws Exception {
    append(40);
    CountingMachine.Disk disk = new CountingMachine.Disk();
    try (Conductor conductor = conduct(new Flaky(executor(disk)), QUICK)) {
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (disk.checkpoint == null || disk.checkpoint.head().number() < 40) {
        assertThat(System.nanoTime()).as("%s", conductor.state()).isLessThan(deadlineNs);
        Thread.onSpinWait();
      }
    }
    executed.clear();
    assertThat(disk.state).isEqualTo(undisturbed(40));
  }

  /// An executor that moves firm by itself at every third block, as what it posts becomes firm.
  private static final class OwnFirm implements Executor {
    private final Executor inner;
    private volatile long soft;

    OwnFirm(Executor inner) {
      this.inner = inner;
    }

    @Override
    public ExecutionSession createSession() {
      return inner.createSession();
    }

    @Override
    public Execution<BlockMetadata> executeBlock(
        long sessionId, Hash32 parentHash, VerifiedLaneBlock laneBlock) {
      Execution<BlockMetadata> answer = inner.executeBlock(sessionId, parentHash, laneBlock);
      if (answer instanceof Execution.Done<BlockMetadata>(BlockMetadata block)
          && block.number() % 3 == 0) {
        assertThat(inner.updateCommitmentState(sessionId, block.number(), block.number()))
            .isInstanceOf(Execution.Done.class);
      }
      return answer;
    }

    @Override
    public Execution<CommitmentState> updateCommitmentState(
        long sessionId, long softNumber, long firmNumber) {
      Execution<CommitmentState> answer =
          inner.updateCommitmentState(sessionId, softNumber, firmNumber);
      if (answer instanceof Execution.Done<CommitmentState>(CommitmentState now)) {
        soft = now.soft().number();
      }
      return answer;
    }

    @Override
    public Optional<BlockMetadata> block(long number) {
      return inner.block(number);
    }
  }

  @Test
  void goesOnMakingBlocksSoftWhenFirmMovesWithoutIt() throws InterruptedException {
    append(10);
    CountingMachine.Disk disk = new CountingMachine.Disk();
    OwnFirm executor = new OwnFirm(executor(disk));
    try (Conductor conductor = conduct(executor, QUICK)) {
      List<BlockMetadata> blocks = await(10);
      for (int i = 0; i < blocks.size(); i++) {
        assertThat(blocks.get(i).number()).isEqualTo(i + 1);
      }
      assertThat(executor.soft).isEqualTo(10);
      assertThat(conductor.state()).isNotInstanceOf(ConductorState.Final.class);
    }
    executed.clear();
    assertThat(disk.state).isEqualTo(undisturbed(10));
  }

  @Test
  void saysThatItWasTheListenerThatFailed() throws InterruptedException {
    append(2);
    CountingMachine.Disk disk = new CountingMachine.Disk();
    try (Conductor conductor =
        Conductor.start(
            client.lanes(),
            chain.trust(),
            executor(disk),
            QUICK,
            (_, _) -> {
              throw new IllegalStateException("a bug");
            })) {
      assertThat(conductor.awaitEnd(20_000).orElseThrow())
          .isInstanceOfSatisfying(
              ConductorState.Failed.class,
              failed -> assertThat(failed.reason()).contains("listener").contains("a bug"));
    }
    assertThat(disk.checkpoint).isNotNull();
  }

  @Test
  void stopsBeforeALieAndWritesTheEvidence(@TempDir Path directory) throws Exception {
    append(6);
    node.maxRange(1);
    node.lie(
        proven ->
            proven.equals(chain.laneBlocks(LANE, 4).getFirst())
                ? chain.laneBlocks(LANE, 5).getFirst()
                : proven);
    CountingMachine.Disk disk = new CountingMachine.Disk();
    try (Conductor conductor = conduct(executor(disk), QUICK.withEvidenceDirectory(directory))) {
      ConductorState.Final last = conductor.awaitEnd(20_000).orElseThrow();
      assertThat(last)
          .isInstanceOfSatisfying(
              ConductorState.CaughtLie.class,
              lie -> assertThat(lie.evidence().rule()).isEqualTo("LANE-9"));
    }
    await(3);
    assertThat(executed).isEmpty();
    assertThat(directory.resolve("evidence-lane-4.json")).isNotEmptyFile();
  }

  @Test
  void finishesAtTheEndOfItsBounds() throws InterruptedException {
    append(5);
    Executor bounded =
        new StateMachineExecutor(
            new CountingMachine(new CountingMachine.Disk()), new ExecutionBounds(LANE, 1, 3));
    try (Conductor conductor = conduct(bounded, QUICK)) {
      assertThat(conductor.awaitEnd(20_000).orElseThrow())
          .isInstanceOfSatisfying(
              ConductorState.Finished.class,
              finished -> assertThat(finished.head().number()).isEqualTo(3));
    }
  }

  @Test
  void failsVisiblyWhenTheRollupThrows() throws InterruptedException {
    append(1);
    StateMachine broken =
        new StateMachine() {
          @Override
          public Applied apply(weft.protocol.lane.LaneEntry entry, BlockContext block) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public Hash32 stateRoot() {
            return Hash32.ZERO;
          }
        };
    try (Conductor conductor = Rollup.follow(client, "lane", broken, ConductorListener.NONE)) {
      assertThat(conductor.awaitEnd(20_000).orElseThrow())
          .isInstanceOfSatisfying(
              ConductorState.Failed.class, failed -> assertThat(failed.reason()).contains("a bug"));
    }
  }
}
