package weft.storage;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import weft.chain.store.BlockCommit;
import weft.ledger.state.StateChanges;
import weft.primitives.Bytes;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.NodeStore.LaneRange;

/// Measures the durable store and prints a table; docs/storage.md holds a run. Not a test: start
/// its `main` with an empty directory on the disk in question, and optionally the GiB of lanes to
/// write.
final class StoreMeasurements {
  private static final int LANES = 10;
  private static final int STATE_ENTRIES = 1_000_000;
  private static final int STATE_BATCH = 20_000;
  private static final long READ_BYTES = 8 << 20;

  private final Path directory;
  private final TestChain chain = new TestChain(1, LANES);
  private final SplittableRandom random = new SplittableRandom(1);
  private RocksNodeStore store;

  private StoreMeasurements(Path directory) {
    this.directory = directory;
    store = open();
    store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
  }

  public static void main(String[] args) {
    double gib = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    new StoreMeasurements(Path.of(args[0])).run((long) (gib * (1L << 30)));
  }

  private RocksNodeStore open() {
    return RocksNodeStore.open(directory, StoreSettings.defaults());
  }

  private void run(long laneBytes) {
    fillState();
    for (int batch : new int[] {1, 50, 200}) {
      journal(batch);
    }
    commits("commit, 2,000 x 256 B", chain.transactions(2_000, 256), 60, 4_000, 3_000);
    List<VerifiedTransaction> large = chain.transactions(100, 64 << 10);
    commits("commit, 100 x 64 KiB", large, 30, 300, 300);
    int more = (int) (laneBytes / (100 * (64 << 10)));
    commits("commit, 100 x 64 KiB, sustained", large, more, 300, 300);
    long written = store.sizeBytes();
    lanes();
    stateReads();
    reopen(written);
    long start = System.nanoTime();
    store.pruneBelow(store.head().height() / 2);
    print("prune, first call", "%.1f ms".formatted(millis(System.nanoTime() - start)));
    store.close();
  }

  private void fillState() {
    long start = System.nanoTime();
    for (int from = 0; from < STATE_ENTRIES; from += STATE_BATCH) {
      TreeMap<Bytes, Optional<Bytes>> entries = new TreeMap<>();
      for (int i = from; i < from + STATE_BATCH; i++) {
        entries.put(stateKey(i), Optional.of(bytes(60)));
      }
      BlockCommit empty = chain.block(List.of());
      store.commit(new BlockCommit(empty.block(), new StateChanges(entries), empty.treeChanges()));
    }
    print(
        "1 M state entries", "%.1f s to write".formatted(millis(System.nanoTime() - start) / 1000));
  }

  private static Bytes stateKey(int i) {
    return Bytes.utf8("balance/%08x%08x".formatted(i * 0x9e3779b9, i));
  }

  private Bytes bytes(int size) {
    byte[] made = new byte[size];
    random.nextBytes(made);
    return Bytes.wrap(made);
  }

  private void journal(int batch) {
    int rounds = 200;
    List<List<Journal.Entry>> batches = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      batches.add(chain.entries(chain.transactions(batch, 256)));
    }
    long cpu = cpuNanos();
    long[] nanos = timed(rounds, i -> store.journal().append(batches.get(i)));
    cpu = cpuNanos() - cpu;
    double perSecond = batch * rounds / (Arrays.stream(nanos).sum() / 1e9);
    print(
        "journal, batches of " + batch,
        "%,.0f/s; %s; %s".formatted(perSecond, quantiles(nanos), cpu(cpu, rounds)));
  }

  private void commits(
      String what, List<VerifiedTransaction> transactions, int count, int keys, int pages) {
    long[] nanos = new long[count];
    long cpu = 0;
    for (int i = 0; i < count; i++) {
      BlockCommit made = chain.block(transactions);
      TreeMap<Bytes, Optional<Bytes>> changes = new TreeMap<>();
      for (int k = 0; k < keys; k++) {
        changes.put(stateKey(random.nextInt(STATE_ENTRIES)), Optional.of(bytes(60)));
      }
      TreeMap<Bytes, Optional<Bytes>> tree = new TreeMap<>();
      for (int p = 0; p < pages; p++) {
        tree.put(bytes(4), Optional.of(bytes(800)));
      }
      BlockCommit commit = new BlockCommit(made.block(), new StateChanges(changes), tree);
      long cpuStart = cpuNanos();
      long start = System.nanoTime();
      store.commit(commit);
      nanos[i] = System.nanoTime() - start;
      cpu += cpuNanos() - cpuStart;
    }
    print(what, quantiles(nanos) + "; " + cpu(cpu, count));
  }

  private void lanes() {
    long bytes = 0;
    long blocks = 0;
    long cpu = cpuNanos();
    long start = System.nanoTime();
    for (RollupId rollup : chain.rollups()) {
      LaneRange range = store.laneRange(rollup);
      long from = range.earliest();
      while (from <= range.latest()) {
        var read = store.laneBlocks(rollup, from, 256, READ_BYTES);
        for (var block : read) {
          for (Bytes entry : block.laneBlock().entries()) {
            bytes += entry.size();
          }
        }
        blocks += read.size();
        from += read.size();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    print(
        "lane ranges, sequential",
        "%,.0f MB/s (%,.0f MB per second of processor), %,d lane blocks, %,d MB"
            .formatted(bytes / 1e6 / seconds, bytes / 1e6 / cpuSeconds, blocks, bytes >> 20));
    long[] nanos =
        timed(
            500,
            _ -> {
              RollupId rollup = chain.rollups().get(random.nextInt(LANES));
              long latest = store.laneRange(rollup).latest();
              store.laneBlock(rollup, 1 + random.nextLong(latest));
            });
    print("random lane block", quantiles(nanos));
  }

  private void stateReads() {
    long[] nanos = timed(200_000, _ -> store.state().get(stateKey(random.nextInt(STATE_ENTRIES))));
    print("random state read", quantiles(nanos));
  }

  private void reopen(long written) {
    long start = System.nanoTime();
    store.close();
    long closed = System.nanoTime();
    store = open();
    long opened = System.nanoTime();
    print("close", "%.0f ms".formatted(millis(closed - start)));
    print(
        "open",
        "%.0f ms with %,d MB and %,d state entries, %,d pending"
            .formatted(
                millis(opened - closed),
                written >> 20,
                STATE_ENTRIES,
                store.journal().pending().size()));
  }

  private static long[] timed(int count, IntConsumer call) {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      call.accept(i);
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private static String quantiles(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return "p50 %.2f ms, p99 %.2f ms, max %.1f ms"
        .formatted(
            millis(sorted[sorted.length / 2]),
            millis(sorted[(int) (sorted.length * 0.99)]),
            millis(sorted[sorted.length - 1]));
  }

  /// Time of this thread on a processor: what a measurement on a busy machine can still compare.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String cpu(long nanos, int calls) {
    return "processor %.2f ms".formatted(millis(nanos / calls));
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static void print(String what, String result) {
    System.out.printf("%-34s %s%n", what, result);
  }
}
