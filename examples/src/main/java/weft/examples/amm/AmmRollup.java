package weft.examples.amm;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import weft.primitives.Address;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.LaneSource;
import weft.rollup.client.Trust;
import weft.rollup.execution.BlockMetadata;
import weft.rollup.execution.Conductor;
import weft.rollup.execution.ConductorConfig;
import weft.rollup.execution.ConductorState;
import weft.rollup.execution.ExecutionBounds;
import weft.rollup.execution.StateMachineExecutor;
import weft.rollup.lane.FollowerState;

/// A running AMM rollup: follows its lane, verifies every lane block, executes it.
public final class AmmRollup implements AutoCloseable {
  private final AmmConfig config;
  private final AmmMachine machine;
  private final Conductor conductor;
  private final AmmListener listener;
  private final AtomicLong executed;
  private final AtomicLong skipped;
  private final StateMachineExecutor executor;

  private AmmRollup(
      AmmConfig config,
      LaneSource lanes,
      Trust trust,
      ConductorConfig conductorConfig,
      AmmListener listener)
      throws IOException {
    this.config = config;
    this.listener = listener;
    this.executed = new AtomicLong();
    this.skipped = new AtomicLong();
    this.machine = new AmmMachine(config);
    this.executor = new StateMachineExecutor(machine, ExecutionBounds.all(config.rollup()));
    this.conductor = Conductor.start(lanes, trust, executor, conductorConfig, this::executed);
  }

  /// Starts a rollup where its stored state ends.
  ///
  /// @param lanes where lane blocks come from, such as `client.lanes()`
  /// @param trust whom to believe
  /// @throws IOException if the data directory cannot be opened or holds another genesis
  public static AmmRollup start(
      AmmConfig config,
      LaneSource lanes,
      Trust trust,
      ConductorConfig conductorConfig,
      AmmListener listener)
      throws IOException {
    return new AmmRollup(config, lanes, trust, conductorConfig, listener);
  }

  public AmmConfig config() {
    return config;
  }

  public RollupId rollup() {
    return config.rollup();
  }

  /// Where the rollup stands. Pools are those of the block, or of one executed meanwhile.
  public AmmSnapshot state() {
    BlockMetadata head = executor.head();
    ConductorState state = conductor.state();
    return new AmmSnapshot(
        config.rollup(),
        head.number(),
        head.stateRoot(),
        head.number(),
        head.timeMs(),
        isVerified(state),
        machine.pools(),
        executed.get(),
        skipped.get(),
        state);
  }

  /// A pool's reserves after the last block.
  public PoolState pool(int id) {
    return machine.pools().get(id);
  }

  public long balance(Address account, int token) {
    return machine.balance(account, token);
  }

  /// The lowest nonce that an account may still use.
  public long nextNonce(Address account) {
    return machine.nextNonce(account);
  }

  /// Stops after the block that is being executed, and closes the stored state.
  @Override
  public void close() {
    conductor.close();
    machine.close();
  }

  private void executed(VerifiedLaneBlock laneBlock, BlockMetadata block) {
    executed.addAndGet(block.executed());
    skipped.addAndGet(block.skipped().size());
    listener.executed(laneBlock, block, machine.lastOutcomes());
  }

  private static boolean isVerified(ConductorState state) {
    return switch (state) {
      case ConductorState.CaughtLie _, ConductorState.Untrusted _ -> false;
      case ConductorState.Running running ->
          !(running.follower() instanceof FollowerState.CaughtLie);
      case ConductorState.Connecting _,
          ConductorState.Refused _,
          ConductorState.Finished _,
          ConductorState.Failed _,
          ConductorState.Closed _ ->
          true;
    };
  }
}
