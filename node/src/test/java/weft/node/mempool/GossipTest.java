package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Proposal;
import weft.node.feed.Feed;
import weft.node.mempool.Gossip.Taken;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionLimits;
import weft.protocol.transaction.TransactionSigner;
import weft.protocol.transaction.VerifiedTransaction;

/// What comes from peers and goes out to them.
final class GossipTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  private final MempoolFixture fixture =
      new MempoolFixture(MempoolFixture.settings(40, 30, 30), GossipMode.OWN);

  @AfterEach
  void stop() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  // From peers

  @Test
  void aPeersTransactionIsPendingWithoutReceiptAndJournal() {
    Transaction transaction = fixture.offer(Signed.by(ALICE));

    assertThat(fixture.candidateHashes()).containsExactly(transaction.hash());
    assertThat(fixture.workCalls).hasPositiveValue();
    assertThat(fixture.status(transaction.hash()))
        .satisfies(status -> assertThat(status.state()).isEqualTo(TransactionState.PENDING))
        .satisfies(status -> assertThat(status.receivedTimeMs()).isZero());
    assertThat(fixture.mempool.receipt(transaction.hash())).isEmpty();
    assertThat(fixture.journal.pending()).isEmpty();
    assertThat(fixture.mempool.counters().accepted()).isZero();

    fixture.commitAll();
    assertThat(fixture.end(transaction)).isInstanceOf(TransactionStatus.Soft.class);
  }

  @Test
  void aPeersTransactionEndsLikeAnyOther() {
    Transaction replaced = fixture.offer(Signed.by(ALICE));
    Transaction better = fixture.offer(Signed.by(ALICE).tip(10).maxFee(2_000_000));
    Transaction expired = fixture.offer(Signed.by(BOB).until(1, 0));
    fixture.commit(List.of());

    assertThat(fixture.end(replaced))
        .isEqualTo(
            new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(better.hash())));
    assertThat(fixture.end(expired)).isInstanceOf(TransactionStatus.Expired.class);
    assertThat(fixture.mempool.receipt(replaced.hash())).isEmpty();
    assertThat(fixture.mempool.counters().ends()).isEmpty();
  }

  @Test
  void whatIsKnownIsNotCheckedAgain() {
    Transaction pending = fixture.offer(Signed.by(ALICE));
    Transaction used = Signed.by(BOB).sign();
    fixture.commit(List.of(VerifiedTransaction.verify(used).orElseThrow()));
    long checks = fixture.ledger.checks();

    for (Transaction each : List.of(pending, used)) {
      assertThat(fixture.offer(each.envelope())).isEqualTo(new Taken.Known());
      assertThat(fixture.offer(marked(each, 7))).isEqualTo(new Taken.Known());
    }
    assertThat(fixture.ledger.checks()).isEqualTo(checks);
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(1);
  }

  @Test
  void whatCanNeverBeValidIsRefusedOnceAndKnownAfterwards() {
    Bytes nonsense = Bytes.utf8("nonsense");
    assertThat(fixture.offer(nonsense)).isEqualTo(new Taken.Enqueued());
    assertThat(fixture.offer(nonsense)).isEqualTo(new Taken.Known());
    Bytes tooLarge = Bytes.wrap(new byte[TransactionLimits.MAX_TRANSACTION_BYTES + 6]);
    assertThat(fixture.offer(tooLarge))
        .isEqualTo(new Taken.Refused(RefusalCode.TRANSACTION_TOO_LARGE));
    Transaction forged =
        TransactionSigner.sign(Signed.by(ALICE).sign().body(), SignatureScheme.EIP191, BOB);
    assertThat(fixture.offer(forged.envelope())).isEqualTo(new Taken.Enqueued());
    assertThat(fixture.offer(forged.envelope()))
        .isEqualTo(new Taken.Refused(RefusalCode.BAD_SIGNATURE));
    assertThat(fixture.offer(Bytes.EMPTY)).isEqualTo(new Taken.Enqueued());

    assertThat(fixture.mempool.counters().refusals()).as("of clients").isEmpty();
    assertThat(fixture.gossip().gossipCounters().refused()).isEqualTo(5);
  }

  /// The engine never brings the same bytes twice, so what was refused for a reason that passes has
  /// to be taken when its node offers it again.
  @Test
  void whatWasRefusedForAPassingReasonIsTakenWhenOfferedAgain() {
    fixture.ledger.fund(ALICE.address(), 1);
    Transaction poor = fixture.offer(Signed.by(ALICE));
    assertThat(fixture.mempool.status(poor.hash())).isEmpty();

    fixture.ledger.fund(ALICE.address(), 1L << 50);
    assertThat(fixture.offer(marked(poor, 1))).isEqualTo(new Taken.Enqueued());
    assertThat(fixture.candidateHashes()).containsExactly(poor.hash());
  }

  /// A peer may have the block with the seal a moment earlier, and offers it again after seconds.
  @Test
  void aSealedBidThatCameBeforeItsSealIsLookedIntoAgainWithTheNextBlocks() {
    Transaction shown = Signed.by(ALICE).bidding(5, Hash32.ZERO).sign();
    Transaction never = Signed.by(BOB).bidding(5, Hash32.ZERO).sign();
    for (Transaction each : List.of(shown, never)) {
      fixture.ledger.refuse(each.hash(), RefusalCode.SEAL_UNKNOWN);
      assertThat(fixture.offer(each.envelope())).isEqualTo(new Taken.Enqueued());
    }
    fixture.commit(List.of());
    fixture.awaitOffers();
    assertThat(fixture.mempool.status(shown.hash())).isEmpty();

    fixture.ledger.admitAgain(shown.hash());
    fixture.commit(List.of());
    fixture.awaitOffers();
    assertThat(fixture.mempool.status(shown.hash())).isPresent();
    fixture.ledger.admitAgain(never.hash());
    fixture.commit(List.of());
    fixture.awaitOffers();
    assertThat(fixture.mempool.status(never.hash())).as("forgotten after two blocks").isEmpty();
  }

  @Test
  void aPeersTransactionThatAClientSendsTooGetsAReceiptAndIsJournalled() throws Exception {
    Transaction transaction = fixture.offer(Signed.by(ALICE));
    Feed.Reader<StatusChange> reader = fixture.mempool.statusChanges().open(_ -> true, 100);
    assertThat(fixture.reaped()).isEmpty();
    Receipt receipt = fixture.accept(transaction);

    assertThat(receipt.verify()).isTrue();
    assertThat(receipt.receivedTimeMs()).isEqualTo(fixture.nowMs.get());
    assertThat(fixture.accept(transaction)).isEqualTo(receipt);
    assertThat(fixture.journal.pending()).hasSize(1);
    assertThat(fixture.mempool.size().transactions()).isEqualTo(1);
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(1);
    assertThat(fixture.status(transaction.hash()).receivedTimeMs()).isPositive();
    assertThat(reader.next(0)).isNotInstanceOf(Feed.Next.Event.class);

    assertThat(fixture.reaped()).as("its peers have it").isEmpty();
    fixture.nowMs.addAndGet(GossipQueue.FIRST_AGAIN_MS);
    assertThat(fixture.reaped()).containsExactly(transaction.hash());
    try (MempoolFixture restarted = restarted(fixture)) {
      assertThat(restarted.mempool.receipt(transaction.hash())).contains(receipt);
      assertThat(restarted.candidateHashes()).containsExactly(transaction.hash());
    }
  }

  @Test
  void aPeersTransactionThatIsIncludedWhileItsReceiptIsWrittenIsSoft() {
    Transaction transaction = fixture.offer(Signed.by(ALICE));
    fixture.journal.stop();
    CompletableFuture<Answer> answer = fixture.send(transaction);
    fixture.journal.awaitStoppedWrite();
    List<VerifiedTransaction> block = fixture.candidates();
    assertThat(block).hasSize(1);
    fixture.commit(block);
    fixture.journal.resume();

    assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Accepted.class);
    Awaitility.await().until(() -> fixture.journal.pending().isEmpty());
    assertThat(fixture.end(transaction)).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.mempool.size().transactions()).isZero();
  }

  @Test
  void sequencesThatComeInAnyOrderFromPeersWait() {
    List<Transaction> all =
        LongStream.rangeClosed(0, 12)
            .map(i -> 12 - i)
            .mapToObj(
                sequence -> fixture.offer(Signed.by(ALICE).sequence(sequence).to(1, Signed.EAST)))
            .toList();
    assertThat(fixture.candidateHashes())
        .containsExactlyElementsOf(all.reversed().stream().map(Transaction::hash).toList());
  }

  @Test
  void offersAreNotTakenOnceTheMempoolIsClosed() {
    fixture.close();
    assertThat(fixture.gossip().offer(Signed.by(ALICE).sign().envelope()))
        .isEqualTo(new Taken.Busy());
  }

  @Test
  void aMempoolWithoutPeersExchangesNothing() {
    try (MempoolFixture solo = new MempoolFixture(MempoolFixture.small())) {
      solo.accept(Signed.by(ALICE));
      assertThat(solo.mempool.gossip()).isEmpty();
    }
  }

  // To peers

  @Test
  void whatClientsSentGoesOutOnceItIsDurableAndAgainWithGrowingDistances() {
    fixture.journal.stop();
    Transaction transaction = Signed.by(ALICE).sign();
    CompletableFuture<Answer> answer = fixture.send(transaction);
    fixture.journal.awaitStoppedWrite();
    assertThat(fixture.reaped()).isEmpty();
    fixture.journal.resume();
    MempoolFixture.answer(answer);

    List<Bytes> first = fixture.gossip().reap(1 << 20);
    assertThat(first).containsExactly(transaction.envelope());
    List<Long> distances = new ArrayList<>();
    List<Bytes> offers = new ArrayList<>(first);
    long lastMs = fixture.nowMs.get();
    while (distances.size() < 7) {
      fixture.nowMs.addAndGet(500);
      for (Bytes again : fixture.gossip().reap(1 << 20)) {
        offers.add(again);
        distances.add(fixture.nowMs.get() - lastMs);
        lastMs = fixture.nowMs.get();
      }
    }
    assertThat(distances)
        .containsExactly(2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
    assertThat(offers).doesNotHaveDuplicates();
    assertThat(offers)
        .allSatisfy(
            each ->
                assertThat(GossipFrame.read(each).envelope()).isEqualTo(transaction.envelope()));
  }

  @Test
  void whatIsFinalGoesOutNoMore() {
    Transaction replaced = fixture.accept(Signed.by(ALICE));
    Transaction expired = fixture.accept(Signed.by(BOB).until(1, 0));
    Transaction included = fixture.accept(Signed.by(BOB).nonce(1, 0));
    Transaction evicted = fixture.accept(Signed.by(BOB).nonce(2, 0));
    assertThat(fixture.reaped()).hasSize(4);
    Transaction better = fixture.accept(Signed.by(ALICE).tip(10).maxFee(2_000_000));
    fixture.ledger.refuse(evicted.hash(), RefusalCode.ROLLUP_CLOSED);
    drop(evicted);
    fixture.commit(List.of(VerifiedTransaction.verify(included).orElseThrow()));

    fixture.nowMs.addAndGet(100_000);
    assertThat(fixture.reaped())
        .containsExactlyInAnyOrder(better.hash())
        .doesNotContain(replaced.hash(), expired.hash());
  }

  @Test
  void whatIsBackAfterARestartGoesOutAgain() {
    Transaction transaction = fixture.accept(Signed.by(ALICE));
    assertThat(fixture.reaped()).hasSize(1);
    try (MempoolFixture restarted = restarted(fixture)) {
      assertThat(restarted.reaped()).isEmpty();
      restarted.nowMs.addAndGet(GossipQueue.FIRST_AGAIN_MS);
      List<Bytes> again = restarted.gossip().reap(0);
      assertThat(again)
          .singleElement()
          .isNotEqualTo(transaction.envelope())
          .satisfies(
              each ->
                  assertThat(GossipFrame.read(each).envelope()).isEqualTo(transaction.envelope()));
    }
  }

  @Test
  void noMoreBytesGoOutThanAskedFor() {
    for (int i = 0; i < 6; i++) {
      fixture.accept(Signed.by(Signed.key("sender " + i)).to(1_000, Signed.EAST));
    }
    assertThat(fixture.gossip().reap(3_500)).hasSize(3);
    assertThat(fixture.gossip().reap(1)).as("one alone may be larger").hasSize(1);
    assertThat(fixture.gossip().reap(1 << 20)).hasSize(2);
    assertThat(fixture.gossip().reap(1 << 20)).isEmpty();

    fixture.nowMs.addAndGet(GossipQueue.FIRST_AGAIN_MS);
    fixture.accept(Signed.by(Signed.key("new")).to(1_000, Signed.EAST));
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.gossip().reap(4_000).stream().filter(each -> each.get(0) == 0))
          .as("what is offered again takes a quarter")
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void aRelayPassesOnWhatComesFromPeersAndWhatTheyOfferAgain() {
    try (MempoolFixture relay = new MempoolFixture(MempoolFixture.small(), GossipMode.RELAY)) {
      Transaction transaction = relay.offer(Signed.by(ALICE));
      assertThat(relay.gossip().reap(0)).containsExactly(transaction.envelope());
      relay.nowMs.addAndGet(100_000);
      assertThat(relay.reaped()).as("its node offers it again").isEmpty();

      Bytes again = marked(transaction, 99);
      assertThat(relay.offer(again)).isEqualTo(new Taken.Known());
      assertThat(relay.gossip().reap(0)).containsExactly(again);
      relay.offer(marked(transaction, 100));
      assertThat(relay.reaped()).as("not before the shortest distance").isEmpty();

      relay.nowMs.addAndGet(GossipQueue.FIRST_AGAIN_MS);
      relay.offer(marked(transaction, 101));
      assertThat(relay.reaped()).containsExactly(transaction.hash());
    }
    fixture.offer(Signed.by(BOB));
    assertThat(fixture.reaped()).as("no relay").isEmpty();
  }

  // Blocks of others

  @Test
  void severalBlocksMayBeBegunForOneHeight() {
    Transaction first = fixture.accept(Signed.by(ALICE));
    Transaction second = fixture.accept(Signed.by(BOB));
    List<VerifiedTransaction> failed = fixture.candidates();
    Transaction better = fixture.accept(Signed.by(ALICE).tip(10).maxFee(2_000_000));
    assertThat(fixture.candidateHashes()).containsExactly(better.hash(), second.hash());
    assertThat(fixture.status(first.hash()).state()).isEqualTo(TransactionState.PENDING);

    fixture.commit(failed);
    assertThat(fixture.end(first)).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.end(second)).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.end(better))
        .isEqualTo(new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(first.hash())));
  }

  @Test
  void whatAnUndecidedBlockDroppedStaysWhileCommittedStateAdmitsIt() {
    Transaction transaction = fixture.accept(Signed.by(ALICE));
    for (int round = 0; round < 12; round++) {
      fixture.candidates();
      drop(transaction);
    }
    fixture.commit(List.of());
    assertThat(fixture.status(transaction.hash()).state()).isEqualTo(TransactionState.PENDING);
    assertThat(fixture.journal.pending()).hasSize(1);
    for (int i = 0; i < 128 && fixture.candidateHashes().isEmpty(); i++) {
      fixture.commit(List.of());
    }
    assertThat(fixture.candidateHashes()).containsExactly(transaction.hash());
  }

  @Test
  void whatABlockDroppedEndsWithTheBlockThatMadeItInvalid() {
    Transaction transaction = fixture.accept(Signed.by(ALICE));
    fixture.candidates();
    drop(transaction);
    fixture.ledger.refuse(transaction.hash(), RefusalCode.NAME_TAKEN);
    fixture.commit(List.of());
    assertThat(fixture.end(transaction))
        .isInstanceOfSatisfying(
            TransactionStatus.Refused.class,
            end -> assertThat(end.code()).isEqualTo(RefusalCode.NAME_TAKEN));
  }

  /// A block of another node may hold what was replaced here, and what never was here.
  @Test
  void blocksOfOthersDecideWhatIsSoftAndWhatIsReplaced() {
    Transaction old = fixture.accept(Signed.by(ALICE));
    Transaction better = fixture.accept(Signed.by(ALICE).tip(10).maxFee(2_000_000));
    assertThat(fixture.end(old)).isInstanceOf(TransactionStatus.Replaced.class);
    Transaction here = fixture.accept(Signed.by(BOB));
    VerifiedTransaction variant = Signed.by(BOB).tip(3).verify();
    VerifiedTransaction after = Signed.by(BOB).sequence(1).verify();

    fixture.commit(List.of(VerifiedTransaction.verify(old).orElseThrow(), variant, after));

    assertThat(fixture.end(old)).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.end(better))
        .isEqualTo(new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(old.hash())));
    assertThat(fixture.end(here))
        .isEqualTo(
            new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(variant.hash())));
    assertThat(fixture.end(after.transaction())).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.mempool.size().transactions()).isZero();
  }

  @Test
  void aBlockIsAnsweredFromWhatWasVerifiedOnArrival() {
    List<Transaction> all =
        List.of(fixture.offer(Signed.by(ALICE)), fixture.accept(Signed.by(BOB)));
    for (int round = 0; round < 3; round++) {
      for (Transaction each : all) {
        assertThat(fixture.mempool.verified(each.hash(), each.envelope()))
            .isInstanceOf(Checked.Ok.class);
      }
    }
    assertThat(fixture.mempool.counters().recoveries()).isEqualTo(2);
  }

  private void drop(Transaction transaction) {
    Refusal reason = Refusal.of(RefusalCode.NAME_TAKEN, "", "", "by another one in the block");
    fixture.mempool.dropped(List.of(new Proposal.Dropped(transaction.hash(), reason)));
  }

  private static Bytes marked(Transaction transaction, int mark) {
    return new GossipFrame(transaction.envelope(), OptionalInt.of(mark)).write();
  }

  private static MempoolFixture restarted(MempoolFixture before) {
    before.close();
    return new MempoolFixture(
        MempoolFixture.settings(40, 30, 30),
        before.journal,
        before.ledger,
        before.nowMs,
        GossipMode.OWN);
  }
}
