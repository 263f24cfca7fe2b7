package weft.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import weft.primitives.Hash32;
import weft.rollup.client.Envelope;
import weft.rollup.client.SubmitStream;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// Sends a signed file over the streaming call at a pace, and measures the way to each receipt.
public final class Sender {
  private static final long NANOS = 1_000_000_000L;

  private final Histogram receiptMicros = new ConcurrentHistogram(60_000_000L, 3);
  private final LongAdder accepted = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<Hash32, Long> sentNanos = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final boolean keepTimes;

  /// @param keepTimes whether each transaction's time of sending is kept, for [#sentNanos]
  public Sender(boolean keepTimes) {
    this.keepTimes = keepTimes;
  }

  /// Sends until the time is over or the file ends, and waits for all answers.
  ///
  /// @param ratePerSecond 0 = as fast as the node answers
  /// @return seconds that it took
  public double send(
      WeftClient client, Path file, int ratePerSecond, int batchSize, int window, int seconds)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (SignedFile.Reader reader = new SignedFile.Reader(file);
        SubmitStream stream = client.transactions().openStream(window)) {
      long sent = 0;
      List<Envelope> batch = reader.next(batchSize);
      while (System.nanoTime() - begin < seconds * NANOS && !batch.isEmpty()) {
        if (ratePerSecond > 0) {
          awaitNanos(begin + sent * NANOS / ratePerSecond);
        }
        sendBatch(stream, batch);
        sent += batch.size();
        batch = reader.next(batchSize);
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private void sendBatch(SubmitStream stream, List<Envelope> batch) throws InterruptedException {
    long at = System.nanoTime();
    for (Envelope envelope : batch) {
      bytes.addAndGet(envelope.bytes().size());
      if (keepTimes) {
        sentNanos.put(envelope.hash(), at);
      }
    }
    CompletableFuture<Void> _ =
        stream
            .send(batch)
            .thenAccept(
                outcomes -> {
                  long micros = (System.nanoTime() - at) / 1000;
                  for (Submitted outcome : outcomes) {
                    count(outcome, micros);
                  }
                });
  }

  private void count(Submitted outcome, long micros) {
    switch (outcome) {
      case Submitted.Accepted _, Submitted.AlreadyKnown _ -> {
        accepted.increment();
        receiptMicros.recordValue(Math.min(micros, 60_000_000L));
      }
      case Submitted.Refused r -> add(r.refusal().code().id());
      case Submitted.Unknown _ -> add("unknown");
    }
  }

  private void add(String code) {
    refused.computeIfAbsent(code, _ -> new LongAdder()).increment();
  }

  private static void awaitNanos(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  public long accepted() {
    return accepted.sum();
  }

  public Map<String, Long> refused() {
    Map<String, Long> counts = new TreeMap<>();
    refused.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  public double receiptMs(double percentile) {
    return receiptMicros.getValueAtPercentile(percentile) / 1e3;
  }

  public Map<Hash32, Long> sentNanos() {
    return sentNanos;
  }
}
