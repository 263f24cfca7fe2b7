package weft.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private final LongAdder sent = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<Hash32, Long> sentNanos = new ConcurrentHashMap<>();
  private final boolean keepTimes;
  private final Outstanding outstanding;

  /// @param keepTimes whether the time at which each measured transaction was due is kept, for
  ///   [#sentNanos]
  public Sender(boolean keepTimes) {
    this(keepTimes, Outstanding.unlimited());
  }

  /// A sender that waits while too much of what it sent is not soft yet.
  public Sender(boolean keepTimes, Outstanding outstanding) {
    this.keepTimes = keepTimes;
    this.outstanding = outstanding;
  }

  /// Sends until the time is over or the file ends, and waits for all answers.
  ///
  /// @param ratePerSecond 0 = as fast as the node answers
  /// @return seconds that it took
  public double send(
      WeftClient client, Path file, int ratePerSecond, int batchSize, int window, int seconds)
      throws IOException, InterruptedException {
    return send(client, file, ratePerSecond, batchSize, window, 0, seconds);
  }

  /// Sends at a pace, and measures what is due after a warm-up. At a pace, a transaction's time
  /// runs from when it was due: one that could not be sent in time, because the node was behind,
  /// counts with its wait.
  ///
  /// @param warmUpSeconds sent first, at the same rate, and not measured
  public double send(
      WeftClient client,
      Path file,
      int ratePerSecond,
      int batchSize,
      int window,
      int warmUpSeconds,
      int seconds)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + (warmUpSeconds + seconds) * NANOS;
    long measuredFrom = begin + warmUpSeconds * NANOS;
    try (SignedFile.Reader reader = new SignedFile.Reader(file);
        SubmitStream stream = client.transactions().openStream(window)) {
      long count = 0;
      List<Envelope> batch = reader.next(batchSize);
      while (System.nanoTime() - end < 0 && !batch.isEmpty()) {
        long due = ratePerSecond > 0 ? begin + count * NANOS / ratePerSecond : System.nanoTime();
        awaitNanos(due);
        if (!outstanding.begin(batch.size(), end)) {
          break;
        }
        sendBatch(stream, batch, due, due - measuredFrom >= 0);
        count += batch.size();
        sent.add(batch.size());
        batch = reader.next(batchSize);
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private void sendBatch(SubmitStream stream, List<Envelope> batch, long dueNs, boolean measured)
      throws InterruptedException {
    for (Envelope envelope : batch) {
      if (keepTimes && measured) {
        sentNanos.put(envelope.hash(), dueNs);
      }
    }
    CompletableFuture<Void> _ =
        stream
            .send(batch)
            .thenAccept(
                outcomes -> {
                  long micros = (System.nanoTime() - dueNs) / 1000;
                  for (Submitted outcome : outcomes) {
                    count(outcome, measured, micros);
                  }
                });
  }

  private void count(Submitted outcome, boolean measured, long micros) {
    switch (outcome) {
      case Submitted.Accepted _, Submitted.AlreadyKnown _ -> {
        accepted.increment();
        if (measured) {
          receiptMicros.recordValue(Math.min(micros, 60_000_000L));
        }
      }
      case Submitted.Refused r -> add(r.refusal().code().id());
      case Submitted.Unknown _ -> add("unknown");
    }
  }

  private void add(String code) {
    outstanding.end(1);
    refused.computeIfAbsent(code, _ -> new LongAdder()).increment();
  }

  private static void awaitNanos(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /// How many were sent, whatever the answers.
  public long sent() {
    return sent.sum();
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
