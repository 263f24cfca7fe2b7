package weft.cli.market;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import weft.rollup.client.Head;
import weft.rollup.client.Incoming;
import weft.rollup.client.NodeException;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Follows the chain's heads on a thread of its own, and sums up and averages what is in them.
public final class Heads implements AutoCloseable {
  private static final long WAIT_MS = 200;
  private static final long WINDOW_MS = 5_000;
  private static final long LONGEST_INTERVAL_MS = 3_600_000;

  /// A node that stands still says nothing, and ends no stream: then another one may.
  private static final long SILENT_MS = 4_000;

  private static final long CLOSE_WAIT_MS = 2_000;

  private final WeftClient client;
  private final long firstHeight;
  private final Thread thread;
  private final Deque<Head> window = new ArrayDeque<>();
  private final Histogram intervalsMs = new Histogram(LONGEST_INTERVAL_MS, 3);
  private volatile boolean closed;
  private Totals totals = new Totals(0, 0, 0, 0);
  private long height;

  public record Totals(long blocks, long transactions, long payloads, long payloadBytes) {
    Totals plus(Head head) {
      return new Totals(
          blocks + 1,
          transactions + head.transactions(),
          payloads + head.payloads(),
          payloadBytes + head.payloadBytes());
    }
  }

  /// In milliseconds.
  public record Intervals(long p50, long p99) {}

  /// Of the last seconds.
  public record Rates(long intervalMs, double transactionsPerSecond, double bytesPerSecond) {}

  private Heads(WeftClient client, long firstHeight) {
    this.client = client;
    this.firstHeight = firstHeight;
    this.height = firstHeight - 1;
    this.thread = Thread.ofPlatform().name("heads").daemon(true).unstarted(this::follow);
  }

  /// Follows from a height on.
  public static Heads follow(WeftClient client, long firstHeight) {
    Heads heads = new Heads(client, firstHeight);
    heads.thread.start();
    return heads;
  }

  public synchronized long height() {
    return height;
  }

  public synchronized Totals totals() {
    return totals;
  }

  /// Time between consecutive blocks, of the whole run.
  public synchronized Intervals intervals() {
    return new Intervals(
        intervalsMs.getValueAtPercentile(50), intervalsMs.getValueAtPercentile(99));
  }

  public synchronized Rates rates() {
    if (window.size() < 2) {
      return new Rates(0, 0, 0);
    }
    long spanMs = Math.max(1, window.getLast().timeMs() - window.getFirst().timeMs());
    long transactions = 0;
    long bytes = 0;
    for (Head head : window) {
      transactions += head.transactions();
      bytes += head.bytes();
    }
    transactions -= window.getFirst().transactions();
    bytes -= window.getFirst().bytes();
    double seconds = spanMs / 1_000.0;
    return new Rates(spanMs / (window.size() - 1), transactions / seconds, bytes / seconds);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    while (!closed) {
      try (Subscription<Head> heads = client.chain().followHeads(height() + 1)) {
        follow(heads);
        TimeUnit.MILLISECONDS.sleep(closed ? 0 : WAIT_MS);
      } catch (NodeException e) {
        if (closed) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void follow(Subscription<Head> heads) throws InterruptedException {
    long heardAtNs = System.nanoTime();
    while (!closed && System.nanoTime() - heardAtNs < TimeUnit.MILLISECONDS.toNanos(SILENT_MS)) {
      switch (heads.next(WAIT_MS)) {
        case Incoming.Item<Head>(Head head) -> {
          add(head);
          heardAtNs = System.nanoTime();
        }
        case Incoming.Nothing<Head> _ -> {}
        case Incoming.Ended<Head> _ -> {
          return;
        }
      }
    }
  }

  private synchronized void add(Head head) {
    if (head.height() < firstHeight) {
      return;
    }
    height = head.height();
    totals = totals.plus(head);
    if (!window.isEmpty() && window.getLast().height() == head.height() - 1) {
      long intervalMs = Math.max(0, head.timeMs() - window.getLast().timeMs());
      intervalsMs.recordValue(Math.min(LONGEST_INTERVAL_MS, intervalMs));
    }
    window.addLast(head);
    while (window.size() > 2 && head.timeMs() - window.getFirst().timeMs() > WINDOW_MS) {
      window.removeFirst();
    }
  }
}
