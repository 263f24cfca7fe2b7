package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.testnet.NodeProcess;
import weft.cli.testnet.NodeProcess.Part;
import weft.node.NodeDirectory;
import weft.node.configuration.ConfigurationKey;
import weft.proof.Poll;

/// Four validators under load, of which some or all are killed, stand still, or lose their disk:
/// nothing that one of them acknowledged is ever taken back, and they never disagree.
/// `-Dweft.seed=N` repeats the choices of a run.
final class NetworkKillTest {
  private static final long SEED = Long.getLong("weft.seed", System.nanoTime());
  private static final String STUCK_MS = "3000";
  private static final int KILLS_OF_ALL = 1;
  private static final int MANY_KILLS_OF_ALL = 20;
  private static final long STILL_MS = 3_000;
  private static final long STILL_LONG_MS = 10_000;
  private static final int RECEIPTS_BETWEEN = 20;

  /// How many nodes are killed, by the name in HotShot's restart matrix; f = 1 of 4.
  private static final Map<String, Integer> COUNTS =
      Map.of("1", 1, "f", 1, "f+1", 2, "2f", 2, "2f+1", 3, "all", 4);

  @TempDir private Path folder = Path.of(".");
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<NetworkLoad> loads = new ArrayList<>();
  private @Nullable Links links;

  /// The short form of all that follows, in the life of one network.
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoIsKilledStoppedCutOffOrWipedComesBack() throws Exception {
    underLoad(
        network -> {
          restart(network, "1", Part.ENGINE);
          restart(network, "f", Part.NODE);
          restart(network, "f+1", Part.BOTH);
          restart(network, "2f", Part.ENGINE);
          restart(network, "2f+1", Part.ENGINE);
          restart(network, "all", Part.BOTH);
          killAllAtOnce(network, KILLS_OF_ALL);
          standStill(network, STILL_MS);
          cutOff(network, "f");
          wipe(network);
        });
  }

  @Test
  @Tag("slow")
  @Timeout(value = 40, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theWholeRestartMatrixHolds() throws Exception {
    underLoad(
        network -> {
          for (String count : List.of("1", "f", "f+1", "2f", "2f+1", "all")) {
            for (Part part : Part.values()) {
              restart(network, count, part);
            }
          }
        });
  }

  @Test
  @Tag("slow")
  @Timeout(value = 40, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingIsLostWhenAllAreKilledTwentyTimes() throws Exception {
    underLoad(
        network -> {
          killAllAtOnce(network, MANY_KILLS_OF_ALL);
          standStill(network, STILL_LONG_MS);
          cutOff(network, "f");
          cutOff(network, "f+1");
          wipe(network);
        });
  }

  private interface Hurt {
    void to(TestNetwork network) throws Exception;
  }

  private void underLoad(Hurt hurt) throws Exception {
    TestNetwork.requireEngine();
    Map<ConfigurationKey, String> settings = Map.of(ConfigurationKey.ENGINE_STUCK_MS, STUCK_MS);
    List<NodeDirectory> directories;
    try (TestNetwork network =
            TestNetwork.create(
                folder.resolve("network"), TestNetwork.VALIDATORS, settings, Map.of());
        Links between = new Links(network.nodes())) {
      links = between;
      directories = network.directories();
      network.start();
      for (int i = 1; i <= 2; i++) {
        loads.add(new NetworkLoad(network.nodes(), TestNetwork.account(i), random.nextLong()));
      }
      awaitReceipts(RECEIPTS_BETWEEN);
      hurt.to(network);
      awaitReceipts(RECEIPTS_BETWEEN);
      loads.forEach(NetworkLoad::close);
      network.awaitSettled();
    }
    System.out.printf("%s (%s)%n", Agreement.require(directories, loads), seed());
  }

  /// Kills as many nodes, or parts of them, and looks at the others meanwhile.
  private void restart(TestNetwork network, String count, Part part) throws Exception {
    long beganNs = System.nanoTime();
    List<NodeProcess> hurt = choose(network, Objects.requireNonNull(COUNTS.get(count)));
    List<NodeProcess> rest = network.nodes().stream().filter(node -> !hurt.contains(node)).toList();
    together(hurt, node -> node.kill(part));
    if (part == Part.ENGINE) {
      assertThat(hurt).as("nodes whose engine was killed").allMatch(NodeProcess::isAlive);
    } else if (hurt.size() <= network.processes().mostFailing()) {
      long height = TestNetwork.highest(rest);
      assertThat(rest.getFirst().await(height + 3, TestNetwork.WAIT_MS))
          .as("%s of %s down: the others go on (%s)", count, part, seed())
          .isTrue();
    } else {
      requireStalled(network, rest, count + " of " + part);
    }
    hurt.stream().filter(node -> !node.isAlive()).forEach(NodeProcess::start);
    network.awaitBlocks(3);
    awaitReceipts(RECEIPTS_BETWEEN);
    System.out.printf(
        "%s of %s: %d ms%n",
        count, part, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
  }

  /// No block is made, and who is left says so.
  private static void requireStalled(TestNetwork network, List<NodeProcess> rest, String what)
      throws Exception {
    long height = TestNetwork.highest(rest);
    for (NodeProcess node : rest) {
      Poll.require(
          what + " down: node " + node.index() + " says that it is stalled",
          TestNetwork.WAIT_MS,
          () -> network.readiness(node).matches("(?s)503 .*no block after height \\d+ for .*"));
      // One that was decided already may come to its end.
      assertThat(node.height()).as(what + " down").isBetween(height, height + 1);
    }
  }

  private void killAllAtOnce(TestNetwork network, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(200_000)));
      together(network.nodes(), node -> node.kill(Part.BOTH));
      network.processes().startAll();
      network.awaitBlocks(2);
      awaitReceipts(RECEIPTS_BETWEEN);
    }
  }

  private void standStill(TestNetwork network, long forMs) throws Exception {
    NodeProcess hurt = choose(network, 1).getFirst();
    hurt.pause(Part.BOTH);
    List<NodeProcess> rest = network.nodes().stream().filter(node -> node != hurt).toList();
    long height = TestNetwork.highest(rest);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(forMs));
    assertThat(rest.getFirst().await(height + 3, TestNetwork.WAIT_MS)).as("the others").isTrue();
    hurt.resume();
    network.awaitBlocks(3);
  }

  /// As many nodes reach no other one: they say so, take what they are sent, and deliver that
  /// later. The others go on if they are enough.
  private void cutOff(TestNetwork network, String count) throws Exception {
    Links between = Objects.requireNonNull(links);
    List<NodeProcess> hurt = choose(network, Objects.requireNonNull(COUNTS.get(count)));
    List<NodeProcess> rest = network.nodes().stream().filter(node -> !hurt.contains(node)).toList();
    hurt.forEach(node -> between.cut(node.index()));
    requireStalled(network, hurt, "the network of " + count);
    if (hurt.size() <= network.processes().mostFailing()) {
      long height = TestNetwork.highest(rest);
      assertThat(rest.getFirst().await(height + 3, TestNetwork.WAIT_MS)).as("the others").isTrue();
    } else {
      requireStalled(network, rest, "the network of " + count);
    }
    between.heal();
    network.awaitBlocks(3);
  }

  /// A disk is lost, but not the record of what the validator has signed. Nobody submits to that
  /// node: what only a lost disk knew is lost.
  private void wipe(TestNetwork network) throws Exception {
    NodeProcess hurt = choose(network, 1).getFirst();
    loads.forEach(load -> load.spare(hurt.index()));
    awaitReceipts(RECEIPTS_BETWEEN);
    loads.forEach(load -> load.rest(true));
    Poll.require(
        "an empty pool at the node that is wiped",
        TestNetwork.WAIT_MS,
        () -> hurt.status().filter(status -> status.mempoolTransactions() == 0).isPresent());
    loads.forEach(load -> load.rest(false));
    hurt.kill(Part.BOTH);
    delete(hurt.directory().store(), "");
    delete(hurt.directory().engine().path().resolve("data"), "priv_validator_state.json");
    hurt.start();
    network.awaitBlocks(3);
    loads.forEach(load -> load.spare(-1));
  }

  /// Deletes a folder with all that is in it, or all but one file.
  private static void delete(Path directory, String kept) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> files =
          all.sorted(Comparator.reverseOrder())
              .filter(file -> kept.isEmpty() || !file.equals(directory))
              .filter(file -> !file.getFileName().toString().equals(kept))
              .toList();
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private List<NodeProcess> choose(TestNetwork network, int count) {
    List<NodeProcess> left = new ArrayList<>(network.nodes());
    return IntStream.range(0, count)
        .mapToObj(_ -> left.remove(random.nextInt(left.size())))
        .toList();
  }

  private interface Act {
    void on(NodeProcess node);
  }

  /// On all nodes at the same time.
  private static void together(List<NodeProcess> nodes, Act act) throws InterruptedException {
    List<Thread> threads =
        nodes.stream().map(node -> Thread.ofPlatform().start(() -> act.on(node))).toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void awaitReceipts(int more) throws Exception {
    for (NetworkLoad load : loads) {
      int target = load.receipts().size() + more;
      Poll.require(
          "receipts (" + seed() + ")",
          TestNetwork.WAIT_MS,
          () -> {
            assertThat(load.faults()).as("refusals that nothing explains (%s)", seed()).isEmpty();
            return load.receipts().size() >= target;
          });
    }
  }

  private static String seed() {
    return "-Dweft.seed=" + SEED;
  }
}
