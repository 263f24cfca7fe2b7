package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.node.mempool.Gossip.Taken;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Transaction;

/// A peer that floods.
@Timeout(180)
final class GossipFloodTest {
  private static final MempoolSettings SETTINGS = MempoolFixture.settings(5_000, 5_000, 5_000);

  /// Nonsense, forgeries with high tips in rich accounts' names, and copies.
  private static final class Flood {
    private final SplittableRandom random = new SplittableRandom(13);
    private final List<byte[]> templates = new ArrayList<>();

    Flood() {
      for (int i = 0; i < 64; i++) {
        PrivateKey key = Signed.key("rich " + i % 8);
        Transaction genuine = Signed.by(key).nonce(i / 8, 0).tip(900_000).sign();
        templates.add(genuine.envelope().toArray());
      }
    }

    Bytes next() {
      byte[] envelope = templates.get(random.nextInt(templates.size())).clone();
      switch (random.nextInt(8)) {
        case 0 -> random.nextBytes(envelope);
        case 1 -> {}
        default -> {
          int inSignature = envelope.length - 60;
          for (int i = 0; i < 8; i++) {
            envelope[inSignature + i] = (byte) random.nextInt(256);
          }
        }
      }
      return Bytes.wrap(envelope);
    }
  }

  @Test
  void aFloodOfAPeerTakesBoundedMemory() {
    try (MempoolFixture fixture = new MempoolFixture(SETTINGS, GossipMode.RELAY)) {
      Flood flood = new Flood();
      int places = SETTINGS.maxUnverifiedTransactions();
      int most =
          places + places + places / WaitingSuspects.ALL_PART + SETTINGS.verifierThreads() + 1;
      int busy = 0;
      long mostUnderWay = 0;
      for (int i = 0; i < 150_000; i++) {
        busy += fixture.gossip().offer(flood.next()) instanceof Taken.Busy ? 1 : 0;
        if (i % 64 == 0) {
          mostUnderWay = Math.max(mostUnderWay, fixture.gossip().gossipCounters().underWay());
        }
      }
      assertThat(busy).isPositive();
      assertThat(mostUnderWay).isBetween(1L, (long) most);
      fixture.awaitOffers();
      GossipCounters counters = fixture.gossip().gossipCounters();
      assertThat(counters.enqueued() + counters.known() + counters.busy() + counters.refused())
          .isGreaterThanOrEqualTo(150_000);
      assertThat(fixture.mempool.size().transactions()).isLessThanOrEqualTo(64);
      assertThat(fixture.gossip().reap(0)).hasSizeLessThanOrEqualTo(64);
      assertThat(fixture.mempool.counters().refusals()).as("of clients").isEmpty();
      assertThat(fixture.faults).isEmpty();
    }
  }

  /// In turns, quiet and flooded: what a client waits for 200 receipts.
  @Test
  void clientsAreServedWhileAPeerFloods() throws Exception {
    List<Transaction> own = new ArrayList<>();
    for (int i = 0; i < 1_600; i++) {
      own.add(Signed.by(Signed.key("client " + i % 40)).nonce(0, i / 40).tip(1).sign());
    }
    try (MempoolFixture fixture = new MempoolFixture(SETTINGS, GossipMode.OWN);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      long quietNs = 0;
      long floodedNs = 0;
      for (int turn = 0; turn < 8; turn++) {
        List<Transaction> part = own.subList(turn * 200, (turn + 1) * 200);
        if (turn % 2 == 0) {
          quietNs += submitNs(fixture, part);
          continue;
        }
        AtomicBoolean flooding = new AtomicBoolean(true);
        Future<?> peer = threads.submit(() -> flood(fixture, flooding));
        while (fixture.gossip().gossipCounters().underWay() < 100) {
          Thread.onSpinWait();
        }
        floodedNs += submitNs(fixture, part);
        flooding.set(false);
        peer.get(60, TimeUnit.SECONDS);
        fixture.awaitOffers();
      }
      System.out.println(
          "200 receipts quiet " + ms(quietNs) + ", while a peer floods " + ms(floodedNs));
      assertThat(fixture.mempool.counters().refusals()).isEmpty();
      assertThat((double) floodedNs / quietNs).isLessThan(25);
      assertThat(fixture.gossip().gossipCounters().refused()).isPositive();
      assertThat(fixture.faults).isEmpty();
    }
  }

  private static void flood(MempoolFixture fixture, AtomicBoolean flooding) {
    Flood flood = new Flood();
    while (flooding.get()) {
      fixture.gossip().offer(flood.next());
    }
  }

  private static long submitNs(MempoolFixture fixture, List<Transaction> part) {
    long beganNs = System.nanoTime();
    List<CompletableFuture<Answer>> answers = part.stream().map(fixture::send).toList();
    answers.forEach(
        each -> assertThat(MempoolFixture.answer(each)).isInstanceOf(Answer.Accepted.class));
    return System.nanoTime() - beganNs;
  }

  private static String ms(long ns) {
    return Duration.ofNanos(ns / 4).toMillis() + " ms";
  }
}
