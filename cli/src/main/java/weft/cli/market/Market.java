package weft.cli.market;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.examples.amm.AmmConfig;
import weft.examples.amm.AmmListener;
import weft.examples.amm.AmmRollup;
import weft.examples.amm.AmmSnapshot;
import weft.examples.amm.PoolState;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.NodeException;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.ConductorConfig;
import weft.rollup.execution.ConductorState;
import weft.rollup.lane.FollowerState;

/// One of the two AMM rollups, and how far it has come on its lane.
public final class Market implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Market.class);

  /// The rollups' names.
  public static final List<RollupId> ROLLUPS =
      List.of(RollupId.of("amm-east"), RollupId.of("amm-west"));

  /// They set the first prices, a little apart.
  private static final List<Long> SILVER_RESERVES = List.of(1_000_000_000L, 1_050_000_000L);

  private static final double MICROS = 1_000_000.0;
  private static final long POLL_MS = 20;

  private final WeftClient client;
  private final AmmRollup rollup;

  private Market(WeftClient client, AmmRollup rollup) {
    this.client = client;
    this.rollup = rollup;
  }

  /// Opens the rollup's stored state and follows its lane from there. Its accounts of [Accounts]
  /// begin with plenty of every token.
  ///
  /// @param client of the node that it follows
  /// @param index of the rollup in [#ROLLUPS]
  /// @param folder of the rollup's state; its evidence goes beside it
  public static Market start(WeftClient client, Trust trusted, int index, Path folder) {
    ConductorConfig config =
        ConductorConfig.defaults().withEvidenceDirectory(folder.resolveSibling("evidence"));
    try {
      AmmRollup rollup =
          AmmRollup.start(
              AmmConfig.demo(
                  ROLLUPS.get(index),
                  SILVER_RESERVES.get(index),
                  Accounts.funded(),
                  Optional.of(folder)),
              client.lanes(),
              trusted,
              config,
              AmmListener.NONE);
      return new Market(client, rollup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rollup itself.
  public AmmRollup rollup() {
    return rollup;
  }

  /// Waits until all of the node's lane is executed.
  ///
  /// @return whether it is, every lane block verified; false also where the node does not say how
  ///   long its lane is
  public boolean isAtHead(long waitMs) throws InterruptedException {
    try {
      return awaitHead(waitMs);
    } catch (NodeException | CliException e) {
      LOG.debug("{}: {}", rollup.rollup(), e.getMessage());
      return false;
    }
  }

  private boolean awaitHead(long waitMs) throws InterruptedException {
    long head = NodeOption.require(client.chain().rollup(rollup.rollup())).laneHeight();
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    AmmSnapshot now = rollup.state();
    while (now.laneHeight() < head && isOn(now) && System.nanoTime() < deadlineNs) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
      now = rollup.state();
    }
    return now.laneHeight() >= head && now.verified() && isOn(now);
  }

  /// Why the rollup gave up, if it did: where a node lies, or a rollup is broken, all is over.
  public Optional<CliException> problem() {
    AmmSnapshot now = rollup.state();
    return isOn(now)
        ? Optional.empty()
        : Optional.of(
            new CliException(
                "rollup-stopped",
                rollup.rollup().name() + " stopped: " + now.conductor(),
                "This must not happen with honest nodes; report it with the data folder."));
  }

  /// What there is to see of it.
  ///
  /// @param feePerByte its own base fee, as text
  public Snapshot.Lane view(String feePerByte) {
    AmmSnapshot now = rollup.state();
    return new Snapshot.Lane(
        now.rollup().name(),
        now.laneHeight(),
        now.executed() + now.skipped(),
        now.skipped(),
        feePerByte,
        price(now),
        state(now.conductor()));
  }

  /// What it did.
  ///
  /// @param isAtHead whether all of the node's lane was executed and verified
  public Summary.Lane summary(boolean isAtHead) {
    AmmSnapshot now = rollup.state();
    return new Summary.Lane(
        now.rollup().name(),
        now.laneHeight(),
        now.executed() + now.skipped(),
        now.stateRoot().toString(),
        isAtHead);
  }

  @Override
  public void close() {
    rollup.close();
  }

  private static boolean isOn(AmmSnapshot now) {
    return !(now.conductor() instanceof ConductorState.Final);
  }

  private static OptionalDouble price(AmmSnapshot now) {
    List<PoolState> pools = now.pools();
    return pools.isEmpty() || pools.getFirst().reserveX() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(pools.getFirst().priceMicros() / MICROS);
  }

  private static String state(ConductorState state) {
    return switch (state) {
      case ConductorState.Connecting _ -> "connecting";
      case ConductorState.Running(FollowerState.Live _, var _) -> "live";
      case ConductorState.Running(FollowerState.CatchingUp _, var _) -> "catching up";
      case ConductorState.Running(FollowerState.Reconnecting _, var _) -> "reconnecting";
      case ConductorState.Running(FollowerState.Final _, var _) -> "stopped";
      case ConductorState.Final last -> last.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
