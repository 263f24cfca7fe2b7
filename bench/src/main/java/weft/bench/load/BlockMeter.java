package weft.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import weft.rollup.client.Head;
import weft.rollup.client.Incoming;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Counts what becomes soft, from the node's stream of heads.
public final class BlockMeter implements AutoCloseable {
  private static final long POLL_MS = 50;
  private static final long CLOSE_TIMEOUT_MS = 5_000;

  private final Subscription<Head> heads;
  private final Thread thread;
  private final List<Head> blocks = new ArrayList<>();
  private volatile boolean closing;
  private final AtomicLong transactions = new AtomicLong();

  public BlockMeter(WeftClient client) {
    this.heads = client.chain().followHeads(0);
    this.thread = Thread.ofPlatform().daemon().name("bench-heads").start(this::read);
  }

  private void read() {
    try {
      while (!closing) {
        if (heads.next(POLL_MS) instanceof Incoming.Item<Head>(Head head)) {
          synchronized (blocks) {
            blocks.add(head);
          }
          transactions.addAndGet(head.transactions());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Transactions that became soft since this meter began.
  public long transactions() {
    return transactions.get();
  }

  /// Waits until so many transactions are soft, or the time is over.
  public boolean awaitTransactions(long count, long timeoutMs) throws InterruptedException {
    long deadline = System.nanoTime() + timeoutMs * 1_000_000;
    while (transactions.get() < count && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    return transactions.get() >= count;
  }

  /// Blocks with transactions.
  public List<Head> fullBlocks() {
    synchronized (blocks) {
      return blocks.stream().filter(head -> head.transactions() > 0).toList();
    }
  }

  /// Times between blocks that hold transactions, in milliseconds.
  public Histogram intervalsMs() {
    Histogram intervals = new Histogram(600_000, 3);
    List<Head> full = fullBlocks();
    for (int i = 1; i < full.size(); i++) {
      if (full.get(i).height() == full.get(i - 1).height() + 1) {
        intervals.recordValue(full.get(i).timeMs() - full.get(i - 1).timeMs());
      }
    }
    return intervals;
  }

  @Override
  public void close() {
    closing = true;
    heads.close();
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
