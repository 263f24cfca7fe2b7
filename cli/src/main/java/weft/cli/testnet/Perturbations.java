package weft.cli.testnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import weft.cli.CliException;
import weft.cli.testnet.NodeProcess.Part;

/// Disturbs nodes one time after the other, on a thread of its own. The next time comes only when
/// all nodes are back, so that never more of them are away than may be.
final class Perturbations implements AutoCloseable {
  private static final long HOLD_MS = 10_000;

  /// A node that gets no block for so long does not come back.
  private static final long STANDS_STILL_MS = 120_000;

  private static final long POLL_MS = 100;
  private static final long LONGEST_RECOVERY_MS = 3_600_000;
  private static final int LOG_LINES = 20;

  private final NetworkProcesses network;
  private final NodeWatch watch;
  private final Optional<PeerRelays> relays;
  private final Plan plan;
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private final SortedMap<String, Histogram> recoveriesMs = new TreeMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private Optional<CliException> problem = Optional.empty();

  /// @param kinds none: nothing is disturbed
  /// @param isAllAtOnce whether as many as there are, instead of as many as may fail
  record Plan(List<Perturbation> kinds, boolean isAllAtOnce, long seed) {
    Plan {
      kinds = List.copyOf(kinds);
    }
  }

  private Perturbations(
      NetworkProcesses network, NodeWatch watch, Optional<PeerRelays> relays, Plan plan) {
    this.network = network;
    this.watch = watch;
    this.relays = relays;
    this.plan = plan;
    plan.kinds().forEach(kind -> counts.put(kind.id(), 0L));
    this.thread = Thread.ofPlatform().name("perturbations").daemon().unstarted(this::run);
  }

  /// @param relays between the nodes, needed to cut some off
  static Perturbations start(
      NetworkProcesses network, NodeWatch watch, Optional<PeerRelays> relays, Plan plan) {
    Perturbations started = new Perturbations(network, watch, relays, plan);
    if (!plan.kinds().isEmpty()) {
      started.thread.start();
    }
    return started;
  }

  /// How many nodes were disturbed, by kind.
  synchronized SortedMap<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /// How long nodes took to come back, by kind; without kinds of which none has come back yet.
  synchronized SortedMap<String, Recovery> recoveries() {
    SortedMap<String, Recovery> all = new TreeMap<>();
    recoveriesMs.forEach(
        (kind, each) ->
            all.put(kind, new Recovery(each.getValueAtPercentile(50), each.getMaxValue())));
    return all;
  }

  /// A node that did not come back.
  synchronized Optional<CliException> problem() {
    return problem;
  }

  /// Ends the present one early, and waits until its nodes are back.
  @Override
  public void close() {
    stopping.countDown();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int most = plan.isAllAtOnce() ? network.size() : network.mostFailing();
    // A network that loses more disks than that has lost its blocks.
    int mostDisks = Math.max(1, network.mostFailing());
    Schedule schedule = new Schedule(plan.kinds(), network.size(), most, mostDisks, plan.seed());
    try {
      while (problem().isEmpty()) {
        Disturbance next = schedule.next();
        if (stopping.await(next.gapMs(), TimeUnit.MILLISECONDS)) {
          return;
        }
        disturb(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      fail(new CliException("failed", String.valueOf(e.getMessage()), "Look at the nodes' logs."));
    }
  }

  private void disturb(Disturbance next) throws InterruptedException {
    synchronized (this) {
      counts.merge(next.kind().id(), (long) next.nodes().size(), Long::sum);
    }
    List<NodeProcess> nodes = next.nodes().stream().map(network::node).toList();
    nodes.forEach(node -> watch.mark(node.index(), next.kind().state()));
    switch (next.kind()) {
      case KILL -> {
        atOnce(nodes, node -> node.kill(next.part()));
        hold(next.downMs());
      }
      case PAUSE -> {
        atOnce(nodes, node -> node.pause(Part.BOTH));
        hold(HOLD_MS);
        atOnce(nodes, NodeProcess::resume);
      }
      case RESTART -> atOnce(nodes, NodeProcess::stop);
      case PARTITION -> {
        nodes.forEach(node -> relays.orElseThrow().cut(node.index()));
        hold(HOLD_MS);
        nodes.forEach(node -> relays.orElseThrow().heal(node.index()));
      }
      case DISK -> {
        atOnce(nodes, NodeProcess::stop);
        nodes.forEach(node -> wipe(node, next.isWhole()));
      }
    }
    network.startAll();
    nodes.forEach(node -> watch.unmark(node.index()));
    awaitBack(nodes, next.kind());
  }

  private void awaitBack(List<NodeProcess> nodes, Perturbation kind) throws InterruptedException {
    long beganNs = System.nanoTime();
    long before = watch.highest();
    List<NodeProcess> away = new ArrayList<>(nodes);
    Map<NodeProcess, Progress> progress = new HashMap<>();
    while (!away.isEmpty()) {
      for (NodeProcess node : List.copyOf(away)) {
        if (isBack(node, before)) {
          away.remove(node);
          noteRecovery(kind, System.nanoTime() - beganNs);
        } else if (progress.computeIfAbsent(node, Progress::new).hasEnded()) {
          away.remove(node);
          fail(
              new CliException(
                  "failed",
                  "node %d did not come back after %s; its last lines:\n%s"
                      .formatted(node.index(), kind.id(), node.lastLines(LOG_LINES)),
                  "Its log is " + node.log()));
        }
      }
      TimeUnit.MILLISECONDS.sleep(away.isEmpty() ? 0 : POLL_MS);
    }
  }

  /// Whether it is ready and has about what the network has, with a block that is new: what it had
  /// before it may answer for a while although its engine is gone.
  private boolean isBack(NodeProcess node, long before) throws InterruptedException {
    return node.isReady() && node.height() >= Math.max(before + 1, watch.highest() - 1);
  }

  private synchronized void noteRecovery(Perturbation kind, long recoveryNs) {
    recoveriesMs
        .computeIfAbsent(kind.id(), _ -> new Histogram(LONGEST_RECOVERY_MS, 3))
        .recordValue(Math.min(LONGEST_RECOVERY_MS, TimeUnit.NANOSECONDS.toMillis(recoveryNs)));
  }

  /// A node that catches up is waited for as long as it gets on: on a busy machine that takes its
  /// time and is no fault.
  private static final class Progress {
    private final NodeProcess node;
    private long height = -1;
    private long roseAtNs = System.nanoTime();

    Progress(NodeProcess node) {
      this.node = node;
    }

    boolean hasEnded() {
      long now = node.height();
      if (now > height) {
        height = now;
        roseAtNs = System.nanoTime();
      }
      long standsMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - roseAtNs);
      return !node.isAlive() || standsMs > STANDS_STILL_MS;
    }
  }

  private void hold(long holdMs) throws InterruptedException {
    var _ = stopping.await(holdMs, TimeUnit.MILLISECONDS);
  }

  private synchronized void fail(CliException cause) {
    problem = problem.or(() -> Optional.of(cause));
  }

  private static void atOnce(List<NodeProcess> nodes, Consumer<NodeProcess> action)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (NodeProcess node : nodes) {
      threads.add(Thread.ofVirtual().start(() -> action.accept(node)));
    }
    for (Thread each : threads) {
      each.join();
    }
  }

  /// Keys and what was signed last stay: a validator that forgets that may sign twice.
  private static void wipe(NodeProcess node, boolean isWhole) {
    delete(node.directory().store(), _ -> true);
    if (isWhole) {
      Path state = node.directory().engine().signingStateFile();
      delete(state.resolveSibling(""), path -> !path.equals(state));
    }
  }

  private static void delete(Path folder, Predicate<Path> isWanted) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).filter(isWanted).toList()) {
        if (!each.equals(folder)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
