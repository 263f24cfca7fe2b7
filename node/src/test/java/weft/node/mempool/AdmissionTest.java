package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Proposal;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

/// From the bytes of a transaction to its receipt, or to the reason why there is none.
final class AdmissionTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  private final MempoolFixture fixture = new MempoolFixture(MempoolFixture.small());

  @AfterEach
  void stop() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void aReceiptIsSignedByTheNodeAndSaysWhenAndUntilWhen() {
    Transaction transaction = Signed.by(ALICE).until(77, 0).sign();
    Receipt receipt = fixture.accept(transaction);

    assertThat(receipt.verify()).isTrue();
    assertThat(receipt.node()).isEqualTo(MempoolFixture.NODE_KEY.address());
    assertThat(receipt.transactionHash()).isEqualTo(transaction.hash());
    assertThat(receipt.receivedTimeMs()).isEqualTo(1_000_000);
    assertThat(receipt.lastHeight()).isEqualTo(77);
    assertThat(fixture.mempool.receipt(transaction.hash())).contains(receipt);
    assertThat(fixture.journal.pending())
        .singleElement()
        .satisfies(entry -> assertThat(entry.receipt()).isEqualTo(receipt))
        .satisfies(entry -> assertThat(entry.envelope()).isEqualTo(transaction.envelope()));
  }

  @Test
  void nothingIsAnsweredOrOfferedBeforeItIsDurable() {
    fixture.journal.stop();
    Transaction transaction = Signed.by(ALICE).sign();
    CompletableFuture<Answer> answer = fixture.send(transaction);
    fixture.journal.awaitStoppedWrite();

    assertThat(answer).isNotDone();
    assertThat(fixture.candidates()).isEmpty();
    assertThat(fixture.mempool.status(transaction.hash())).isEmpty();
    assertThat(fixture.mempool.receipt(transaction.hash())).isEmpty();

    fixture.journal.resume();
    assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Accepted.class);
    assertThat(fixture.candidateHashes()).containsExactly(transaction.hash());
    assertThat(fixture.workCalls).hasPositiveValue();
  }

  @Test
  void blocksDuringItsChecksDoNotLetATransactionWaitForAUsedSequence() {
    fixture.accept(Signed.by(ALICE).sequence(0));
    AtomicInteger blocks = new AtomicInteger();
    fixture.ledger.afterCheck(
        () -> {
          int block = blocks.incrementAndGet();
          if (block <= 5) {
            fixture.commit(block == 4 ? fixture.candidates() : List.of());
          }
        });

    Transaction next = fixture.accept(Signed.by(ALICE).sequence(1));

    assertThat(fixture.candidateHashes()).containsExactly(next.hash());
    assertThat(blocks).hasValueGreaterThan(5);
  }

  @Test
  void blocksDuringEachCheckEndInARefusalWithATimeToRetry() {
    fixture.ledger.afterCheck(() -> fixture.commit(List.of()));

    Refusal refusal = fixture.refuse(Signed.by(ALICE));

    assertThat(refusal.code()).isEqualTo(RefusalCode.OVERLOADED);
    assertThat(refusal.retryAfterMs()).isPositive();
  }

  @Test
  void whatArrivesDuringOneDiskSyncSharesTheNextOneAndOneSignature() {
    fixture.journal.stop();
    CompletableFuture<Answer> first = fixture.send(Signed.by(BOB).sign());
    fixture.journal.awaitStoppedWrite();
    List<CompletableFuture<Answer>> others =
        LongStream.range(0, 8)
            .mapToObj(sequence -> fixture.send(Signed.by(ALICE).sequence(sequence).sign()))
            .toList();
    org.awaitility.Awaitility.await().until(() -> fixture.mempool.size().transactions() == 9);
    fixture.journal.resume();

    MempoolFixture.answer(first);
    List<Receipt> receipts = new ArrayList<>();
    for (CompletableFuture<Answer> other : others) {
      if (MempoolFixture.answer(other) instanceof Answer.Accepted(Receipt receipt)) {
        receipts.add(receipt);
      }
    }
    assertThat(receipts).hasSize(8).allMatch(Receipt::verify);
    assertThat(receipts.stream().map(Receipt::signature).distinct()).hasSizeLessThanOrEqualTo(2);
    assertThat(fixture.journal.batches().size()).isLessThanOrEqualTo(3);
  }

  @Test
  void theSameTransactionGetsItsFirstReceiptAgain() {
    Transaction transaction = Signed.by(ALICE).sign();
    Receipt first = fixture.accept(transaction);
    fixture.nowMs.addAndGet(5_000);

    assertThat(fixture.accept(transaction)).isEqualTo(first);
    assertThat(fixture.mempool.size().transactions()).isEqualTo(1);
    assertThat(fixture.mempool.counters().accepted()).isEqualTo(1);
    assertThat(fixture.mempool.counters().duplicates()).isEqualTo(1);
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(1);
  }

  @Test
  void theSameTransactionSentTwiceAtOnceIsOneSubmission() {
    fixture.journal.stop();
    Transaction transaction = Signed.by(ALICE).sign();
    CompletableFuture<Answer> first = fixture.send(transaction);
    CompletableFuture<Answer> second = fixture.send(transaction);
    fixture.journal.awaitStoppedWrite();
    fixture.journal.resume();

    assertThat(MempoolFixture.answer(first)).isEqualTo(MempoolFixture.answer(second));
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(1);
    assertThat(fixture.journal.batches()).containsExactly(1);
  }

  @Test
  void bytesThatAreNoTransactionAreRefusedWithTheirCode() {
    Answer answer = MempoolFixture.answer(fixture.mempool.submit(Bytes.fromHex("0a05ff")));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.MALFORMED));
    assertThat(fixture.mempool.counters().refusals()).containsEntry(RefusalCode.MALFORMED, 1L);
  }

  @Test
  void whatTheLedgerRefusesCostsNoSignatureRecovery() {
    assertThat(fixture.refusalCode(Signed.by(ALICE).maxFee(1))).isEqualTo(RefusalCode.FEE_TOO_LOW);
    fixture.commit(List.of());
    assertThat(fixture.refusalCode(Signed.by(ALICE).until(1, 0))).isEqualTo(RefusalCode.EXPIRED);
    assertThat(fixture.mempool.counters().recoveries()).isZero();
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() {
    Transaction honest = Signed.by(ALICE).sign();
    Transaction forged = TransactionSigner.sign(honest.body(), SignatureScheme.EIP191, BOB);

    assertThat(fixture.refuse(forged).code()).isEqualTo(RefusalCode.BAD_SIGNATURE);
    assertThat(fixture.mempool.size().transactions()).isZero();
  }

  /// To read a module is dearer than anything else that is asked of the ledger.
  @Test
  void aModuleIsReadForWhoSignedForItAlone() {
    Transaction honest = Signed.by(ALICE).registering(Bytes.utf8("module")).sign();
    Transaction forged = TransactionSigner.sign(honest.body(), SignatureScheme.EIP191, BOB);
    assertThat(fixture.refuse(forged).code()).isEqualTo(RefusalCode.BAD_SIGNATURE);
    assertThat(fixture.ledger.checks()).isZero();
    fixture.accept(honest);
  }

  @Test
  void aNodeReadsFewModules() {
    fixture.accept(Signed.by(ALICE).registering(Bytes.utf8("one")));
    long checks = fixture.ledger.checks();
    Refusal refusal = fixture.refuse(Signed.by(BOB).registering(Bytes.utf8("two")));
    assertThat(refusal.code()).isEqualTo(RefusalCode.OVERLOADED);
    assertThat(refusal.retryAfterMs()).isEqualTo(ModuleTurns.EVERY_MS);
    assertThat(fixture.ledger.checks()).isEqualTo(checks);
    fixture.nowMs.addAndGet(ModuleTurns.EVERY_MS);
    fixture.accept(Signed.by(BOB).registering(Bytes.utf8("two")));
  }

  @Test
  void aForgedEnvelopeCostsOneRecoveryHoweverOftenItIsSent() {
    Transaction honest = Signed.by(ALICE).sign();
    Transaction forged = TransactionSigner.sign(honest.body(), SignatureScheme.EIP191, BOB);
    for (int i = 0; i < 5; i++) {
      assertThat(fixture.refuse(forged).code()).isEqualTo(RefusalCode.BAD_SIGNATURE);
    }
    assertThat(fixture.mempool.verified(forged.hash(), forged.envelope()))
        .isInstanceOf(Checked.Refused.class);
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(1);

    fixture.accept(honest);
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(2);
  }

  @Test
  void whatLeftThePoolAndIsSentAgainCostsNoSecondRecovery() {
    try (MempoolFixture one = new MempoolFixture(MempoolFixture.settings(1, 1, 1))) {
      Transaction replaced = one.accept(Signed.by(ALICE).tip(1));
      Transaction evicted = one.accept(Signed.by(ALICE).tip(2).maxFee(2_000_000));
      Transaction dropped = one.accept(Signed.by(BOB).tip(900));
      assertThat(one.end(replaced)).isInstanceOf(TransactionStatus.Replaced.class);
      assertThat(one.end(evicted)).isInstanceOf(TransactionStatus.Refused.class);
      drop(one, dropped);
      assertThat(one.mempool.counters().recoveries()).isEqualTo(3);

      for (Transaction again : List.of(replaced, evicted, dropped)) {
        one.accept(again);
        drop(one, again);
      }
      assertThat(one.mempool.counters().recoveries()).isEqualTo(3);
    }
  }

  private static void drop(MempoolFixture from, Transaction transaction) {
    Refusal reason = Refusal.of(RefusalCode.ROLLUP_CLOSED, "", "", "closed");
    from.ledger.refuse(transaction.hash(), reason.code());
    from.mempool.dropped(List.of(new Proposal.Dropped(transaction.hash(), reason)));
    assertThat(from.end(transaction)).isInstanceOf(TransactionStatus.Refused.class);
    from.ledger.admitAgain(transaction.hash());
  }

  /// Forged transactions in a rich account's name, with high tips, faster than they are verified:
  /// what others send, and what the account's owner sends, is taken.
  @Test
  void aFloodOfForgeriesDisplacesNobody() {
    try (MempoolFixture flooded = new MempoolFixture(MempoolSettings.defaults(2))) {
      PrivateKey forger = Signed.key("forger");
      List<Transaction> forgeries = new ArrayList<>();
      for (int i = 0; i < 4_000; i++) {
        Signed each = Signed.by(ALICE).nonce(i % 500, 0).tip(5_000 + i).maxFee(1_000_000 + i);
        TransactionBody body = each.sign().body();
        forgeries.add(TransactionSigner.sign(body, SignatureScheme.EIP191, forger));
      }
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < forgeries.size(); i++) {
        answers.add(flooded.send(forgeries.get(i)));
        if (i % 50 == 0) {
          flooded.accept(Signed.by(Signed.key("honest " + i)));
        }
      }
      answers.forEach(
          answer -> assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Refused.class));
      flooded.accept(Signed.by(ALICE));
      assertThat(flooded.faults).isEmpty();
    }
  }

  @Test
  void aTransactionInThePoolIsVerifiedWithoutAnotherRecovery() {
    Transaction pooled = fixture.accept(Signed.by(ALICE));
    Transaction unknown = Signed.by(BOB).sign();
    long recoveries = fixture.mempool.counters().recoveries();

    assertThat(fixture.mempool.verified(pooled.hash(), pooled.envelope()))
        .isInstanceOfSatisfying(
            Checked.Ok.class, ok -> assertThat(ok.value()).isSameAs(candidate()));
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(recoveries);

    fixture.mempool.verified(unknown.hash(), unknown.envelope());
    fixture.mempool.verified(unknown.hash(), unknown.envelope());
    fixture.accept(unknown);
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(recoveries + 1);
  }

  @Test
  void aForgedTransactionInABlockIsNotVerified() {
    Transaction honest = Signed.by(ALICE).sign();
    Transaction forged = TransactionSigner.sign(honest.body(), SignatureScheme.EIP191, BOB);

    assertThat(fixture.mempool.verified(forged.hash(), forged.envelope()))
        .isInstanceOfSatisfying(
            Checked.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.BAD_SIGNATURE));
    assertThat(fixture.mempool.verified(forged.hash(), Bytes.utf8("nonsense")))
        .isInstanceOf(Checked.Refused.class);
  }

  @Test
  void aChannelsWaitingTransactionSaysWhatItWaitsFor() {
    Transaction third = fixture.accept(Signed.by(ALICE).sequence(2));
    assertThat(fixture.progress(third)).isEqualTo(waitsFor(0));
    assertThat(fixture.mempool.nextPendingSequence(ALICE.address(), 0)).isZero();
    assertThat(fixture.candidates()).isEmpty();

    Transaction first = fixture.accept(Signed.by(ALICE).sequence(0));
    assertThat(fixture.progress(third)).isEqualTo(waitsFor(1));
    assertThat(fixture.progress(first)).isEqualTo(ready());
    assertThat(fixture.mempool.nextPendingSequence(ALICE.address(), 0)).isEqualTo(1);

    Transaction second = fixture.accept(Signed.by(ALICE).sequence(1));
    assertThat(fixture.progress(third)).isEqualTo(ready());
    assertThat(fixture.candidateHashes())
        .containsExactly(first.hash(), second.hash(), third.hash());
    assertThat(fixture.mempool.nextPendingSequence(ALICE.address(), 0)).isEqualTo(3);
    assertThat(fixture.mempool.nextPendingSequence(ALICE.address(), 9)).isZero();
  }

  @Test
  void anAccountsPendingChannelsAreListedFromTheLowestOn() {
    assertThat(fixture.mempool.pendingChannels(ALICE.address(), 9)).isEmpty();
    fixture.accept(Signed.by(ALICE).nonce(40, 0));
    fixture.accept(Signed.by(ALICE).nonce(7, 2));
    fixture.accept(Signed.by(ALICE).nonce(0, 0));
    fixture.accept(Signed.by(BOB).nonce(3, 0));
    assertThat(fixture.mempool.pendingChannels(ALICE.address(), 9)).containsExactly(0L, 7L, 40L);
    assertThat(fixture.mempool.pendingChannels(ALICE.address(), 2)).containsExactly(0L, 7L);
    fixture.commitAll();
    assertThat(fixture.mempool.pendingChannels(ALICE.address(), 9)).containsExactly(7L);
  }

  @Test
  void waitingTransactionsAreBoundedByGapByChannelAndByAccount() {
    assertThat(fixture.refuse(Signed.by(ALICE).sequence(9)))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NONCE_TOO_FAR))
        .satisfies(refusal -> assertThat(refusal.limit()).contains("8"));
    LongStream.of(8, 2, 4, 6).forEach(each -> fixture.accept(Signed.by(ALICE).sequence(each)));
    assertThat(fixture.refuse(Signed.by(ALICE).sequence(5)))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NONCE_TOO_FAR))
        .satisfies(refusal -> assertThat(refusal.limit()).contains("4").contains("channel"));
    LongStream.of(5, 6).forEach(each -> fixture.accept(Signed.by(ALICE).nonce(1, each)));
    assertThat(fixture.refuse(Signed.by(ALICE).nonce(2, 5)))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NONCE_TOO_FAR))
        .satisfies(refusal -> assertThat(refusal.limit()).contains("6").contains("account"));

    fixture.accept(Signed.by(ALICE).nonce(2, 0));
    fixture.accept(Signed.by(ALICE).sequence(6).tip(5).maxFee(2_000_000));
    fixture.accept(Signed.by(BOB).sequence(5));
  }

  @Test
  void sequencesOnTheirWayFillTheGap() {
    List<CompletableFuture<Answer>> answers =
        LongStream.range(0, 12)
            .mapToObj(sequence -> fixture.send(Signed.by(ALICE).sequence(sequence).sign()))
            .toList();
    answers.forEach(
        answer -> assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Accepted.class));
  }

  @Test
  void whatLiesTooFarAheadCostsNoSignatureRecovery() {
    assertThat(fixture.refusalCode(Signed.by(ALICE).sequence(9).tip(900)))
        .isEqualTo(RefusalCode.NONCE_TOO_FAR);
    assertThat(fixture.mempool.counters().recoveries()).isZero();
  }

  @Test
  void channelsDoNotWaitForEachOther() {
    fixture.accept(Signed.by(ALICE).nonce(1, 1));
    Transaction other = fixture.accept(Signed.by(ALICE).nonce(2, 0));
    assertThat(fixture.candidateHashes()).containsExactly(other.hash());
  }

  @Test
  void aUsedSequenceIsRefused() {
    fixture.accept(Signed.by(ALICE).sequence(0));
    fixture.commitAll();
    assertThat(fixture.refusalCode(Signed.by(ALICE).sequence(0).tip(3)))
        .isEqualTo(RefusalCode.NONCE_USED);
  }

  @Test
  void pendingSpendStaysWithinThePayersBalance() {
    fixture.ledger.fund(ALICE.address(), 250_000);
    Signed each = Signed.by(ALICE).maxFee(100_000);
    fixture.accept(each.sequence(0));
    fixture.accept(each.sequence(1));

    Refusal refusal = fixture.refuse(each.sequence(2));
    assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    assertThat(refusal.message()).contains("200000").contains("250000").contains("100000");

    fixture.accept(each.sequence(1).maxFee(150_000).tip(1));
    fixture.commitAll();
    assertThat(fixture.mempool.size().transactions()).isZero();
    fixture.accept(each.sequence(2));
  }

  @Test
  void pendingSpendStaysWithinASponsorsBalance() {
    PrivateKey sponsor = Signed.key("sponsor");
    Signed each = Signed.by(ALICE).sponsoredBy(sponsor.address());
    long cost = TestLedger.feeFor(each.sign().size());
    fixture.ledger.fund(sponsor.address(), 5 * cost / 2);
    fixture.accept(each.maxFee(5 * cost / 2));
    fixture.accept(Signed.by(BOB).sponsoredBy(sponsor.address()));

    Signed third = Signed.by(Signed.key("carol"));
    assertThat(fixture.refusalCode(third.sponsoredBy(sponsor.address())))
        .isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    fixture.accept(third);
  }

  @Test
  void transfersOfOtherAssetsAreCountedOverAllThatIsPending() {
    AssetId gold = new AssetId("gold");
    fixture.ledger.fund(ALICE.address(), gold, 100);
    Signed each = Signed.by(ALICE).transferring(gold, 60);
    Transaction first = fixture.accept(each.sequence(0));

    Refusal refusal = fixture.refuse(each.sequence(1));
    assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    assertThat(refusal.message()).contains("60").contains("100").contains("gold");
    fixture.accept(Signed.by(ALICE).transferring(gold, 40).sequence(1));
    fixture.accept(each.sequence(0).tip(1).maxFee(2_000_000));
    assertThat(fixture.end(first)).isInstanceOf(TransactionStatus.Replaced.class);
  }

  @Test
  void pendingTransactionsOpenNoMoreChannelsThanAreLeft() {
    fixture.ledger.allowChannels(2);
    fixture.accept(Signed.by(ALICE).nonce(1, 0));
    fixture.accept(Signed.by(ALICE).nonce(2, 0));
    assertThat(fixture.refusalCode(Signed.by(ALICE).nonce(3, 0)))
        .isEqualTo(RefusalCode.TOO_MANY_CHANNELS);
    fixture.accept(Signed.by(ALICE).nonce(2, 1));
    fixture.accept(Signed.by(BOB).nonce(3, 0));

    fixture.commitAll();
    fixture.accept(Signed.by(ALICE).nonce(1, 1));
    assertThat(fixture.refusalCode(Signed.by(ALICE).nonce(3, 0)))
        .isEqualTo(RefusalCode.TOO_MANY_CHANNELS);
  }

  @Test
  void aSenderWithoutFundsReplacesItsSponsoredTransactionAFewTimes() {
    PrivateKey sponsor = Signed.key("sponsor");
    Signed each = Signed.by(ALICE).sponsoredBy(sponsor.address());
    fixture.ledger.fund(ALICE.address(), 0);
    fixture.ledger.fund(sponsor.address(), 100_000);
    Transaction stuck = fixture.accept(each.maxFee(10_000));
    assertThat(fixture.refuse(each.maxFee(19_999)))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW))
        .satisfies(refusal -> assertThat(refusal.requiredMaxFee()).contains(Amount.of(20_000)));
    fixture.accept(each.maxFee(20_000));
    assertThat(fixture.end(stuck)).isInstanceOf(TransactionStatus.Replaced.class);
    fixture.accept(each.maxFee(40_000));
    fixture.accept(each.maxFee(80_000));
    assertThat(fixture.refuse(each.maxFee(160_000)))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW))
        .satisfies(refusal -> assertThat(refusal.requiredMaxFee()).isEmpty())
        .satisfies(refusal -> assertThat(refusal.message()).contains("without a sponsor"));

    fixture.ledger.fund(ALICE.address(), 10_000);
    Signed own = Signed.by(ALICE).maxFee(5_000);
    assertThat(fixture.refusalCode(own)).isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW);
    fixture.accept(own.tip(1));
    assertThat(fixture.refuse(each.maxFee(90_000)).field()).isEqualTo("body.sponsor");
  }

  @Test
  void aSponsoredTransactionIsAdvisedNoTipThatItCannotOffer() {
    try (MempoolFixture full = new MempoolFixture(MempoolFixture.settings(1, 1, 1))) {
      full.accept(Signed.by(ALICE).tip(500));
      Signed sponsored = Signed.by(BOB).sponsoredBy(Signed.key("sponsor").address());
      assertThat(full.refuse(sponsored))
          .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LANE_LIMIT))
          .satisfies(refusal -> assertThat(refusal.message()).contains("without a sponsor"))
          .satisfies(refusal -> assertThat(refusal.retryAfterMs()).isPositive())
          .satisfies(refusal -> assertThat(refusal.requiredMaxFee()).isEmpty());
    }
  }

  @Test
  void whatWaitsReservesNothingOfASponsorUntilItIsReady() {
    PrivateKey sponsor = Signed.key("sponsor");
    Signed hog = Signed.by(ALICE).sponsoredBy(sponsor.address());
    Signed user = Signed.by(BOB).sponsoredBy(sponsor.address());
    long cost = TestLedger.feeFor(user.sign().size());
    fixture.ledger.fund(sponsor.address(), 3 * cost / 2);
    fixture.accept(hog.nonce(0, 5));
    fixture.accept(hog.nonce(1, 1));
    Transaction served = fixture.accept(user);
    fixture.commit(List.of(fixture.candidates().getFirst()));
    assertThat(fixture.end(served)).isInstanceOf(TransactionStatus.Soft.class);

    fixture.ledger.fund(sponsor.address(), 5 * cost / 2);
    fixture.accept(hog.nonce(1, 0));
    assertThat(fixture.candidates()).hasSize(2);
    assertThat(fixture.refusalCode(user.sequence(1))).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    fixture.commitAll();
    fixture.ledger.fund(sponsor.address(), 3 * cost / 2);
    fixture.accept(user.sequence(1));
  }

  @Test
  void oneSendersPendingSpendStaysWithinTheSponsorsCapPerSender() {
    PrivateKey sponsor = Signed.key("sponsor");
    Signed each = Signed.by(ALICE).sponsoredBy(sponsor.address());
    long cost = TestLedger.feeFor(each.nonce(1, 1).sign().size());
    fixture.ledger.capSenders(5 * cost / 2);
    fixture.accept(each.nonce(0, 0));
    fixture.accept(each.nonce(0, 1));
    Refusal refusal = fixture.refuse(each.nonce(0, 2));
    assertThat(refusal.code()).isEqualTo(RefusalCode.SPONSORSHIP_EXHAUSTED);
    assertThat(refusal.limit()).contains("max_per_sender");

    fixture.accept(each.nonce(0, 1).maxFee(2_000_000));
    fixture.accept(Signed.by(BOB).sponsoredBy(sponsor.address()));
    fixture.accept(Signed.by(ALICE).nonce(0, 2));
    fixture.commitAll();
    fixture.accept(each.nonce(0, 3));
  }

  @Test
  void aSponsorsOwnTransactionsDoNotWaitForWhatItSponsors() {
    PrivateKey sponsor = Signed.key("sponsor");
    Signed each = Signed.by(ALICE).sponsoredBy(sponsor.address());
    Signed own = Signed.by(sponsor);
    long cost = TestLedger.feeFor(each.sign().size());
    fixture.ledger.fund(sponsor.address(), 5 * cost / 2);
    fixture.accept(each.nonce(0, 0));
    fixture.accept(each.nonce(1, 0));
    fixture.accept(own.maxFee(2 * cost));

    assertThat(fixture.refuse(own.sequence(1).maxFee(cost)))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS))
        .satisfies(refusal -> assertThat(refusal.message()).contains(" " + 2 * cost + " "));
    assertThat(fixture.refusalCode(Signed.by(BOB).sponsoredBy(sponsor.address())))
        .isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
  }

  @Test
  void whatIsPendingUnderASponsorshipStaysWithinItsTotal() {
    Address sponsor = Signed.key("sponsor").address();
    Signed third = Signed.by(Signed.key("carol"));
    long cost = TestLedger.feeFor(third.sponsoredBy(sponsor).sign().size());
    fixture.ledger.capSponsorships(5 * cost / 2, 1L << 40);
    fixture.accept(Signed.by(ALICE).sponsoredBy(sponsor));
    fixture.accept(Signed.by(BOB).sponsoredBy(sponsor));

    assertThat(fixture.refuse(third.sponsoredBy(sponsor)))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.SPONSORSHIP_EXHAUSTED))
        .satisfies(refusal -> assertThat(refusal.limit()).contains("max_total"));
    fixture.accept(Signed.by(BOB).sponsoredBy(sponsor).maxFee(2_000_000));
    fixture.accept(third.sponsoredBy(Signed.key("another").address()));
  }

  @Test
  void noMoreIsPendingUnderASponsorshipThanAFewBlocksTake() {
    try (MempoolFixture large = new MempoolFixture(MempoolFixture.settings(100, 100, 100))) {
      Address sponsor = Signed.key("sponsor").address();
      Signed next = Signed.by(BOB).sponsoredBy(sponsor);
      large.ledger.capSponsorships(1L << 40, TestLedger.feeFor(next.sign().size()));
      for (int i = 0; i < PlacementRules.SPONSORED_BLOCKS; i++) {
        large.accept(Signed.by(Signed.key("fresh " + i)).sponsoredBy(sponsor));
      }
      assertThat(large.refuse(next))
          .satisfies(
              refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.SPONSORSHIP_EXHAUSTED))
          .satisfies(refusal -> assertThat(refusal.limit()).contains("max_per_block"))
          .satisfies(refusal -> assertThat(refusal.retryAfterMs()).isPositive());
      large.commit(List.of(large.candidates().getFirst()));
      large.accept(next);
    }
  }

  @Test
  void aTransactionCheckedBeforeABlockIsCheckedAgainAfterIt() {
    Transaction transaction = Signed.by(ALICE).until(1, 0).sign();
    fixture.journal.stop();
    CompletableFuture<Answer> answer = fixture.send(transaction);
    fixture.journal.awaitStoppedWrite();
    fixture.journal.resume();
    assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Accepted.class);

    fixture.commit(List.of());
    assertThat(fixture.end(transaction)).isInstanceOf(TransactionStatus.Expired.class);
    assertThat(fixture.refuse(Signed.by(BOB).until(1, 0).sign()).code())
        .isEqualTo(RefusalCode.EXPIRED);
  }

  @Test
  void aFailedStoreRefusesEverythingAndLosesNothingAcknowledged() {
    Transaction kept = fixture.accept(Signed.by(ALICE));
    fixture.journal.breakDown();

    Refusal refusal = fixture.refuse(Signed.by(BOB).sign());
    assertThat(refusal.code()).isEqualTo(RefusalCode.NODE_STOPPING);
    assertThat(refusal.message()).contains("The disk is full.");
    assertThat(fixture.refusalCode(Signed.by(BOB).nonce(1, 0)))
        .isEqualTo(RefusalCode.NODE_STOPPING);
    assertThat(fixture.faults).hasSize(1);
    fixture.faults.clear();
    assertThat(fixture.journal.pending()).hasSize(1);
    assertThat(fixture.candidateHashes()).containsExactly(kept.hash());
  }

  @Test
  void closingAnswersEverybody() {
    fixture.journal.stop();
    List<CompletableFuture<Answer>> answers =
        LongStream.range(0, 4)
            .mapToObj(sequence -> fixture.send(Signed.by(ALICE).sequence(sequence).sign()))
            .toList();
    fixture.journal.awaitStoppedWrite();
    Thread closing = Thread.ofPlatform().start(fixture.mempool::close);
    fixture.journal.resume();
    org.awaitility.Awaitility.await().until(() -> !closing.isAlive());

    long accepted =
        answers.stream().filter(answer -> answer.getNow(null) instanceof Answer.Accepted).count();
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(fixture.journal.pending()).hasSize(Math.toIntExact(accepted));
    assertThat(fixture.refusalCode(Signed.by(BOB))).isEqualTo(RefusalCode.NODE_STOPPING);
  }

  @Test
  void theRequiredFeeOfARefusalIsEnough() {
    MempoolSettings tiny = MempoolFixture.settings(2, 2, 2);
    try (MempoolFixture full = new MempoolFixture(tiny)) {
      full.accept(Signed.by(ALICE).tip(500));
      full.accept(Signed.by(BOB).tip(700));
      Signed newcomer = Signed.by(Signed.key("carol")).tip(100).maxFee(1_500_000);
      Refusal refusal = full.refuse(newcomer);

      assertThat(refusal.code()).isEqualTo(RefusalCode.LANE_LIMIT);
      assertThat(refusal.retryAfterMs()).isPositive();
      long required = refusal.requiredMaxFee().map(Amount::toLongExact).orElse(0L);
      assertThat(refusal.message()).contains("tip of ");
      String tip = refusal.message().replaceAll(".*tip of (\\d+) .*", "$1");
      assertThat(full.refusalCode(newcomer.tip(490))).isEqualTo(RefusalCode.LANE_LIMIT);
      full.accept(newcomer.tip(Long.parseLong(tip)).maxFee(required));
    }
  }

  private Object candidate() {
    return fixture.candidates().getFirst();
  }

  private static TransactionStatus.Pending waitsFor(long sequence) {
    return new TransactionStatus.Pending(java.util.OptionalLong.of(sequence));
  }

  private static TransactionStatus.Pending ready() {
    return new TransactionStatus.Pending(java.util.OptionalLong.empty());
  }

  @Test
  void aRefusalInAForeignAssetNamesAFeeOnlyWhereItsPriceIsKnown() {
    MempoolSettings tiny = MempoolFixture.settings(1, 1, 1);
    try (MempoolFixture full = new MempoolFixture(tiny)) {
      full.accept(Signed.by(ALICE).tip(500));
      Signed foreign = Signed.by(BOB).payingIn(new weft.protocol.transaction.AssetId("gold"));
      assertThat(full.refuse(foreign).requiredMaxFee()).isEqualTo(Optional.empty());
      assertThat(full.refuse(foreign.tip(100)).requiredMaxFee()).isPresent();
    }
  }
}
