package weft.proof;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import weft.primitives.Hash32;
import weft.rollup.client.Head;
import weft.rollup.client.Incoming;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Remembers the hash of each block that the node ever announced.
final class HeadWatch implements AutoCloseable {
  private static final long POLL_MS = 100;
  private static final long CLOSE_WAIT_MS = 30_000;
  private static final long RETRY_NS = 20_000_000;

  private final WeftClient client;
  private final Map<Long, Hash32> seen = new TreeMap<>();
  private final ConcurrentLinkedQueue<String> forks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;

  HeadWatch(WeftClient client) {
    this.client = client;
    this.thread = Thread.ofPlatform().daemon().name("watch-heads").start(this::run);
  }

  private void run() {
    try {
      while (!closing) {
        try (Subscription<Head> heads = client.chain().followHeads(next())) {
          read(heads);
        }
        LockSupport.parkNanos(RETRY_NS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Begins a block early, so that a block that was replaced would show.
  private synchronized long next() {
    return seen.isEmpty() ? 1 : seen.size();
  }

  private void read(Subscription<Head> heads) throws InterruptedException {
    while (!closing) {
      switch (heads.next(POLL_MS)) {
        case Incoming.Item<Head>(Head head) -> note(head);
        case Incoming.Nothing<Head> _ -> {}
        case Incoming.Ended<Head> _ -> {
          return;
        }
      }
    }
  }

  private synchronized void note(Head head) {
    Hash32 before = seen.putIfAbsent(head.height(), head.blockHash());
    if (before != null && !before.equals(head.blockHash())) {
      forks.add("block " + head.height() + " was " + before + " and is " + head.blockHash());
    }
  }

  /// Block hashes by height.
  synchronized Map<Long, Hash32> seen() {
    return new TreeMap<>(seen);
  }

  List<String> forks() {
    return List.copyOf(forks);
  }

  @Override
  public void close() {
    closing = true;
    Poll.join(thread, CLOSE_WAIT_MS);
  }
}
