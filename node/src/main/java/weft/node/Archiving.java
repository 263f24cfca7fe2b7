package weft.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import weft.node.feed.Feed;
import weft.node.mempool.ReceivedBid;
import weft.node.metrics.NodeMetrics;
import weft.primitives.Bytes;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.storage.NodeStore;
import weft.storage.NodeStore.AuctionHeights;
import weft.storage.StoreException;
import weft.storage.StoredBlock;
import weft.storage.archive.ArchivedBid;
import weft.storage.archive.ArchivedBlock;
import weft.storage.archive.BidArchive;

/// Fills the archive of bids beside the chain, which never waits for it. Bids come by a queue;
/// those that find it full are dropped and counted. Blocks are read from the store, so none is left
/// out while the store keeps it.
final class Archiving implements AutoCloseable {
  /// Bids that may wait to be written.
  static final int MAX_WAITING = 8_192;

  private static final int MAX_BIDS_AT_ONCE = 1_000;
  private static final int MAX_BLOCKS_AT_ONCE = 16;

  /// Blocks without bids after which the archive notes that it passed them.
  private static final long BLOCKS_BETWEEN_NOTES = 1_000;

  private static final long LOOK_MS = 100;
  private static final long PRUNE_MS = 60_000;
  private static final long PAUSE_MS = 10_000;
  private static final long FEED_WAIT_MS = 1_000;
  private static final long CLOSE_TIMEOUT_MS = 10_000;

  private final BidArchive archive;
  private final NodeStore store;
  private final InstantSource clock;
  private final BlockingQueue<ReceivedBid> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong lastHeight = new AtomicLong();
  private final AtomicBoolean isFailing = new AtomicBoolean();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread listener;
  private final Thread writer;

  Archiving(
      BidArchive archive, NodeStore store, Feed<ReceivedBid> bids, InstantSource clock, int max) {
    this.archive = archive;
    this.store = store;
    this.clock = clock;
    this.waiting = new ArrayBlockingQueue<>(max);
    Feed.Reader<ReceivedBid> first = open(bids);
    this.listener =
        Thread.ofVirtual().name("weft-archive-listener").unstarted(() -> listen(bids, first));
    this.writer = Thread.ofPlatform().name("weft-archive").unstarted(this::write);
  }

  void start() {
    listener.start();
    writer.start();
  }

  /// Adds what the archive counts about itself.
  void measure(NodeMetrics metrics) {
    metrics.gauge(
        "weft_archive_height", "Blocks up to this one are in the archive.", lastHeight::get);
    metrics.gauge("weft_archive_waiting_bids", "Bids that wait for the archive.", waiting::size);
    metrics.gauge(
        "weft_archive_dropped_bids",
        "Bids that the archive could not take since the node started.",
        dropped::get);
    metrics.gauge(
        "weft_archive_failing",
        "1 while the archive cannot be written.",
        () -> isFailing.get() ? 1 : 0);
  }

  /// Bids that found no room, or that could not be written.
  long dropped() {
    return dropped.get();
  }

  private static Feed.Reader<ReceivedBid> open(Feed<ReceivedBid> bids) {
    return bids.open(_ -> true, MAX_WAITING);
  }

  private void listen(Feed<ReceivedBid> bids, Feed.Reader<ReceivedBid> first) {
    try {
      Feed.Reader<ReceivedBid> reader = first;
      while (take(reader)) {
        drop(1);
        reader = open(bids);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes until the reader ends.
  ///
  /// @return whether it missed something and another is to go on
  private boolean take(Feed.Reader<ReceivedBid> from) throws InterruptedException {
    try (from) {
      while (closing.getCount() > 0) {
        switch (from.next(FEED_WAIT_MS)) {
          case Feed.Next.Event<ReceivedBid>(ReceivedBid bid) -> {
            if (!waiting.offer(bid)) {
              drop(1);
            }
          }
          case Feed.Next.Nothing<ReceivedBid> _ -> {}
          case Feed.Next.Dropped<ReceivedBid> _ -> {
            return true;
          }
          case Feed.Next.Closed<ReceivedBid> _ -> {
            return false;
          }
        }
      }
      return false;
    }
  }

  private void drop(int bids) {
    long before = dropped.getAndAdd(bids);
    if (before == 0 || before / MAX_WAITING < (before + bids) / MAX_WAITING) {
      OperatorLog.archiveDropped(before + bids);
    }
  }

  private void write() {
    try {
      do {
        writeUntilItFails();
      } while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Also until it is closed, and nothing waits.
  private void writeUntilItFails() throws InterruptedException {
    List<ReceivedBid> taken = new ArrayList<>();
    try {
      lastHeight.set(archive.lastHeight());
      long pruneAtNs = System.nanoTime();
      while (closing.getCount() > 0 || !waiting.isEmpty()) {
        taken.clear();
        @Nullable ReceivedBid one = waiting.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (one != null) {
          taken.add(one);
          waiting.drainTo(taken, MAX_BIDS_AT_ONCE - 1);
        }
        writePiece(taken);
        if (System.nanoTime() - pruneAtNs >= 0 && !archive.prune(clock.millis())) {
          pruneAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PRUNE_MS);
        }
      }
    } catch (StoreException e) {
      drop(taken.size());
      if (!isFailing.getAndSet(true)) {
        OperatorLog.archiveFailed(e);
      }
    }
  }

  private void writePiece(List<ReceivedBid> taken) {
    long headHeight = store.head().height();
    List<ArchivedBid> bids =
        taken.stream()
            .map(one -> new ArchivedBid(one.bid().transaction(), one.receivedTimeMs(), headHeight))
            .toList();
    AuctionHeights next =
        store.auctionHeights(
            Math.max(lastHeight.get() + 1, store.earliestHeight()),
            headHeight,
            Optional.empty(),
            MAX_BLOCKS_AT_ONCE);
    List<ArchivedBlock> blocks = next.heights().stream().flatMap(h -> block(h).stream()).toList();
    long passed = Math.max(lastHeight.get(), next.nextHeight() - 1);
    boolean isWorthIt =
        !bids.isEmpty() || !blocks.isEmpty() || passed - lastHeight.get() >= BLOCKS_BETWEEN_NOTES;
    if (isWorthIt) {
      archive.write(new BidArchive.Piece(bids, blocks, passed));
      lastHeight.set(passed);
    }
    if (isFailing.getAndSet(false)) {
      OperatorLog.archiveWritesAgain(dropped.get());
    }
  }

  /// Empty if it was pruned meanwhile.
  private Optional<ArchivedBlock> block(long height) {
    Optional<StoredBlock> block = store.block(height);
    Optional<AuctionRecord> auctions = store.auctions(height);
    if (block.isEmpty() || auctions.isEmpty()) {
      return Optional.empty();
    }
    List<Transaction> bids = new ArrayList<>();
    for (Bytes envelope : block.get().transactions()) {
      Transaction transaction = decoded(envelope);
      if (transaction.body().bid().isEmpty()) {
        break; // Bids come first.
      }
      bids.add(transaction);
    }
    return Optional.of(
        new ArchivedBlock(block.get().header(), block.get().blockHash(), bids, auctions.get()));
  }

  private static Transaction decoded(Bytes envelope) {
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Ok<Transaction>(Transaction transaction) -> transaction;
      case Checked.Refused<Transaction>(var refusal) ->
          throw new IllegalStateException("a block holds what is no transaction: " + refusal);
    };
  }

  /// Writes what waits, then closes the archive.
  @Override
  public void close() {
    closing.countDown();
    try {
      writer.join(CLOSE_TIMEOUT_MS);
      listener.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    archive.close();
  }
}
