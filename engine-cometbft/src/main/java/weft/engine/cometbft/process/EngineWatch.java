package weft.engine.cometbft.process;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import weft.engine.cometbft.process.EngineHealth.ConsensusFailed;
import weft.engine.cometbft.process.EngineHealth.CrashLooping;
import weft.engine.cometbft.process.EngineHealth.Healthy;
import weft.engine.cometbft.process.EngineHealth.Starting;
import weft.engine.cometbft.process.EngineHealth.Stuck;

/// Tells from heights, from the process and from what the engine says whether it gets on. Ask about
/// once a second: a height counts from when it was first seen.
///
/// An engine starts until it votes: it replays blocks and does not answer, and then it fetches what
/// its peers have, and both may take long on a sound node. Only from its first vote on, blocks are
/// due; before, it is stuck if it fetches, gets none and has no peer.
public final class EngineWatch {
  public static final long DEFAULT_STUCK_MS = 30_000;

  /// From this many early ends in a row it is a loop and no accident.
  private static final int LOOP_ENDS = 3;

  /// An engine that starts and neither answers nor moves may take this much longer than one that
  /// votes: reading and mending its own files shows in nothing.
  private static final int START_FACTOR = 10;

  private final Supplier<EngineRun> run;
  private final LongSupplier height;
  private final Supplier<Optional<Boolean>> isCatchingUp;
  private final BooleanSupplier isWithoutPeers;
  private final LongSupplier clockNs;
  private final long stuckMs;

  private long lastHeight;
  private long lastChangeNs;
  private boolean hasMoved;
  private boolean hasAnswered;
  private boolean isVoting;
  private OptionalLong lastPid = OptionalLong.empty();

  /// @param height of the application's last block
  /// @param isCatchingUp asks the engine whether it fetches old blocks; empty where it does not
  ///   answer
  /// @param isWithoutPeers asks the engine whether it is connected to nobody; false where it does
  ///   not answer. Asked only while an engine that fetches gets nothing
  /// @param clockNs such as `System::nanoTime`
  /// @param stuckMs without a block for this long, an engine that votes, or has no peer, is stuck
  public EngineWatch(
      Supplier<EngineRun> run,
      LongSupplier height,
      Supplier<Optional<Boolean>> isCatchingUp,
      BooleanSupplier isWithoutPeers,
      LongSupplier clockNs,
      long stuckMs) {
    this.run = run;
    this.height = height;
    this.isCatchingUp = isCatchingUp;
    this.isWithoutPeers = isWithoutPeers;
    this.clockNs = clockNs;
    this.stuckMs = stuckMs;
    this.lastChangeNs = clockNs.getAsLong();
    this.lastHeight = height.getAsLong();
  }

  /// How it is now.
  public synchronized EngineHealth health() {
    EngineRun now = run.get();
    Optional<Boolean> answer = now.pid().isPresent() ? isCatchingUp.get() : Optional.empty();
    long nowNs = clockNs.getAsLong();
    long nowHeight = height.getAsLong();
    if (!now.pid().equals(lastPid)) {
      lastPid = now.pid();
      // A new process has its time to start.
      lastChangeNs = nowNs;
      hasMoved = false;
      hasAnswered = false;
      isVoting = false;
    }
    if (nowHeight != lastHeight) {
      lastHeight = nowHeight;
      lastChangeNs = nowNs;
      hasMoved = true;
    }
    if (answer.isPresent()) {
      boolean votes = !answer.get();
      if (votes && !isVoting) {
        lastChangeNs = nowNs;
      }
      hasAnswered = true;
      isVoting = votes;
    }
    if (now.consensusFailure().isPresent()) {
      return new ConsensusFailed(
          now.consensusFailure().get(),
          "Nothing was signed that should not be. Keep the folder, look up the line in engine.log,"
              + " and restart; if it comes again, this node's state differs from the network's:"
              + " start it anew from state sync.");
    }
    if (now.earlyEnds() >= LOOP_ENDS) {
      return new CrashLooping(
          "the engine ended %d times in a row soon after its start; last: %s"
              .formatted(now.earlyEnds(), now.lastEnd().orElse("unknown")),
          "Repair what the reason names (see engine.log); it is started again by itself.");
    }
    if (now.pid().isEmpty()) {
      return new Starting(
          now.lastEnd()
              .map(end -> "the engine is started again: " + end)
              .orElse("the engine starts"));
    }
    long waitedMs = TimeUnit.NANOSECONDS.toMillis(nowNs - lastChangeNs);
    return isVoting ? voting(nowHeight, waitedMs) : starting(nowHeight, waitedMs);
  }

  private EngineHealth voting(long nowHeight, long waitedMs) {
    if (waitedMs >= stuckMs) {
      return new Stuck(
          "no block after height %d for %d s"
              .formatted(nowHeight, TimeUnit.MILLISECONDS.toSeconds(waitedMs)),
          "Check that validators with more than 2/3 of power run and reach each other (port of"
              + " peers, clocks), and that this machine is not overloaded.");
    }
    return hasMoved
        ? new Healthy(nowHeight)
        : new Starting("no block yet since the engine started, at height " + nowHeight);
  }

  private EngineHealth starting(long nowHeight, long waitedMs) {
    if (hasAnswered && waitedMs >= stuckMs && isWithoutPeers.getAsBoolean()) {
      return new Stuck(
          "no peer to fetch blocks from, and none after height %d for %d s"
              .formatted(nowHeight, TimeUnit.MILLISECONDS.toSeconds(waitedMs)),
          "Check that the nodes of engine.peers run, that their addresses and ids are right, and"
              + " that no firewall is between.");
    }
    if (hasAnswered) {
      return new Starting("the engine fetches blocks, now at height " + nowHeight);
    }
    if (waitedMs >= stuckMs * START_FACTOR) {
      return new Stuck(
          "the engine started and has not answered for %d s, at height %d"
              .formatted(TimeUnit.MILLISECONDS.toSeconds(waitedMs), nowHeight),
          "Look at the last lines of engine.log, and whether disk and processors are overloaded;"
              + " restart the node if nothing moves.");
    }
    return new Starting(
        hasMoved
            ? "the engine replays blocks, now at height " + nowHeight
            : "the engine starts, at height " + nowHeight);
  }
}
