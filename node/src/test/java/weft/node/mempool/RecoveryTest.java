package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// What a restart finds of what was acknowledged before.
final class RecoveryTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  @Test
  void everythingAcknowledgedIsPendingAgainWithItsReceiptAndItsPlace() {
    TestJournal journal = new TestJournal();
    List<Hash32> before;
    Transaction first;
    Receipt receipt;
    try (MempoolFixture running = new MempoolFixture(MempoolFixture.small(), journal)) {
      first = Signed.by(ALICE).sequence(0).sign();
      receipt = running.accept(first);
      running.accept(Signed.by(BOB).tip(0));
      running.accept(Signed.by(ALICE).sequence(1).tip(90));
      running.accept(Signed.by(ALICE).nonce(1, 4).tip(5_000));
      before = running.candidateHashes();
    }
    try (MempoolFixture restarted = new MempoolFixture(MempoolFixture.small(), journal)) {
      assertThat(restarted.candidateHashes()).isEqualTo(before).hasSize(3);
      assertThat(restarted.mempool.size().transactions()).isEqualTo(4);
      assertThat(restarted.mempool.receipt(first.hash())).contains(receipt);
      assertThat(restarted.accept(first)).isEqualTo(receipt);
      Transaction late = restarted.accept(Signed.by(Signed.key("carol")).tip(0));
      assertThat(restarted.candidateHashes()).last().isEqualTo(late.hash());
    }
  }

  @Test
  void whatIsNoLongerValidEndsWithAReason() {
    TestJournal journal = new TestJournal();
    Transaction expired;
    Transaction used;
    Transaction valid;
    try (MempoolFixture running = new MempoolFixture(MempoolFixture.small(), journal)) {
      expired = running.accept(Signed.by(ALICE).until(1, 0));
      used = running.accept(Signed.by(BOB).nonce(0, 0));
      valid = running.accept(Signed.by(BOB).nonce(1, 0));
    }
    TestLedger ledger = new TestLedger();
    ledger.commit(2_000_000, List.of(Signed.by(BOB).nonce(0, 0).tip(3).verify()));
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    try (Mempool restarted =
        Mempool.start(MempoolFixture.small(), environment(journal, ledger, faults))) {
      assertThat(restarted.status(expired.hash()).map(TransactionStatus::state))
          .contains(TransactionState.EXPIRED);
      assertThat(restarted.status(used.hash()).map(TransactionStatus::progress))
          .hasValueSatisfying(
              progress ->
                  assertThat(progress)
                      .isInstanceOfSatisfying(
                          TransactionStatus.Refused.class,
                          end -> assertThat(end.code()).isEqualTo(RefusalCode.NONCE_USED)));
      assertThat(restarted.status(valid.hash()).map(TransactionStatus::state))
          .contains(TransactionState.PENDING);
      assertThat(journal.pending()).hasSize(1);
      assertThat(faults).isEmpty();
    }
  }

  @Test
  void smallerLimitsAfterARestartEvictWithAReason() {
    TestJournal journal = new TestJournal();
    List<Transaction> sent = new ArrayList<>();
    try (MempoolFixture running = new MempoolFixture(MempoolFixture.small(), journal)) {
      for (int i = 0; i < 10; i++) {
        sent.add(running.accept(Signed.by(ALICE).nonce(i, 0).tip(100 + 10 * i)));
      }
    }
    MempoolSettings fewer = MempoolFixture.settings(4, 10, 4);
    try (MempoolFixture restarted = new MempoolFixture(fewer, journal)) {
      for (int i = 0; i < 10; i++) {
        TransactionState expected = i < 6 ? TransactionState.REFUSED : TransactionState.PENDING;
        assertThat(restarted.status(sent.get(i).hash()).state()).isEqualTo(expected);
      }
      assertThat(journal.pending()).hasSize(4);
    }
  }

  /// The store of a running mempool is torn away at a random moment: whatever had a receipt by then
  /// is found again.
  @Test
  void nothingAcknowledgedIsLostByAKillAtAnyInstant(@TempDir Path directory) throws Exception {
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      transactions.add(Signed.by(i % 2 == 0 ? ALICE : BOB).nonce(i % 7, i / 14).sign());
    }
    SplittableRandom random = new SplittableRandom(99);
    for (int round = 0; round < 3; round++) {
      int killAfter = 100 + random.nextInt(300);
      Path killed = directory.resolve("round-" + round);
      List<Hash32> acknowledged = runUntilKilled(killed, transactions, killAfter);
      assertThat(acknowledged).isNotEmpty();

      List<Throwable> faults = new CopyOnWriteArrayList<>();
      try (RocksNodeStore store = RocksNodeStore.open(killed, StoreSettings.defaults());
          Mempool restarted =
              Mempool.start(MempoolSettings.defaults(2), environment(store, faults))) {
        assertThat(acknowledged)
            .as("kill after answer " + killAfter)
            .allMatch(hash -> restarted.receipt(hash).isPresent());
        assertThat(faults).isEmpty();
      }
    }
  }

  private static List<Hash32> runUntilKilled(
      Path directory, List<Transaction> transactions, int killAfter) throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    RocksNodeStore store = RocksNodeStore.open(directory, StoreSettings.defaults());
    Mempool mempool = Mempool.start(MempoolSettings.defaults(2), environment(store, faults));
    transactions.forEach(each -> answers.add(mempool.submit(each.envelope())));
    answers.get(killAfter).get(20, TimeUnit.SECONDS);
    store.close();
    mempool.close();
    List<Hash32> acknowledged = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).getNow(null) instanceof Answer.Accepted) {
        acknowledged.add(transactions.get(i).hash());
      }
    }
    return acknowledged;
  }

  private static MempoolEnvironment environment(
      TestJournal journal, TestLedger ledger, List<Throwable> faults) {
    return new MempoolEnvironment(
        journal,
        ledger.height(),
        journal::finalStatus,
        journal::finalReceipt,
        ledger,
        MempoolFixture.NODE_KEY,
        Signed.WEFT,
        () -> Instant.ofEpochMilli(2_000_000),
        () -> {},
        faults::add);
  }

  private static MempoolEnvironment environment(RocksNodeStore store, List<Throwable> faults) {
    return new MempoolEnvironment(
        store.journal(),
        0,
        store::finalStatus,
        store::finalReceipt,
        new TestLedger(),
        MempoolFixture.NODE_KEY,
        Signed.WEFT,
        () -> Instant.ofEpochMilli(2_000_000),
        () -> {},
        faults::add);
  }
}
