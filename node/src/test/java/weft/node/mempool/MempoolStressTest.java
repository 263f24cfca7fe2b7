package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import weft.chain.block.Proposal;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// Many submitters, an engine that makes and abandons blocks, and readers, all at once on a small
/// pool: whoever has a receipt has a status, there is one receipt per transaction, and blocks hold
/// gapless rows.
final class MempoolStressTest {
  private static final int ACCOUNTS = 8;
  private static final int SUBMITTERS = 6;
  private static final int PER_SUBMITTER = 1_500;

  private final MempoolFixture fixture = new MempoolFixture(MempoolFixture.settings(300, 120, 200));
  private final Map<Hash32, Receipt> receipts = new ConcurrentHashMap<>();
  private final Map<Hash32, Transaction> acknowledged = new ConcurrentHashMap<>();
  private final Set<Hash32> included = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean submitting = new AtomicBoolean(true);

  @Test
  void nothingIsLostAndNothingIsDoubledUnderLoad() throws Exception {
    long seed = 20_261;
    try (fixture;
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> submitters = new ArrayList<>();
      for (int i = 0; i < SUBMITTERS; i++) {
        SplittableRandom random = new SplittableRandom(seed + i);
        submitters.add(threads.submit(() -> submitMany(random)));
      }
      Future<?> engine = threads.submit(() -> makeBlocks(new SplittableRandom(seed)));
      Future<?> reader = threads.submit(this::readStatuses);
      try {
        for (Future<?> submitter : submitters) {
          submitter.get(120, TimeUnit.SECONDS);
        }
      } finally {
        submitting.set(false);
      }
      engine.get(60, TimeUnit.SECONDS);
      reader.get(60, TimeUnit.SECONDS);
      checkEnds();
    }
    assertThat(fixture.faults).isEmpty();
  }

  private void submitMany(SplittableRandom random) {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < PER_SUBMITTER; i++) {
      Transaction transaction = randomTransaction(random);
      answers.add(
          fixture.send(transaction).whenComplete((answer, _) -> remember(transaction, answer)));
      if (random.nextInt(8) == 0) {
        answers.add(
            fixture.send(transaction).whenComplete((answer, _) -> remember(transaction, answer)));
      }
      if (i % 50 == 0) {
        answers.forEach(MempoolFixture::answer);
        answers.clear();
      }
    }
    answers.forEach(MempoolFixture::answer);
  }

  /// Near the present sequence of a random channel, so that submitters collide.
  private Transaction randomTransaction(SplittableRandom random) {
    PrivateKey key = Signed.key("stress " + random.nextInt(ACCOUNTS));
    long channel = random.nextInt(4);
    long next = fixture.mempool.nextPendingSequence(key.address(), channel);
    long sequence = Math.max(0, next - random.nextInt(3) + random.nextInt(4));
    long until = fixture.ledger.height() + 1 + random.nextInt(20);
    Signed description =
        Signed.by(key)
            .nonce(channel, sequence)
            .tip(random.nextInt(3_000))
            .maxFee(100_000L + random.nextInt(100) * 1_000L)
            .until(until, 0);
    return (random.nextBoolean() ? description : description.to(Signed.WEST)).sign();
  }

  private void remember(Transaction transaction, Answer answer) {
    if (answer instanceof Answer.Accepted(Receipt receipt)) {
      acknowledged.put(transaction.hash(), transaction);
      Receipt first = receipts.putIfAbsent(transaction.hash(), receipt);
      boolean sentAgainAfterItsEnd = first != null && !first.equals(receipt);
      if (sentAgainAfterItsEnd && receipt.receivedTimeMs() < first.receivedTimeMs()) {
        throw new AssertionError("a second receipt for " + transaction.hash());
      }
    }
  }

  /// Takes some candidates, drops a few, includes the others; now and then abandons the round.
  private void makeBlocks(SplittableRandom random) {
    while (submitting.get()) {
      List<VerifiedTransaction> block = new ArrayList<>();
      Set<List<Object>> blocked = new HashSet<>();
      List<Proposal.Dropped> dropped = new ArrayList<>();
      int most = random.nextInt(60);
      Iterator<VerifiedTransaction> candidates = fixture.mempool.candidates();
      while (candidates.hasNext() && block.size() < most) {
        VerifiedTransaction next = candidates.next();
        List<Object> channel = List.of(next.body().account(), next.body().nonce().channel());
        long expected =
            fixture.ledger.nextSequence(next.body().account(), next.body().nonce().channel());
        long inBlock =
            block.stream()
                .filter(
                    other ->
                        channel.equals(
                            List.of(other.body().account(), other.body().nonce().channel())))
                .count();
        if (next.body().nonce().sequence() != expected + inBlock && !blocked.contains(channel)) {
          throw new AssertionError("a gap before " + next.body().nonce());
        }
        if (random.nextInt(40) == 0) {
          blocked.add(channel);
          if (random.nextBoolean()) {
            fixture.ledger.refuse(next.hash(), RefusalCode.SUBMITTER_NOT_ALLOWED);
          }
          dropped.add(
              new Proposal.Dropped(
                  next.hash(),
                  Refusal.of(RefusalCode.SUBMITTER_NOT_ALLOWED, "", "", "dropped by the test")));
        } else if (!blocked.contains(channel)) {
          block.add(next);
        }
      }
      fixture.mempool.dropped(dropped);
      if (random.nextInt(5) > 0) {
        fixture.commit(block);
        block.forEach(each -> included.add(each.hash()));
      }
    }
  }

  private Void readStatuses() throws InterruptedException {
    while (submitting.get()) {
      for (Hash32 hash : acknowledged.keySet()) {
        Optional<TransactionStatus> status = fixture.mempool.status(hash);
        assertThat(status).as("status of " + hash).isPresent();
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return null;
  }

  private void checkEnds() {
    assertThat(acknowledged).hasSizeGreaterThan(500);
    assertThat(included).hasSizeGreaterThan(100);
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> fixture.journal.pending().size() == fixture.mempool.size().transactions());
    int pending = 0;
    for (Hash32 hash : acknowledged.keySet()) {
      TransactionStatus status = fixture.status(hash);
      boolean soft = status.state() == TransactionState.SOFT;
      assertThat(soft).as(hash + " " + status).isEqualTo(included.contains(hash));
      pending += status.state() == TransactionState.PENDING ? 1 : 0;
    }
    assertThat(pending).isEqualTo(fixture.mempool.size().transactions());
    assertThat(receipts.values()).allMatch(Receipt::verify);
  }
}
