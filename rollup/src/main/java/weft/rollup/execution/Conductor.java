package weft.rollup.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.rollup.client.LaneSource;
import weft.rollup.client.Trust;
import weft.rollup.lane.Evidence;
import weft.rollup.lane.Followed;
import weft.rollup.lane.FollowerState;
import weft.rollup.lane.LaneFollower;

/// Drives a rollup: takes each verified lane block from a follower, has it executed, and moves the
/// commitment.
///
/// The executor stores its cursor together with its state, and the conductor keeps nothing of its
/// own; so whichever of node, conductor and executor stops at whatever instant, no lane block is
/// executed twice or left out. Runs on a thread of its own.
public final class Conductor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
  private static final long POLL_MS = 200;
  private static final long CLOSE_WAIT_MS = 10_000;

  private final LaneSource source;
  private final Trust trust;
  private final Executor executor;
  private final ConductorConfig config;
  private final ConductorListener listener;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ConductorState state = new ConductorState.Connecting(0, "starting");
  private volatile @Nullable LaneFollower follower;
  private volatile boolean closing;
  private int failures;

  private Conductor(
      LaneSource source,
      Trust trust,
      Executor executor,
      ConductorConfig config,
      ConductorListener listener) {
    this.source = source;
    this.trust = trust;
    this.executor = executor;
    this.config = config;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("weft-conductor").daemon(true).unstarted(this::run);
  }

  /// Starts driving an executor.
  ///
  /// @param trust whom to believe, from a trusted place such as the genesis file
  public static Conductor start(
      LaneSource source,
      Trust trust,
      Executor executor,
      ConductorConfig config,
      ConductorListener listener) {
    Conductor conductor = new Conductor(source, trust, executor, config, listener);
    conductor.thread.start();
    return conductor;
  }

  public ConductorState state() {
    LaneFollower current = follower;
    return state instanceof ConductorState.Running running && current != null
        ? new ConductorState.Running(current.state(), running.head())
        : state;
  }

  /// Waits for the end.
  ///
  /// @return the final state; empty if there is none within the wait
  public Optional<ConductorState.Final> awaitEnd(long waitMs) throws InterruptedException {
    boolean isOver = ended.await(waitMs, TimeUnit.MILLISECONDS);
    return isOver && state instanceof ConductorState.Final last
        ? Optional.of(last)
        : Optional.empty();
  }

  /// Stops after the block that is being executed, and waits for that.
  @Override
  public void close() {
    closing = true;
    LaneFollower current = follower;
    if (current != null) {
      current.close();
    }
    try {
      if (!ended.await(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the executor did not finish its block within {} ms", CLOSE_WAIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      state = drive();
    } catch (InterruptedException e) {
      state = new ConductorState.Closed();
    } catch (RuntimeException e) {
      // A fault in the rollup's code: it must not go on with half a block in memory.
      LOG.error("the executor failed; fix it and start again from its stored state", e);
      state = new ConductorState.Failed(e.toString());
    } finally {
      LaneFollower current = follower;
      if (current != null) {
        current.close();
      }
      ended.countDown();
    }
  }

  private ConductorState.Final drive() throws InterruptedException {
    while (!closing) {
      try {
        Optional<ConductorState.Final> end = driveSession(executor.createSession());
        if (end.isPresent()) {
          return end.get();
        }
      } catch (ExecutorUnavailableException e) {
        failures++;
        state = new ConductorState.Connecting(failures, String.valueOf(e.getMessage()));
        sleep(config.backOff().delayMs(failures, 0, config.follower().random()));
      }
    }
    return new ConductorState.Closed();
  }

  /// Drives one session to its end.
  ///
  /// @return empty: open another session
  private Optional<ConductorState.Final> driveSession(ExecutionSession session)
      throws InterruptedException {
    try (LaneFollower current =
        new LaneFollower(
            source, session.bounds().rollup(), trust, session.cursor(), config.follower())) {
      follower = current;
      BlockMetadata head = session.head();
      state = new ConductorState.Running(current.state(), head);
      long firm = session.commitment().firm().number();
      firm = commit(session, head, firm).orElse(firm);
      while (!closing) {
        if (session.bounds().isLast(head.number())) {
          return Optional.of(new ConductorState.Finished(head));
        }
        switch (current.next(POLL_MS)) {
          case Followed.Nothing _ -> {}
          case Followed.Ended(FollowerState.Final last) -> {
            return Optional.of(ended(last));
          }
          case Followed.Verified(VerifiedLaneBlock laneBlock) -> {
            switch (executor.executeBlock(session.id(), head.hash(), laneBlock)) {
              case Execution.Done<BlockMetadata>(BlockMetadata block) -> {
                head = block;
                failures = 0;
                OptionalLong committed = commit(session, head, firm);
                state = new ConductorState.Running(current.state(), head);
                Optional<ConductorState.Final> failure = tell(laneBlock, head);
                if (failure.isPresent() || committed.isEmpty()) {
                  // Firm has moved without the conductor: a new session says where it is.
                  return failure;
                }
                firm = committed.getAsLong();
              }
              case Execution.Rejected<BlockMetadata> rejected -> {
                return rejected(rejected);
              }
            }
          }
        }
      }
      return Optional.of(new ConductorState.Closed());
    }
  }

  /// Makes an executed block soft, where the executor has not done so itself, and leaves firm where
  /// it is.
  ///
  /// @return firm as the executor has it now; empty where it is not where the conductor saw it last
  private OptionalLong commit(ExecutionSession session, BlockMetadata head, long firm) {
    return switch (executor.updateCommitmentState(session.id(), head.number(), firm)) {
      case Execution.Done<CommitmentState>(CommitmentState now) ->
          OptionalLong.of(now.firm().number());
      case Execution.Rejected<CommitmentState>(Execution.Rejection why, String message) -> {
        if (why == Execution.Rejection.GOES_BACK) {
          LOG.debug("block {} is not soft yet: {}", head.number(), message);
          yield OptionalLong.empty();
        }
        LOG.warn("the executor did not make block {} soft: {} ({})", head.number(), message, why);
        yield OptionalLong.of(firm);
      }
    };
  }

  /// The block is executed and stored whatever the listener does; but a listener that fails is one
  /// that the rollup relies on.
  private Optional<ConductorState.Final> tell(VerifiedLaneBlock laneBlock, BlockMetadata block) {
    try {
      listener.executed(laneBlock, block);
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.error("the listener failed at block {}, which is executed", block.number(), e);
      return Optional.of(new ConductorState.Failed("the listener failed: " + e));
    }
  }

  private Optional<ConductorState.Final> rejected(Execution.Rejected<BlockMetadata> rejected)
      throws InterruptedException {
    failures++;
    String reason = rejected.rejection() + ": " + rejected.message();
    if (failures >= config.backOff().maxAttempts()) {
      return Optional.of(new ConductorState.Failed(reason));
    }
    state = new ConductorState.Connecting(failures, reason);
    sleep(config.backOff().delayMs(failures, 0, config.follower().random()));
    return Optional.empty();
  }

  private ConductorState.Final ended(FollowerState.Final last) {
    return switch (last) {
      case FollowerState.CaughtLie(long _, Evidence evidence) -> {
        report(evidence);
        yield new ConductorState.CaughtLie(evidence);
      }
      case FollowerState.Refused(long _, var refusal) -> new ConductorState.Refused(refusal);
      case FollowerState.Untrusted(long _, String rule, String reason) -> {
        LOG.error("nobody can be believed any more: {} {}", rule, reason);
        yield new ConductorState.Untrusted(rule, reason);
      }
      case FollowerState.Closed _ -> new ConductorState.Closed();
    };
  }

  private void report(Evidence evidence) {
    LOG.error(
        "the node lied about lane {} at lane height {}: {} {}",
        evidence.rollup(),
        evidence.expectedLaneHeight(),
        evidence.rule(),
        evidence.reason());
    if (config.evidenceDirectory().isEmpty()) {
      return;
    }
    Path file =
        config
            .evidenceDirectory()
            .get()
            .resolve(
                "evidence-" + evidence.rollup() + "-" + evidence.expectedLaneHeight() + ".json");
    try {
      Files.createDirectories(config.evidenceDirectory().get());
      evidence.writeTo(file);
      LOG.error("the evidence is in {}", file);
    } catch (IOException e) {
      LOG.error("the evidence could not be written to {}", file, e);
    }
  }

  private void sleep(long waitMs) throws InterruptedException {
    long leftMs = waitMs;
    while (leftMs > 0 && !closing) {
      long step = Math.min(leftMs, POLL_MS);
      Thread.sleep(step);
      leftMs -= step;
    }
  }
}
