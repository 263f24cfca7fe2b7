package weft.engine.cometbft.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.install.EngineBinary;

/// Keeps one engine running: starts it, reads what it writes, starts it again when it ends by
/// itself, and ends it at [#close]. A thread of its own does all of that.
///
/// The engine does not outlive this process for long, however that one ends: what it writes when
/// the application's socket closes goes to a pipe that nobody reads, of which it dies. What still
/// runs at the next start is ended first.
public final class EngineProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("weft.engine.cometbft");
  private static final int MAX_LINE_BYTES = 64 << 10;
  private static final long LOG_FILE_BYTES = 8L << 20;

  /// For an engine without its application, or whose consensus halted: in CometBFT v0.40.0 the stop
  /// often waits for ever for a consensus that is gone. What matters is on disk already.
  private static final long LOST_GRACE_MS = 1_000;

  private final EngineBinary binary;
  private final EngineHome home;
  private final RestartPolicy policy;
  private final FileChannel lockFile;
  private final Thread supervisor;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean isStopping;
  private @Nullable Process child;
  private long childStartedNs;
  private EngineRun run = EngineRun.NOT_STARTED;
  private Optional<String> restartReason = Optional.empty();

  private EngineProcess(
      EngineBinary binary, EngineHome home, RestartPolicy policy, FileChannel lockFile) {
    this.binary = binary;
    this.home = home;
    this.policy = policy;
    this.lockFile = lockFile;
    this.supervisor =
        Thread.ofPlatform().name("engine-supervisor").daemon().unstarted(this::supervise);
  }

  /// Starts the engine of a folder; returns before it serves.
  ///
  /// @throws EngineInUseException if another process runs it
  /// @throws IOException if the folder cannot be written
  public static EngineProcess start(EngineBinary binary, EngineHome home, RestartPolicy policy)
      throws IOException {
    FileChannel lockFile = home.lock().orElseThrow(() -> new EngineInUseException(home));
    EngineProcess process = new EngineProcess(binary, home, policy, lockFile);
    process.supervisor.start();
    return process;
  }

  /// How the process is now.
  public EngineRun run() {
    lock.lock();
    try {
      boolean isSteady = child != null && ranMs() >= policy.steadyMs();
      return isSteady
          ? new EngineRun(run.pid(), run.restarts(), 0, run.lastEnd(), run.consensusFailure())
          : run;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the running engine, so that it is started anew, as after a halted consensus.
  ///
  /// @param reason for the log
  public void restart(String reason) {
    Process running;
    lock.lock();
    try {
      running = child;
      restartReason = Optional.ofNullable(running).map(_ -> reason);
    } finally {
      lock.unlock();
    }
    if (running != null) {
      end(running);
    }
  }

  /// Ends the engine, by SIGKILL if it takes longer than the grace time, and stops supervising.
  @Override
  public void close() {
    Process running;
    lock.lock();
    try {
      isStopping = true;
      running = child;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      end(running);
    }
    boolean isInterrupted = false;
    while (supervisor.isAlive()) {
      try {
        supervisor.join();
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Process running) {
    end(running, run().consensusFailure().isPresent() ? graceAfterLossMs() : policy.graceMs());
  }

  private long graceAfterLossMs() {
    return Math.min(LOST_GRACE_MS, policy.graceMs());
  }

  private static void end(Process running, long graceMs) {
    // Process.destroy would also close the pipe, of which the engine would die while it stops.
    running.toHandle().destroy();
    boolean hasEnded = false;
    try {
      hasEnded = running.waitFor(graceMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!hasEnded) {
      LOG.warn("the engine did not stop in {} ms and is killed", graceMs);
      running.destroyForcibly();
    }
  }

  private void supervise() {
    try (EngineLogFile file = new EngineLogFile(home.logFile(), LOG_FILE_BYTES, LOG)) {
      while (true) {
        endLeftovers();
        Optional<Process> started = startChild();
        if (started.isPresent()) {
          String reason = watch(started.get(), file);
          noteEnd(reason);
        }
        if (!pause()) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  private void release() {
    try {
      lockFile.close();
    } catch (IOException e) {
      LOG.warn("closing {}: {}", home.lockFile(), e.toString());
    }
  }

  private void endLeftovers() throws InterruptedException {
    List<ProcessHandle> leftovers = Leftovers.of(home);
    if (!leftovers.isEmpty()) {
      LOG.warn(
          "ending an engine that outlived an earlier weft pids={}",
          leftovers.stream().map(ProcessHandle::pid).toList());
      Leftovers.end(leftovers, graceAfterLossMs());
    }
  }

  /// The new child; empty if it cannot be started, or if a stop was asked for meanwhile.
  private Optional<Process> startChild() {
    lock.lock();
    try {
      if (isStopping) {
        return Optional.empty();
      }
      List<String> command = new ArrayList<>(List.of(binary.path().toString()));
      command.addAll(Leftovers.words(home));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).directory(home.path().toFile());
      // Variables CMT_… would override the settings.
      builder.environment().clear();
      Process process = builder.start();
      process.getOutputStream().close();
      child = process;
      childStartedNs = System.nanoTime();
      run =
          new EngineRun(
              OptionalLong.of(process.pid()),
              run.restarts(),
              run.earlyEnds(),
              run.lastEnd(),
              Optional.empty());
      LOG.info("engine started pid={} home={}", process.pid(), home.path());
      return Optional.of(process);
    } catch (IOException e) {
      end("it cannot be started: " + e.getMessage());
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Reads what the engine writes until it ends.
  ///
  /// @return why it ended
  private String watch(Process process, EngineLogFile file) throws InterruptedException {
    EndReason reason = new EndReason();
    try {
      BoundedLines lines = new BoundedLines(process.getInputStream(), MAX_LINE_BYTES);
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        file.write(line.get());
        LogLine read = LogLine.parse(line.get());
        reason.add(read);
        LOG.atLevel(read.level()).log(read.text());
        switch (read.kind()) {
          case CONSENSUS_FAILURE -> noteConsensusFailure(read.text());
          case APPLICATION_LOST ->
              Thread.ofVirtual().name("engine-end").start(() -> end(process, graceAfterLossMs()));
          case ROUTINE, ERROR, PLAIN -> {}
        }
      }
    } catch (IOException e) {
      LOG.warn("reading the engine's lines: {}", e.toString());
    }
    return reason.text(process.waitFor());
  }

  private void noteConsensusFailure(String text) {
    lock.lock();
    try {
      run =
          new EngineRun(
              run.pid(), run.restarts(), run.earlyEnds(), run.lastEnd(), Optional.of(text));
    } finally {
      lock.unlock();
    }
  }

  private void noteEnd(String reason) {
    lock.lock();
    try {
      end(restartReason.map(asked -> "restarted: " + asked).orElse(reason));
    } finally {
      lock.unlock();
    }
  }

  /// Under the lock.
  private void end(String reason) {
    boolean wasSteady = child != null && ranMs() >= policy.steadyMs();
    boolean wasAsked = isStopping || restartReason.isPresent();
    int earlyEnds = wasSteady || wasAsked ? 0 : run.earlyEnds() + 1;
    child = null;
    restartReason = Optional.empty();
    run =
        new EngineRun(
            OptionalLong.empty(),
            isStopping ? run.restarts() : run.restarts() + 1,
            earlyEnds,
            Optional.of(reason),
            run.consensusFailure());
    if (isStopping) {
      LOG.info("engine stopped");
    } else {
      LOG.warn(
          "engine ended and is started again restartInMs={} reason={}",
          policy.pauseMs(earlyEnds),
          reason);
    }
  }

  /// Waits before the next start.
  ///
  /// @return false if there is to be none
  private boolean pause() throws InterruptedException {
    lock.lock();
    try {
      long leftNs = TimeUnit.MILLISECONDS.toNanos(policy.pauseMs(run.earlyEnds()));
      while (!isStopping && leftNs > 0) {
        leftNs = changed.awaitNanos(leftNs);
      }
      return !isStopping;
    } finally {
      lock.unlock();
    }
  }

  /// Under the lock.
  private long ranMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - childStartedNs);
  }
}
