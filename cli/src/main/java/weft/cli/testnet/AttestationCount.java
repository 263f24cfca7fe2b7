package weft.cli.testnet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.Incoming;
import weft.rollup.client.NodeException;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Counts the heights that more than two thirds of the validators attested, on a thread of its own.
final class AttestationCount implements AutoCloseable {
  private static final long PAUSE_MS = 100;

  /// A node that stands still says nothing, and ends no stream: then another one may.
  private static final long SILENT_MS = 4_000;

  /// A block's attestation comes with the next one.
  private static final long LATER_BLOCKS = 2;

  private static final int MAX_NAMED = 10;

  private final WeftClient client;
  private final Thread thread;
  private volatile boolean closed;
  private volatile long next;
  private volatile long attested;
  private volatile long missed;
  private final List<Long> firstMissed = new CopyOnWriteArrayList<>();

  private AttestationCount(WeftClient client, long firstHeight) {
    this.client = client;
    this.next = firstHeight;
    this.thread = Thread.ofPlatform().name("attestations").daemon().unstarted(this::follow);
  }

  /// @param firstHeight the first that counts
  static AttestationCount start(WeftClient client, long firstHeight) {
    AttestationCount count = new AttestationCount(client, firstHeight);
    count.thread.start();
    return count;
  }

  long attested() {
    return attested;
  }

  long missed() {
    return missed;
  }

  /// The first heights that were missed, a few at most.
  List<Long> firstMissed() {
    return List.copyOf(firstMissed);
  }

  /// Waits until all heights count that are old enough.
  ///
  /// @param head of the chain
  void await(LongSupplier head, long waitMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    long last = head.getAsLong() - LATER_BLOCKS;
    while (next <= last && System.nanoTime() < deadlineNs) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void follow() {
    try {
      while (!closed) {
        try (Subscription<AttestedHeight> heights = client.chain().followAttestations(next)) {
          follow(heights);
        } catch (NodeException e) {
          // The node went: another one may answer.
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Subscription<AttestedHeight> heights) throws InterruptedException {
    while (!closed) {
      switch (heights.next(SILENT_MS)) {
        case Incoming.Item<AttestedHeight>(AttestedHeight height) -> add(height);
        case Incoming.Nothing<AttestedHeight> _, Incoming.Ended<AttestedHeight> _ -> {
          return;
        }
      }
    }
  }

  /// Only this thread writes.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void add(AttestedHeight height) {
    if (height.height() != next) {
      return;
    }
    if (height.anchor().isPresent()) {
      attested++;
    } else {
      missed++;
      if (firstMissed.size() < MAX_NAMED) {
        firstMissed.add(next);
      }
    }
    next++;
  }
}
