package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.node.feed.Feed;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Address;
import weft.primitives.PrivateKey;
import weft.protocol.orderflow.GivenHints;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionSigner;

/// Transactions that a node keeps back.
final class HeldPoolTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");
  private static final Address CAROL = Signed.key("carol").address();
  private static final long WAIT_MS = 20_000;
  private static final HoldSettings FEW = new HoldSettings(3, 10_000, 2, 5_000);

  private final TestJournal journal = new TestJournal();
  private final TestLedger ledger = new TestLedger();
  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private MempoolFixture fixture = start();

  private MempoolFixture start() {
    return new MempoolFixture(MempoolFixture.small(), FEW, journal, ledger, nowMs, GossipMode.OWN);
  }

  @AfterEach
  void stop() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  private static Hold hold(HintKind... hints) {
    return new Hold(5_000, true, new TreeSet<>(List.of(hints)), GivenHints.NONE);
  }

  private Answer send(Transaction transaction, Hold hold) {
    return MempoolFixture.answer(fixture.mempool.submit(transaction.envelope(), Optional.of(hold)));
  }

  private Transaction keep(Signed description, HintKind... hints) {
    Transaction transaction = description.sign();
    assertThat(send(transaction, hold(hints))).isInstanceOf(Answer.Accepted.class);
    return transaction;
  }

  private Refusal refusal(Signed description, Hold hold) {
    return switch (send(description.sign(), hold)) {
      case Answer.Refused(Refusal refusal) -> refusal;
      case Answer.Accepted _ -> throw new AssertionError("accepted");
    };
  }

  private void awaitState(Transaction transaction, TransactionState state) {
    Awaitility.await()
        .atMost(WAIT_MS, TimeUnit.MILLISECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> fixture.status(transaction.hash()).state() == state);
  }

  private static TransactionStatus hidden(Transaction transaction, TransactionStatus.Progress at) {
    return new TransactionStatus(transaction.hash(), Address.ZERO, new Nonce(0, 0), 1_000_000, at);
  }

  private static TransactionStatus heldUntil(Transaction transaction, long untilMs) {
    return hidden(transaction, new TransactionStatus.Received(OptionalLong.of(untilMs)));
  }

  // What is told

  @Test
  void nothingIsToldOfItBeyondItsHashAndWhatItsSenderAllows() throws InterruptedException {
    try (Feed.Reader<StatusChange> changes = fixture.mempool.statusChanges().open(_ -> true, 10);
        Feed.Reader<Hint> told = fixture.mempool.newHints().open(_ -> true, 10)) {
      Transaction kept = keep(Signed.by(ALICE).nonce(3, 0).tip(50).asking(CAROL, 40));

      assertThat(fixture.candidates()).isEmpty();
      assertThat(fixture.reaped()).isEmpty();
      assertThat(fixture.mempool.size().transactions()).isZero();
      assertThat(fixture.mempool.pendingChannels(ALICE.address(), 10)).isEmpty();
      assertThat(fixture.mempool.nextPendingSequence(ALICE.address(), 3)).isZero();
      assertThat(fixture.mempool.receipt(kept.hash())).isEmpty();
      assertThat(fixture.mempool.candidates().bid(kept.hash())).isEmpty();
      assertThat(fixture.workCalls).hasValue(0);
      assertThat(fixture.status(kept.hash())).isEqualTo(heldUntil(kept, 1_005_000));
      assertThat(event(changes)).isEqualTo(new StatusChange(heldUntil(kept, 1_005_000), List.of()));
      Hint nothing =
          new Hint(
              kept.hash(),
              1_005_000,
              List.of(),
              OptionalInt.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              GivenHints.NONE);
      assertThat(event(told)).isEqualTo(nothing);
      assertThat(fixture.mempool.hints()).containsExactly(nothing);
    }
  }

  private static <T> T event(Feed.Reader<T> from) throws InterruptedException {
    return switch (from.next(WAIT_MS)) {
      case Feed.Next.Event<T>(T event) -> event;
      case Feed.Next<T> other -> throw new AssertionError("no event but " + other);
    };
  }

  @Test
  void eachHintIsToldWhereItIsAllowed() {
    Signed asking = Signed.by(ALICE).asking(CAROL, 40);
    Transaction kept =
        keep(
            asking,
            HintKind.ROLLUPS,
            HintKind.SIZE,
            HintKind.SENDER,
            HintKind.REFUND,
            HintKind.PAYLOADS);
    Action.Submit submit = (Action.Submit) asking.actions().getFirst();
    assertThat(fixture.mempool.hints())
        .containsExactly(
            new Hint(
                kept.hash(),
                1_005_000,
                List.of(Signed.EAST),
                OptionalInt.of(kept.size()),
                Optional.of(ALICE.address()),
                Optional.of(new Action.RefundTerms(CAROL, 40)),
                List.of(new Action.BundleEntry(Signed.EAST, submit.payloads().getFirst())),
                GivenHints.NONE));
  }

  /// Whoever sends what nobody signed learns nothing of what is kept back with that nonce.
  @Test
  void refusalsOfWhatOthersMakeUpAreTheSameAsBefore() {
    Transaction forged =
        TransactionSigner.sign(Signed.by(ALICE).tip(1).sign().body(), SignatureScheme.EIP191, BOB);
    Transaction another =
        TransactionSigner.sign(Signed.by(ALICE).tip(2).sign().body(), SignatureScheme.EIP191, BOB);
    Refusal before = fixture.refuse(forged);
    keep(Signed.by(ALICE).tip(900));
    assertThat(fixture.refuse(another)).isEqualTo(before);
    assertThat(before.code()).isEqualTo(RefusalCode.BAD_SIGNATURE);
  }

  // Bounds

  @Test
  void isBoundedInTimeInCountByAccountAndInBytes() {
    SortedSet<HintKind> none = new TreeSet<>();
    assertThat(refusal(Signed.by(ALICE), new Hold(5_001, true, none, GivenHints.NONE)).field())
        .isEqualTo("hold.for_ms");
    assertThat(refusal(Signed.by(ALICE), new Hold(0, true, none, GivenHints.NONE)).code())
        .isEqualTo(RefusalCode.INVALID_FIELD);
    keep(Signed.by(ALICE));
    keep(Signed.by(ALICE).sequence(1));
    assertThat(refusal(Signed.by(ALICE).sequence(2), hold()).code())
        .isEqualTo(RefusalCode.ACCOUNT_LIMIT);
    assertThat(refusal(Signed.by(BOB).to(9_900, Signed.EAST), hold()).code())
        .isEqualTo(RefusalCode.MEMPOOL_FULL);
    keep(Signed.by(BOB));
    assertThat(refusal(Signed.by(Signed.key("dora")), hold()).code())
        .isEqualTo(RefusalCode.MEMPOOL_FULL);
    assertThat(fixture.mempool.heldCount()).isEqualTo(3);
  }

  @Test
  void aBidIsNotKeptBack() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    assertThat(refusal(Signed.by(BOB).bidding(5, body.hash()), hold()).field()).isEqualTo("hold");
  }

  @Test
  void whatTheLedgerRefusesIsRefusedAtOnce() {
    ledger.fund(ALICE.address(), 10);
    assertThat(refusal(Signed.by(ALICE), hold()).code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
  }

  // How it ends

  @Test
  void afterItsTimeItIsLikeAnyOther() {
    Transaction kept = keep(Signed.by(ALICE));
    nowMs.addAndGet(4_999);
    Transaction other = fixture.accept(Signed.by(BOB));
    assertThat(fixture.candidateHashes()).containsExactly(other.hash());
    nowMs.addAndGet(1);
    awaitState(kept, TransactionState.PENDING);

    assertThat(fixture.status(kept.hash()).account()).isEqualTo(ALICE.address());
    assertThat(fixture.candidateHashes()).containsExactly(kept.hash(), other.hash());
    assertThat(fixture.reaped()).contains(kept.hash());
    assertThat(fixture.mempool.receipt(kept.hash())).isPresent();
    assertThat(fixture.mempool.hints()).isEmpty();
    Awaitility.await()
        .atMost(WAIT_MS, TimeUnit.MILLISECONDS)
        .until(() -> journal.pending().stream().allMatch(entry -> entry.hold().isEmpty()));
  }

  @Test
  void orItExpiresAndNobodyLearnsWhoseItWas() {
    Transaction kept = Signed.by(ALICE).sign();
    assertThat(send(kept, new Hold(100, false, new TreeSet<>(), GivenHints.NONE)))
        .isInstanceOf(Answer.Accepted.class);
    nowMs.addAndGet(100);
    TransactionStatus.Progress end = fixture.end(kept);

    assertThat(end).isInstanceOf(TransactionStatus.Expired.class);
    assertThat(fixture.status(kept.hash())).isEqualTo(hidden(kept, end));
    assertThat(fixture.candidates()).isEmpty();
    assertThat(fixture.reaped()).isEmpty();
    assertThat(fixture.mempool.heldCount()).isZero();
    assertThat(journal.pending()).isEmpty();
  }

  @Test
  void whatHasNoPlaceAfterItsTimeEndsWithTheReason() {
    Transaction kept = keep(Signed.by(ALICE));
    ledger.refuse(kept.hash(), RefusalCode.INSUFFICIENT_FUNDS);
    nowMs.addAndGet(5_000);
    assertThat(fixture.end(kept))
        .isInstanceOfSatisfying(
            TransactionStatus.Refused.class,
            end -> assertThat(end.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS));
  }

  @Test
  void sentAgainWithoutTheWishItIsPublicAndWithItKeepsItsReceipt() {
    Transaction kept = Signed.by(ALICE).sign();
    Answer first = send(kept, hold());
    assertThat(send(kept, hold(HintKind.SENDER))).isEqualTo(first);
    assertThat(fixture.mempool.hints().getFirst().sender()).isEmpty();
    assertThat(fixture.candidates()).isEmpty();

    Receipt receipt = fixture.accept(kept);
    assertThat(new Answer.Accepted(receipt)).isEqualTo(first);
    assertThat(fixture.candidateHashes()).containsExactly(kept.hash());
  }

  @Test
  void whatAPeerBringsIsPublic() {
    Transaction kept = keep(Signed.by(ALICE));
    assertThat(fixture.offer(kept.envelope())).isEqualTo(new Gossip.Taken.Enqueued());
    awaitState(kept, TransactionState.PENDING);
    assertThat(fixture.mempool.receipt(kept.hash())).isPresent();
    assertThat(fixture.mempool.heldCount()).isZero();
  }

  @Test
  void aBlockEndsWhatUsesItsSequences() {
    Transaction below = keep(Signed.by(ALICE));
    Transaction itself = keep(Signed.by(ALICE).sequence(1));
    Transaction over = keep(Signed.by(BOB).until(1, 0));
    fixture.commit(List.of(Signed.by(ALICE).sequence(1).verify()));

    assertThat(fixture.end(itself)).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.end(below)).isInstanceOf(TransactionStatus.Replaced.class);
    assertThat(fixture.end(over)).isInstanceOf(TransactionStatus.Expired.class);
    assertThat(fixture.status(over.hash()).account()).isEqualTo(Address.ZERO);
    assertThat(fixture.mempool.heldCount()).isZero();
  }

  // Bids

  @Test
  void aBidThatCouldWinBringsItOutBeforeItself() {
    Transaction kept = keep(Signed.by(ALICE).asking(CAROL, 40));
    Transaction bid = fixture.accept(Signed.by(BOB).bidding(5, kept.hash()).refunding(CAROL, 40));

    assertThat(fixture.status(kept.hash()).state()).isEqualTo(TransactionState.PENDING);
    assertThat(fixture.reaped()).containsExactly(kept.hash(), bid.hash());
    assertThat(fixture.mempool.candidates().bids(10))
        .satisfiesExactly(one -> assertThat(one.bid().hash()).isEqualTo(bid.hash()));
  }

  /// Otherwise the next block could have the transaction without the bid.
  @Test
  void itStaysBackUntilTheBidIsDurable() {
    Transaction kept = keep(Signed.by(ALICE));
    Transaction bid = Signed.by(BOB).bidding(5, kept.hash()).sign();
    journal.stop();
    CompletableFuture<Answer> answer = fixture.send(bid);
    journal.awaitStoppedWrite();
    assertThat(fixture.candidates()).isEmpty();
    assertThat(fixture.status(kept.hash()).state()).isEqualTo(TransactionState.RECEIVED);
    journal.resume();
    assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Accepted.class);
    assertThat(fixture.candidateHashes()).containsExactly(kept.hash());
  }

  @Test
  void soDoesABidThatComesFromAPeer() {
    Transaction kept = keep(Signed.by(ALICE));
    fixture.offer(Signed.by(BOB).bidding(5, kept.hash()));
    assertThat(fixture.status(kept.hash()).state()).isEqualTo(TransactionState.PENDING);
    assertThat(fixture.reaped()).containsExactly(kept.hash());
  }

  @Test
  void aBidThatOffersTooLittleOrOtherTermsDoesNot() {
    ledger.reserve(6);
    Transaction kept = keep(Signed.by(ALICE).asking(CAROL, 40));
    fixture.accept(Signed.by(BOB).bidding(5, kept.hash()).refunding(CAROL, 40));
    fixture.accept(Signed.by(BOB).bidding(9, kept.hash()).refunding(CAROL, 39));
    fixture.accept(Signed.by(BOB).bidding(9, kept.hash()));
    fixture.accept(Signed.by(BOB).bidding(9, kept.hash()).on(Signed.WEST).refunding(CAROL, 40));
    Transaction unknown = Signed.by(Signed.key("dora")).sign();
    fixture.accept(Signed.by(BOB).bidding(9, kept.hash(), unknown.hash()).refunding(CAROL, 40));

    assertThat(fixture.status(kept.hash())).isEqualTo(heldUntil(kept, 1_005_000));
    assertThat(fixture.mempool.candidates().bids(10)).isEmpty();
  }

  @Test
  void aBidThatCameBeforeBringsItOutToo() {
    Transaction later = Signed.by(ALICE).sign();
    fixture.accept(Signed.by(BOB).bidding(5, later.hash()));
    keep(Signed.by(ALICE));
    awaitState(later, TransactionState.PENDING);
  }

  // Restarts

  @Test
  void aRestartKeepsItBackAsBefore() {
    Transaction kept = keep(Signed.by(ALICE).asking(CAROL, 40), HintKind.REFUND);
    Transaction free = keep(Signed.by(BOB));
    fixture.accept(free);
    List<Hint> before = fixture.mempool.hints();
    Awaitility.await()
        .atMost(WAIT_MS, TimeUnit.MILLISECONDS)
        .until(() -> journal.pending().stream().filter(e -> e.hold().isEmpty()).count() == 1);
    fixture.close();
    fixture = start();

    assertThat(fixture.mempool.hints()).isEqualTo(before).hasSize(1);
    assertThat(fixture.candidateHashes()).containsExactly(free.hash());
    assertThat(fixture.status(kept.hash())).isEqualTo(heldUntil(kept, 1_005_000));
    nowMs.addAndGet(5_000);
    awaitState(kept, TransactionState.PENDING);
  }
}
