package weft.bench.scenario;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import weft.bench.load.BenchChain;
import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// What this machine can do at best, measured in the same run: the other figures are read against
/// it.
public final class LimitsScenario implements Scenario {
  private static final long MEASURE_NANOS = 1_500_000_000L;
  static final String RECOVERIES = "signature recoveries, one core";
  static final String ALL_RECOVERIES = "signature recoveries, all cores at once";
  static final String HASHED = "SHA-256, one core";
  static final String SYNC_MS = "one disk sync of 4 KiB";
  private static final int CHUNK = 1 << 20;

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException {
    settings.say("limits: signature recovery, SHA-256, disk sync");
    LongSupplier recovery = recovery();
    double recoveries = perSecond(recovery);
    double allRecoveries =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> measure(recovery), onItsOwnThread()))
            .toList()
            .stream()
            .mapToDouble(CompletableFuture::join)
            .sum();
    MessageDigest digest = Sha256.digest();
    byte[] chunk = new byte[CHUNK];
    double hashed =
        perSecond(
            () -> {
              digest.update(chunk);
              return CHUNK;
            });
    return List.of(
        Figure.of(name(), RECOVERIES, recoveries, "1/s"),
        Figure.of(name(), ALL_RECOVERIES, allRecoveries, "1/s"),
        Figure.of(name(), HASHED, hashed / 1e6, "MB/s"),
        Figure.of(name(), SYNC_MS, 1e3 / syncs(settings.folder()), "ms"));
  }

  private static LongSupplier recovery() {
    Transaction transaction =
        BenchChain.submission(
            BenchChain.sender(0),
            new Nonce(0, 0),
            RollupId.of("bench-0000"),
            Bytes.wrap(new byte[256]));
    return () -> VerifiedTransaction.verify(transaction).isPresent() ? 1 : 0;
  }

  /// Processor time of one signature check, in milliseconds: the same however busy the machine is.
  public static double recoveryMs() {
    LongSupplier recovery = recovery();
    measure(recovery);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long beforeNs = threads.getCurrentThreadCpuTime();
    long beginNs = System.nanoTime();
    double each = measure(recovery) * (System.nanoTime() - beginNs) / 1e9;
    return (threads.getCurrentThreadCpuTime() - beforeNs) / each / 1e6;
  }

  private static Executor onItsOwnThread() {
    return work -> Thread.ofPlatform().daemon().name("bench-limits").start(work);
  }

  private static double perSecond(LongSupplier work) {
    measure(work);
    return measure(work);
  }

  private static double measure(LongSupplier work) {
    long begin = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - begin < MEASURE_NANOS) {
      done += work.getAsLong();
    }
    return done * 1e9 / (System.nanoTime() - begin);
  }

  private static double syncs(Path folder) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("sync.bin"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(4096);
      long begin = System.nanoTime();
      int done = 0;
      while (System.nanoTime() - begin < MEASURE_NANOS) {
        file.write(page.clear());
        file.force(false);
        done++;
      }
      return done * 1e9 / (System.nanoTime() - begin);
    }
  }
}
