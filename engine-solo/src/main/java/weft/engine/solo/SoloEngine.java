package weft.engine.solo;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.chain.block.Chain;
import weft.chain.engine.Engine;
import weft.chain.engine.EngineHost;
import weft.chain.engine.EngineStatus;
import weft.chain.store.CommittedBlock;
import weft.primitives.PrivateKey;

/// The engine of a chain with one validator: this process.
///
/// One thread makes blocks: while there is work at the minimum interval, otherwise empty ones at a
/// slower beat, the first as soon as it starts. A block's time is the wall clock's, but always
/// after its parent's. A block is durable before the host hears of it. Any fault halts the engine:
/// it makes no more blocks, its status says why, and what is committed stays.
///
/// With manual settings there is no thread; [#produceBlock] makes each block.
public final class SoloEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(SoloEngine.class);
  private static final String NEXT_STEP =
      "Remove the cause, then start the node again: it continues after the last committed block.";

  /// A block takes far less, even on a slow disk.
  private static final long CLOSE_TIMEOUT_MS = 60_000;

  private final Chain chain;
  private final BlockMaker maker;
  private final SoloEngineSettings settings;
  private final BlockClock clock;
  private final AtomicBoolean work = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile EngineStatus status = new EngineStatus.Starting();
  private @Nullable Thread thread;

  /// @param validator the genesis validator's key
  /// @throws IllegalArgumentException if it is another key
  public SoloEngine(
      Chain chain,
      EngineHost host,
      PrivateKey validator,
      SoloEngineSettings settings,
      BlockClock clock) {
    if (!validator.address().equals(chain.validator())) {
      throw new IllegalArgumentException(
          "the validator key is that of "
              + validator.address()
              + ", but the genesis names "
              + chain.validator()
              + ". Use the key that the genesis was made for.");
    }
    this.chain = chain;
    this.maker = new BlockMaker(chain, host, validator);
    this.settings = settings;
    this.clock = clock;
  }

  /// @throws IllegalStateException if it was started or closed before
  @Override
  public synchronized void start() {
    if (stopping || !(status instanceof EngineStatus.Starting)) {
      throw new IllegalStateException("an engine starts once; this one is " + status);
    }
    long height = chain.head().height();
    status = new EngineStatus.Running(height);
    LOG.info("engine starts after height {}", height);
    if (!settings.manual()) {
      thread = Thread.ofPlatform().name("weft-engine-solo").start(this::run);
    }
  }

  @Override
  public void workAvailable() {
    if (!work.get() && !work.getAndSet(true)) {
      clock.wake();
    }
  }

  @Override
  public EngineStatus status() {
    return status;
  }

  /// Makes one block now, empty or not, on the calling thread. For manual settings only.
  ///
  /// @throws IllegalStateException if the engine is not running, or makes blocks by itself
  public synchronized CommittedBlock produceBlock() {
    if (!settings.manual()) {
      throw new IllegalStateException("this engine makes blocks by itself");
    }
    if (!(status instanceof EngineStatus.Running)) {
      throw new IllegalStateException("this engine makes no blocks, it is " + status);
    }
    try {
      CommittedBlock block = maker.make(clock.wallMs(), true).block().orElseThrow();
      status = new EngineStatus.Running(block.header().height());
      return block;
    } catch (RuntimeException | Error fault) {
      halt(fault);
      throw fault;
    }
  }

  /// A halted engine stays halted.
  ///
  /// @throws IllegalStateException if the block under way does not end within a minute
  @Override
  public void close() {
    stopping = true;
    clock.wake();
    Thread running = settle();
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      running.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (running.isAlive()) {
      throw new IllegalStateException(
          "the block under way did not end within " + CLOSE_TIMEOUT_MS + " ms");
    }
  }

  /// The thread to wait for; without one there is nothing to wait for.
  private synchronized @Nullable Thread settle() {
    if (thread == null && !(status instanceof EngineStatus.Halted)) {
      status = new EngineStatus.Stopped();
    }
    return thread;
  }

  private void run() {
    try {
      makeBlocks();
      status = new EngineStatus.Stopped();
      LOG.info("engine stopped after height {}", chain.head().height());
    } catch (InterruptedException e) {
      status = new EngineStatus.Stopped();
      LOG.info("engine was interrupted and stopped");
    } catch (RuntimeException | Error fault) {
      // The end of the thread: whatever went wrong, no block may follow.
      halt(fault);
    }
  }

  private void makeBlocks() throws InterruptedException {
    Beat beat = new Beat(settings, clock.monotonicMs());
    while (!stopping) {
      long nowMs = clock.monotonicMs();
      long dueMs = beat.dueMs(work.get());
      if (nowMs < dueMs) {
        clock.await(dueMs);
      } else {
        beat.tried(nowMs, makeBlock(beat.isEmptyDue(nowMs)));
      }
    }
  }

  private boolean makeBlock(boolean evenIfEmpty) {
    // Taken before the candidates are read: what arrives from here on is signalled anew.
    work.set(false);
    BlockMaker.Result result = maker.make(clock.wallMs(), evenIfEmpty);
    if (result.leftBehind()) {
      work.set(true);
    }
    result.block().ifPresent(block -> status = new EngineStatus.Running(block.header().height()));
    return result.block().isPresent();
  }

  private void halt(Throwable fault) {
    long height = status instanceof EngineStatus.Running(long running) ? running : 0;
    String reason = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    status = new EngineStatus.Halted(height, reason, NEXT_STEP);
    LOG.error("halted height={} reason=\"{}\" next=\"{}\"", height, reason, NEXT_STEP, fault);
  }
}
