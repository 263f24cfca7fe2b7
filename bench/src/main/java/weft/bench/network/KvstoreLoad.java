package weft.bench.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import weft.bench.load.Outstanding;
import weft.engine.cometbft.home.HostPort;

/// A load of `key=value` transactions on engines with their key-value application, and what becomes
/// of it.
final class KvstoreLoad implements AutoCloseable {
  private static final int CONNECTIONS = 32;
  private static final long NANOS = 1_000_000_000L;
  private static final long DRAIN_TIMEOUT_MS = 60_000;
  private static final long LATENCY_TIMEOUT_MS = 5_000;

  private final Load load;
  private final String prefix;
  private final List<HostPort> rpcs;
  private final Blocks blocks = new Blocks();
  private final Outstanding outstanding;
  private final Histogram softMicros = new ConcurrentHistogram(60_000_000L, 3);
  private final LongAdder sent = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<String, Long> measuredDueNs = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final List<KvstoreEvents> events = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /// By height, until the other half is here too.
  private final Map<Long, Double> times = new HashMap<>();

  private final Map<Long, Integer> counts = new HashMap<>();

  /// @param prefix of keys, not used before
  KvstoreLoad(Load load, String prefix, List<HostPort> rpcs) {
    this.load = load;
    this.prefix = prefix;
    this.rpcs = rpcs;
    this.outstanding =
        load.maxOutstanding() == 0
            ? Outstanding.unlimited()
            : new Outstanding(load.maxOutstanding());
  }

  void start() {
    HostPort observed = rpcs.getFirst();
    if (load.isObservedWhole()) {
      events.add(new KvstoreEvents(observed, "NewBlock", this::block));
    } else {
      // Whole blocks as JSON would cost the engine more than the blocks themselves.
      events.add(new KvstoreEvents(observed, "NewBlockHeader", this::header));
      events.add(new KvstoreEvents(observed, "NewBlockEvents", this::count));
    }
    if (!load.isEmpty()) {
      long beginNs = System.nanoTime();
      for (int i = 0; i < CONNECTIONS; i++) {
        int lane = i;
        threads.add(
            Thread.ofPlatform()
                .daemon()
                .name("bench-kvstore-" + lane)
                .start(() -> send(lane, beginNs)));
      }
    }
  }

  private void send(int lane, long beginNs) {
    SplittableRandom random = new SplittableRandom(lane);
    long endNs = beginNs + load.allSeconds() * NANOS;
    long measuredFromNs = beginNs + load.warmUpSeconds() * NANOS;
    try (KvstoreConnection connection = new KvstoreConnection(rpcs.get(lane % rpcs.size()))) {
      for (long index = lane; ; index += CONNECTIONS) {
        long dueNs =
            load.isPaced() ? beginNs + index * NANOS / load.ratePerSecond() : System.nanoTime();
        if (dueNs - endNs >= 0) {
          return;
        }
        sleepUntil(dueNs);
        if (!outstanding.begin(1, endNs)) {
          return;
        }
        String key = prefix + "-" + index;
        if (load.isObservedWhole() && dueNs - measuredFromNs >= 0) {
          measuredDueNs.put(key, dueNs);
        }
        Optional<String> refusal = connection.submit(transaction(key, random));
        sent.increment();
        if (refusal.isPresent()) {
          measuredDueNs.remove(key);
          outstanding.end(1);
          refused.computeIfAbsent(refusal.get(), _ -> new LongAdder()).increment();
        }
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] transaction(String key, SplittableRandom random) {
    byte[] start = (key + "=").getBytes(StandardCharsets.US_ASCII);
    byte[] transaction = new byte[Math.max(start.length + 1, load.payloadBytes())];
    random.nextBytes(transaction);
    for (int i = 0; i < transaction.length; i++) {
      transaction[i] = (byte) ('A' + (transaction[i] & 15));
    }
    System.arraycopy(start, 0, transaction, 0, start.length);
    return transaction;
  }

  private static void sleepUntil(long dueNs) throws InterruptedException {
    long leftNs = dueNs - System.nanoTime();
    if (leftNs > 0) {
      Thread.sleep(leftNs / 1_000_000, (int) (leftNs % 1_000_000));
    }
  }

  private void block(JsonNode value) {
    long nowNs = System.nanoTime();
    JsonNode block = value.path("block");
    JsonNode transactions = block.path("data").path("txs");
    for (JsonNode transaction : transactions) {
      String text =
          new String(
              Base64.getDecoder().decode(transaction.asString("")), StandardCharsets.US_ASCII);
      Long dueNs = measuredDueNs.remove(text.substring(0, Math.max(0, text.indexOf('='))));
      if (dueNs != null) {
        softMicros.recordValue((nowNs - dueNs) / 1_000);
      }
    }
    seen(KvstoreEvents.timeMs(block.path("header")), transactions.size());
  }

  private synchronized void header(JsonNode value) {
    JsonNode header = value.path("header");
    long height = Long.parseLong(header.path("height").asString("0"));
    times.put(height, KvstoreEvents.timeMs(header));
    join(height);
  }

  private synchronized void count(JsonNode value) {
    long height = Long.parseLong(value.path("height").asString("0"));
    counts.put(height, Integer.parseInt(value.path("num_txs").asString("0")));
    join(height);
  }

  /// Each stream has its own order, so pairs are complete in the order of heights.
  private void join(long height) {
    if (times.containsKey(height) && counts.containsKey(height)) {
      seen(times.remove(height), counts.remove(height));
    }
  }

  private void seen(double timeMs, int transactions) {
    blocks.add(new Blocks.Block(timeMs, transactions, (long) transactions * load.payloadBytes()));
    outstanding.end(transactions);
  }

  /// Waits until all is sent and in blocks.
  void join() throws IOException, InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    IOException first = failure.get();
    if (first != null) {
      throw first;
    }
    if (load.isObservedWhole()) {
      for (long waitedMs = 0; waitedMs < LATENCY_TIMEOUT_MS && !measuredDueNs.isEmpty(); ) {
        Thread.sleep(5);
        waitedMs += 5;
      }
    } else if (load.maxOutstanding() > 0) {
      outstanding.awaitNone(DRAIN_TIMEOUT_MS);
    }
  }

  Blocks blocks() {
    return blocks;
  }

  Histogram softMicros() {
    return softMicros;
  }

  long sent() {
    return sent.sum();
  }

  Map<String, Long> refused() {
    Map<String, Long> counted = new TreeMap<>();
    refused.forEach((reason, count) -> counted.put(reason, count.sum()));
    return counted;
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    events.forEach(KvstoreEvents::close);
  }
}
