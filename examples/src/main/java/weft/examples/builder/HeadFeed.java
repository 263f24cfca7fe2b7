package weft.examples.builder;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.rollup.client.Head;
import weft.rollup.client.Incoming;
import weft.rollup.client.NodeException;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// The newest block, over streams that are opened anew where one ends or falls silent: whoever asks
/// late misses the ones before, and is never behind.
final class HeadFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadFeed.class);

  /// A node that stands still says nothing, and ends no stream: then another one may.
  private static final long SILENT_NS = TimeUnit.SECONDS.toNanos(4);

  private static final long WAIT_MS = 200;

  private final WeftClient client;
  private final ArrayBlockingQueue<Head> newest = new ArrayBlockingQueue<>(1);
  private final Thread thread;

  private HeadFeed(WeftClient client) {
    this.client = client;
    this.thread = Thread.ofVirtual().name("weft-builder-heads").unstarted(this::run);
  }

  static HeadFeed open(WeftClient client) {
    HeadFeed feed = new HeadFeed(client);
    feed.thread.start();
    return feed;
  }

  /// The newest block since the last call; empty if none came within the wait.
  Optional<Head> newest(long waitMs) throws InterruptedException {
    return Optional.ofNullable(newest.poll(waitMs, TimeUnit.MILLISECONDS));
  }

  /// Whether there is one that was not asked for yet.
  boolean hasNewer() {
    return !newest.isEmpty();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        try (Subscription<Head> heads = client.chain().followHeads(0)) {
          follow(heads);
        } catch (NodeException e) {
          LOG.debug("heads: {}", e.getMessage());
        }
        Thread.sleep(WAIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Subscription<Head> heads) throws InterruptedException {
    long heardAtNs = System.nanoTime();
    while (System.nanoTime() - heardAtNs < SILENT_NS) {
      switch (heads.next(WAIT_MS)) {
        case Incoming.Item<Head>(Head head) -> {
          newest.clear();
          newest.add(head);
          heardAtNs = System.nanoTime();
        }
        case Incoming.Nothing<Head> _ -> {}
        case Incoming.Ended<Head> _ -> {
          return;
        }
      }
    }
  }
}
