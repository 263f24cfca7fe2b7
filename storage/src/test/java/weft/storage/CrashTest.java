package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Hash32;

/// Kills a process that writes, at random moments, again and again on the same directory.
final class CrashTest {
  private static final long SEED = 20_260;
  private static final int ROUNDS = Integer.getInteger("weft.crash.rounds", 10);
  private static final int EXTRA_BATCH = 3;
  private static final long EXTRA_ARRIVAL = 1_000_000;

  @TempDir Path folder = Path.of("");

  /// Two threads write: one does the steps of a repeatable history, the other appends to the
  /// journal.
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      int firstStep = Integer.parseInt(args[1]);
      int firstExtra = Integer.parseInt(args[2]);
      StoreHistory history = historyUpTo(firstStep);
      RocksNodeStore store = RocksNodeStore.open(Path.of(args[0]), TestStores.small());
      if (store.genesisHash().isEmpty()) {
        store.initialize(chain().genesis(), TestChain.genesisState(), TestChain.genesisTree());
      }
      history.with(store);
      Thread.ofPlatform().start(() -> appendExtras(store, firstExtra));
      for (int step = firstStep; ; step++) {
        history.step();
        acknowledge("step", step);
      }
    }

    private static void appendExtras(NodeStore store, int first) {
      TestChain chain = extraChain();
      extras(chain, first);
      for (int batch = first; ; batch++) {
        store.journal().append(extraBatch(chain));
        acknowledge("extra", batch);
      }
    }

    private static synchronized void acknowledge(String kind, int number) {
      System.out.println(kind + " " + number);
      System.out.flush();
    }
  }

  private static TestChain chain() {
    return new TestChain(SEED, 4);
  }

  private static TestChain extraChain() {
    return new TestChain(SEED + 1, 4).arrivingFrom(EXTRA_ARRIVAL);
  }

  private static List<Journal.Entry> extraBatch(TestChain chain) {
    return chain.entries(chain.transactions(EXTRA_BATCH, 100));
  }

  private static List<Journal.Entry> extras(TestChain chain, int batches) {
    List<Journal.Entry> entries = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      entries.addAll(extraBatch(chain));
    }
    return entries;
  }

  private static StoreHistory historyUpTo(int steps) {
    TestChain chain = chain();
    MemoryNodeStore memory = new MemoryNodeStore();
    memory.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
    StoreHistory history = new StoreHistory(chain, memory, SEED);
    for (int step = 0; step < steps; step++) {
      history.step();
    }
    return history;
  }

  @Test
  void nothingAcknowledgedIsLostByKills() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    int steps = 0;
    int extras = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Acknowledged acknowledged = runAndKill(steps, extras, random.nextInt(400));
      String where = "seed %d, round %d, %s".formatted(SEED, round, acknowledged);
      try (RocksNodeStore store =
          RocksNodeStore.open(folder.resolve("store"), TestStores.small())) {
        extras = countExtras(store, acknowledged.extras(), where);
        steps = checkSteps(store, acknowledged.steps(), extras, where);
      }
    }
    assertThat(steps).as("steps in all rounds").isGreaterThan(ROUNDS);
    assertThat(extras).as("batches in all rounds").isGreaterThan(ROUNDS);
  }

  /// How many steps and extra batches are durable for sure.
  private record Acknowledged(int steps, int extras) {}

  private Acknowledged runAndKill(int steps, int extras, int afterMs)
      throws IOException, InterruptedException {
    Process writer =
        ChildJvm.start(
            Writer.class,
            folder.resolve("store").toString(),
            Integer.toString(steps),
            Integer.toString(extras));
    Acknowledged acknowledged = new Acknowledged(steps, extras);
    try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
      acknowledged = after(acknowledged, output.readLine());
      writer.waitFor(afterMs, TimeUnit.MILLISECONDS);
      // Killing by handle leaves the pipe open, and so what was acknowledged before can be read.
      writer.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged = after(acknowledged, line);
      }
      writer.waitFor();
    }
    return acknowledged;
  }

  /// The kill may cut the last line; then it was not heard, and does not count.
  private static Acknowledged after(Acknowledged before, @Nullable String line) {
    if (line == null) {
      throw new AssertionError("the writer ended by itself; its errors are in this test's output");
    }
    String[] words = line.split(" ", 2);
    int number = Integer.parseInt(words[1]);
    return words[0].equals("step")
        ? new Acknowledged(Math.max(before.steps(), number + 1), before.extras())
        : new Acknowledged(before.steps(), Math.max(before.extras(), number + 1));
  }

  /// Batches are whole, in order, and at most one more than was acknowledged.
  private static int countExtras(NodeStore store, int acknowledged, String where) {
    Set<Hash32> pending = new HashSet<>();
    store.journal().pending().forEach(entry -> pending.add(entry.transactionHash()));
    TestChain chain = extraChain();
    int batches = 0;
    while (pending.containsAll(hashes(extraBatch(chain)))) {
      batches++;
    }
    assertThat(batches).as(where).isBetween(acknowledged, acknowledged + 1);
    return batches;
  }

  private static List<Hash32> hashes(List<Journal.Entry> entries) {
    return entries.stream().map(Journal.Entry::transactionHash).toList();
  }

  private static int checkSteps(NodeStore store, int acknowledged, int extras, String where) {
    StoreHistory history = historyUpTo(acknowledged);
    history.model().append(extras(extraChain(), extras));
    try {
      history.model().check(store, where);
      return acknowledged;
    } catch (AssertionError withoutTheNext) {
      history.step();
      history.model().check(store, where + ", with the step that was not acknowledged");
      return acknowledged + 1;
    }
  }
}
