package weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.block.Chain;
import weft.chain.block.PendingBid;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.node.feed.BroadcastFeed;
import weft.node.mempool.ReceivedBid;
import weft.primitives.Amount;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.MemoryNodeStore;
import weft.storage.archive.ArchiveSettings;
import weft.storage.archive.BidArchive;
import weft.storage.archive.BidTrace;
import weft.storage.archive.TraceQuery;

/// Bids and blocks that get into the archive beside the chain.
final class ArchivingTest {
  private static final long WAIT_SECONDS = 30;

  @TempDir private Path folder = Path.of("");

  private final TestNet net = TestNet.of(3);
  private final MemoryNodeStore store = new MemoryNodeStore();
  private final Chain chain = net.open(store);
  private final BroadcastFeed<ReceivedBid> bids = new BroadcastFeed<>(4);

  @AfterEach
  void close() {
    bids.close();
    store.close();
  }

  private Path file() {
    return folder.resolve("bids.sqlite");
  }

  private BidArchive open() {
    return BidArchive.open(file(), new ArchiveSettings(0, 0));
  }

  private Archiving archiving(BidArchive archive, int max) {
    return new Archiving(archive, store, bids, Instant::now, max);
  }

  private PendingBid bid(int bidder, long sequence, long amount) {
    VerifiedTransaction named = TestMarket.body(net.account(bidder), sequence + 1, TestMarket.EAST);
    return TestMarket.pending(net.account(bidder), sequence, amount, named);
  }

  private void commit(PendingBid... offered) {
    TestNet.commit(
        chain,
        TestNet.propose(chain, Long.MAX_VALUE, TestMarket.offering(List.of(offered)))
            .block()
            .candidate());
  }

  private static List<BidTrace> read(BidArchive archive) {
    try {
      return archive.read(TraceQuery.all(false, 100)).orElseThrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void awaitTraces(BidArchive archive, BidTrace.Outcome... outcomes) {
    await()
        .atMost(WAIT_SECONDS, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(read(archive))
                    .extracting(BidTrace::outcome)
                    .containsExactlyInAnyOrder(outcomes));
  }

  @Test
  void whatCameInAndWhatBlocksMadeOfItIsKept() {
    TestNet.step(chain, TestMarket.opening(net.keys()));
    PendingBid high = bid(1, 0, 500);
    PendingBid low = bid(2, 0, 400);
    BidArchive archive = open();
    try (Archiving archiving = archiving(archive, 8)) {
      archiving.start();
      bids.publish(new ReceivedBid(high.bid(), 1_234));
      bids.publish(new ReceivedBid(low.bid(), 1_235));
      awaitTraces(archive, BidTrace.Outcome.PENDING, BidTrace.Outcome.PENDING);

      commit(high, low);

      awaitTraces(archive, BidTrace.Outcome.WON, BidTrace.Outcome.LOST);
      BidTrace won =
          read(archive).stream()
              .filter(trace -> trace.outcome() == BidTrace.Outcome.WON)
              .findFirst()
              .orElseThrow();
      assertThat(won.bid()).isEqualTo(high.bid().transaction());
      assertThat(won.receivedTimeMs()).isEqualTo(1_234);
      assertThat(won.slot()).isEqualTo(2);
      assertThat(won.value()).contains(Amount.of(500));
      assertThat(won.payments())
          .containsExactly(new BidTrace.Payment(TestMarket.EAST, Amount.of(500), Amount.of(500)));
      assertThat(archiving.dropped()).isZero();
    }
  }

  @Test
  void blocksThatItMissedAreFilledInFromTheStore() {
    TestNet.step(chain, TestMarket.opening(net.keys()));
    commit(bid(1, 0, 500));
    TestNet.step(chain);
    commit(bid(1, 1, 600));

    BidArchive archive = open();
    try (Archiving archiving = archiving(archive, 8)) {
      archiving.start();
      awaitTraces(archive, BidTrace.Outcome.WON, BidTrace.Outcome.WON);
      assertThat(read(archive)).extracting(BidTrace::slot).containsExactly(4L, 2L);
    }
    BidArchive again = open();
    try (Archiving archiving = archiving(again, 8)) {
      archiving.start();
      commit(bid(1, 2, 700));
      awaitTraces(again, BidTrace.Outcome.WON, BidTrace.Outcome.WON, BidTrace.Outcome.WON);
    }
  }

  @Test
  void bidsThatFindNoRoomAreCountedAndBlocksGoOn() throws SQLException {
    TestNet.step(chain, TestMarket.opening(net.keys()));
    BidArchive archive = open();
    try (Archiving archiving = archiving(archive, 2)) {
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        archiving.start();
        for (int i = 0; i < 20; i++) {
          bids.publish(new ReceivedBid(bid(1, i, 500 + i).bid(), 1_000 + i));
        }
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> archiving.dropped() >= 15);
        commit(bid(1, 0, 500));
        assertThat(chain.head().height()).isEqualTo(2);
        statement.execute("ROLLBACK");
      }
      await()
          .atMost(WAIT_SECONDS, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(read(archive))
                      .extracting(BidTrace::outcome)
                      .contains(BidTrace.Outcome.WON));
    }
  }
}
