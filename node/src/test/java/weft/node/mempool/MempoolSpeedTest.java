package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.block.Chain;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.engine.solo.SoloEngine;
import weft.engine.solo.SoloEngineSettings;
import weft.engine.solo.SystemBlockClock;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// Prints how fast a durable node without its public API takes transactions of 256 bytes, and how
/// long receipts take. Asserts only that nothing is refused or lost.
@Tag("slow")
final class MempoolSpeedTest {
  private static final int ACCOUNTS = 200;
  private static final int ENVELOPE_BYTES = 256;
  private static final RollupId LANE = RollupId.of("speed");

  private final TestNet net = TestNet.of(ACCOUNTS, Map.of());
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable SoloEngine> engine = new AtomicReference<>();
  private final AtomicReference<@Nullable Mempool> mempool = new AtomicReference<>();

  @Test
  void admissionsPerSecondAndReceiptLatency(@TempDir Path directory) throws Exception {
    int warm = 20_000;
    int fast = 120_000;
    int paced = 25_000;
    List<Bytes> envelopes = presign(warm + fast + paced);
    try (RocksNodeStore store =
        RocksNodeStore.open(directory.resolve("store"), StoreSettings.defaults())) {
      Chain chain = net.open(store, (hash, envelope) -> mempool().verified(hash, envelope));
      try (Mempool running = Mempool.start(settings(), environment(store))) {
        mempool.set(running);
        try (SoloEngine blocks = engine(chain, running)) {
          engine.set(blocks);
          blocks.start();
          register(running);
          saturate("warm-up", running, envelopes.subList(0, warm));
          saturate("as fast as it goes", running, envelopes.subList(warm, warm + fast));
          pace(running, envelopes.subList(warm + fast, envelopes.size()), 5_000);
          MempoolCounters counters = running.counters();
          System.out.println(counters);
          assertThat(counters.refusals()).isEmpty();
          assertThat(counters.accepted()).isEqualTo(envelopes.size() + 1L);
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /// Keeps 4,000 submissions under way.
  private static void saturate(String name, Mempool mempool, List<Bytes> envelopes)
      throws InterruptedException {
    Semaphore window = new Semaphore(4_000);
    long[] latencies = new long[envelopes.size()];
    Map<String, Long> cpuBefore = cpuNsByThread();
    long start = System.nanoTime();
    for (int i = 0; i < envelopes.size(); i++) {
      window.acquire();
      submit(mempool, envelopes.get(i), latencies, i, window);
    }
    window.acquire(4_000);
    print(name, System.nanoTime() - start, latencies);
    printCpu(cpuBefore, envelopes.size());
  }

  private static void pace(Mempool mempool, List<Bytes> envelopes, int perSecond)
      throws InterruptedException {
    Semaphore window = new Semaphore(envelopes.size());
    long[] latencies = new long[envelopes.size()];
    long start = System.nanoTime();
    for (int i = 0; i < envelopes.size(); i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      window.acquire();
      submit(mempool, envelopes.get(i), latencies, i, window);
    }
    window.acquire(envelopes.size());
    print("at " + perSecond + "/s", System.nanoTime() - start, latencies);
  }

  private static void submit(
      Mempool mempool, Bytes envelope, long[] latencies, int index, Semaphore window) {
    long sent = System.nanoTime();
    var _ =
        mempool
            .submit(envelope)
            .thenAccept(
                _ -> {
                  latencies[index] = System.nanoTime() - sent;
                  window.release();
                });
  }

  private static void print(String name, long tookNs, long[] latencies) {
    long[] sorted = latencies.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%s: %d transactions, %.0f/s, receipt p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        name,
        sorted.length,
        sorted.length * 1e9 / tookNs,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }

  /// CPU time does not depend on what else the machine does.
  private static void printCpu(Map<String, Long> before, int transactions) {
    cpuNsByThread()
        .forEach(
            (name, after) -> {
              long ns = (after - before.getOrDefault(name, 0L)) / transactions;
              if (ns > 100) {
                System.out.printf(
                    Locale.ROOT, "  %-24s %6.2f us CPU per transaction%n", name, ns / 1e3);
              }
            });
  }

  private static Map<String, Long> cpuNsByThread() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> byName = new TreeMap<>();
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null) {
        byName.merge(info.getThreadName(), threads.getThreadCpuTime(info.getThreadId()), Long::sum);
      }
    }
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      byName.put("whole process", system.getProcessCpuTime());
    }
    return byName;
  }

  /// Round robin over the accounts, so that each block has something of each.
  private List<Bytes> presign(int count) {
    Bytes[] envelopes = new Bytes[count];
    AtomicInteger longest = new AtomicInteger();
    int overhead = sign(1, 1, 1).transaction().size() - 1;
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              VerifiedTransaction signed =
                  sign(1 + i % (ACCOUNTS - 1), i / (ACCOUNTS - 1), ENVELOPE_BYTES - overhead - 4);
              longest.accumulateAndGet(signed.transaction().size(), Math::max);
              envelopes[i] = signed.transaction().envelope();
            });
    System.out.println("longest envelope: " + longest + " bytes");
    return Arrays.asList(envelopes);
  }

  private VerifiedTransaction sign(int account, long sequence, int payloadBytes) {
    Payload payload = Payload.of(Bytes.wrap(new byte[payloadBytes]));
    return TestTransactions.plain()
        .sign(
            net.account(account),
            new Nonce(0, sequence),
            new Action.Submit(LANE, List.of(payload)));
  }

  private void register(Mempool running) {
    VerifiedTransaction registration =
        TestTransactions.plain()
            .sign(
                net.account(0),
                new Nonce(0, 0),
                TestRollups.register(LANE, TestRollups.terms(Policy.FIRST_COME, 4 << 20)));
    MempoolFixture.answer(running.submit(registration.transaction().envelope()));
    org.awaitility.Awaitility.await().until(() -> running.size().transactions() == 0);
  }

  private SoloEngine engine(Chain chain, Mempool running) {
    return new SoloEngine(
        chain, running, TestNet.VALIDATOR, SoloEngineSettings.defaults(), new SystemBlockClock());
  }

  private static MempoolSettings settings() {
    MempoolSettings d = MempoolSettings.defaults(2);
    return new MempoolSettings(
        200_000,
        128 << 20,
        50_000,
        64 << 20,
        200_000,
        128 << 20,
        d.maxWaitingPerChannel(),
        d.maxWaitingPerAccount(),
        d.maxSequenceGap(),
        d.replacementStepPercent(),
        d.maxUnverifiedTransactions(),
        d.maxUnverifiedBytes(),
        d.maxUnansweredTransactions(),
        d.verifierThreads(),
        d.maxBatchTransactions(),
        d.maxBatchBytes(),
        d.maxExpiriesPerBlock(),
        d.maxReaders(),
        Duration.ofMillis(500),
        d.lateBlockMs(),
        d.maxBids(),
        d.maxAccountBids());
  }

  private MempoolEnvironment environment(RocksNodeStore store) {
    return MempoolEnvironment.of(
        store,
        MempoolFixture.NODE_KEY,
        TestTransactions.WEFT,
        InstantSource.system(),
        this::wake,
        faults::add);
  }

  private void wake() {
    SoloEngine started = engine.get();
    if (started != null) {
      started.workAvailable();
    }
  }

  private Mempool mempool() {
    Mempool started = mempool.get();
    if (started == null) {
      throw new IllegalStateException("no mempool yet");
    }
    return started;
  }
}
