package weft.engine.cometbft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.chain.engine.Engine;
import weft.chain.engine.EngineStatus;
import weft.engine.cometbft.abci.AbciServer;
import weft.engine.cometbft.abci.AbciServerSettings;
import weft.engine.cometbft.abci.Application;
import weft.engine.cometbft.process.EngineHealth;
import weft.engine.cometbft.process.EngineProcess;
import weft.engine.cometbft.process.EngineWatch;
import weft.engine.cometbft.rpc.EngineRpc;

/// The engine of a network: a CometBFT process that this one starts, watches and ends, and the
/// socket by which it drives the chain.
///
/// An engine that ends is started again, whatever the reason; one that halted its consensus is
/// restarted too. A fault of the application halts this node for good: its state cannot be trusted
/// to agree with the others'.
public final class CometEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(CometEngine.class);
  private static final long LOOK_EVERY_MS = 1_000;
  private static final long RPC_TIMEOUT_MS = 2_000;

  /// A consensus that halted is not restarted more often than this.
  private static final long CONSENSUS_RESTART_MS = 60_000;

  private static final String NEXT_STEP =
      "Keep the folder and look at the log. If the program or the disk was at fault, repair it and"
          + " start the node again; it continues after the last committed block. If it comes again,"
          + " start the node anew from another one's snapshot.";

  private final CometEngineSettings settings;
  private final Application application;
  private final LongSupplier height;
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile EngineStatus status = new EngineStatus.Starting();
  private volatile boolean catchingUp;

  /// And has not gone on since; the engine may have been started again meanwhile.
  private boolean hasStalled;

  private @Nullable AbciServer server;
  private @Nullable EngineProcess process;

  /// @param height of the chain's last committed block; may be asked by any thread
  public CometEngine(CometEngineSettings settings, Application application, LongSupplier height) {
    this.settings = settings;
    this.application = application;
    this.height = height;
  }

  @Override
  public synchronized void start() {
    if (server != null || isClosing()) {
      throw new IllegalStateException("an engine starts once");
    }
    try {
      AbciServer listening =
          AbciServer.start(AbciServerSettings.of(settings.address()), application, this::halt);
      server = listening;
      settings
          .home()
          .writeConfiguration(
              settings.homeSettings().withApplicationAddress(listening.address().toString()));
      EngineProcess started =
          EngineProcess.start(settings.binary(), settings.home(), settings.restart());
      process = started;
      Thread.ofPlatform().name("weft-engine-watch").daemon().start(() -> watch(started));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  /// The engine makes blocks at its own pace.
  @Override
  public void workAvailable() {}

  @Override
  public EngineStatus status() {
    return status;
  }

  /// Whether the engine fetches old blocks and does not vote yet.
  public boolean isCatchingUp() {
    return catchingUp;
  }

  private void halt(Throwable cause) {
    if (fault.compareAndSet(null, cause)) {
      String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      status = new EngineStatus.Halted(height.getAsLong(), reason, NEXT_STEP);
      LOG.error(
          "halted height={} reason=\"{}\" next=\"{}\"",
          height.getAsLong(),
          reason,
          NEXT_STEP,
          cause);
    }
  }

  private void watch(EngineProcess started) {
    long lastRestartNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(CONSENSUS_RESTART_MS);
    try (EngineRpc rpc = new EngineRpc(settings.homeSettings().rpcAddress(), RPC_TIMEOUT_MS)) {
      EngineWatch watch =
          new EngineWatch(
              started::run,
              height,
              () -> askWhetherCatchingUp(rpc),
              () -> rpc.peers().toOptional().filter(List::isEmpty).isPresent(),
              System::nanoTime,
              settings.stuckMs());
      while (!closing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS) && fault.get() == null) {
        EngineHealth health = watch.health();
        show(health);
        long sinceMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastRestartNs);
        if (health instanceof EngineHealth.ConsensusFailed(String reason, String _)
            && sinceMs >= CONSENSUS_RESTART_MS) {
          lastRestartNs = System.nanoTime();
          started.restart(reason);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Boolean> askWhetherCatchingUp(EngineRpc rpc) {
    Optional<Boolean> answer =
        rpc.status().toOptional().map(weft.engine.cometbft.rpc.EngineStatus::isCatchingUp);
    answer.ifPresent(told -> catchingUp = told);
    return answer;
  }

  private void show(EngineHealth health) {
    EngineStatus next =
        switch (health) {
          case EngineHealth.Healthy(long at) -> new EngineStatus.Running(at);
          case EngineHealth.Starting _ -> new EngineStatus.Starting();
          case EngineHealth.Stuck(String reason, String nextStep) -> stalled(reason, nextStep);
          case EngineHealth.ConsensusFailed(String reason, String nextStep) ->
              stalled(reason, nextStep);
          case EngineHealth.CrashLooping(String reason, String nextStep) ->
              stalled(reason, nextStep);
        };
    EngineStatus before = status;
    if (fault.get() == null && !isClosing()) {
      status = next;
      boolean isNew = next.getClass() != before.getClass();
      if (isNew && next instanceof EngineStatus.Stalled stalled) {
        LOG.error(
            "stalled height={} reason=\"{}\" next=\"{}\"",
            stalled.height(),
            stalled.reason(),
            stalled.nextStep());
      }
      hasStalled |= next instanceof EngineStatus.Stalled;
      if (hasStalled && next instanceof EngineStatus.Running) {
        hasStalled = false;
        LOG.info("goes on height={}", height.getAsLong());
      }
    }
  }

  private EngineStatus.Stalled stalled(String reason, String nextStep) {
    return new EngineStatus.Stalled(height.getAsLong(), reason, nextStep);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /// Ends the engine's process first, so that it meets an application that answers to the end.
  @Override
  public void close() {
    closing.countDown();
    EngineProcess running;
    AbciServer listening;
    synchronized (this) {
      running = process;
      listening = server;
    }
    if (running != null) {
      running.close();
    }
    if (listening != null) {
      listening.close();
    }
    if (fault.get() == null) {
      status = new EngineStatus.Stopped();
    }
  }
}
