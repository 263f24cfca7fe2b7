package weft.cli.market;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.protocol.refusal.Checked;
import weft.rollup.client.AuctionPage;
import weft.rollup.client.NodeException;
import weft.rollup.client.WeftClient;

/// Asks for the auctions of every block on a thread of its own, and sums them up.
public final class Auctions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Auctions.class);
  private static final long ASK_EVERY_MS = 100;
  private static final long CLOSE_WAIT_MS = 2_000;

  private final WeftClient client;
  private final Builders builders;
  private final AuctionTally tally;
  private final Thread thread;
  private volatile boolean isClosed;
  private long nextHeight;

  private Auctions(WeftClient client, long firstHeight, Builders builders) {
    this.client = client;
    this.nextHeight = firstHeight;
    this.builders = builders;
    this.tally = new AuctionTally(builders.names());
    this.thread = Thread.ofVirtual().name("auctions").unstarted(this::follow);
  }

  /// Follows from a height on.
  ///
  /// @param builders that have names
  public static Auctions follow(WeftClient client, long firstHeight, Builders builders) {
    Auctions auctions = new Auctions(client, firstHeight, builders);
    auctions.thread.start();
    return auctions;
  }

  public synchronized AuctionTotals totals() {
    return tally.totals().earning(builders.earned());
  }

  /// Waits, for a bounded time, until a height is summed up.
  public void await(long height, long waitMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (nextHeight() <= height && System.nanoTime() < deadlineNs) {
      TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MS);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try {
      while (!isClosed) {
        try {
          askToTheHead();
        } catch (NodeException e) {
          LOG.debug("auctions: {}", e.getMessage());
        }
        TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askToTheHead() {
    boolean isMore = true;
    while (isMore && !isClosed) {
      isMore =
          switch (client.auctions().auctions(nextHeight(), 0, Optional.empty(), 0)) {
            case Checked.Refused<AuctionPage> _ -> false;
            case Checked.Ok<AuctionPage>(AuctionPage page) -> {
              add(page);
              yield page.nextHeight().isPresent();
            }
          };
    }
  }

  /// A node that is behind others does not know of later heights yet.
  private synchronized void add(AuctionPage page) {
    page.auctions().forEach(tally::add);
    nextHeight = Math.max(nextHeight, page.nextHeight().orElse(page.latestHeight() + 1));
  }

  private synchronized long nextHeight() {
    return nextHeight;
  }
}
