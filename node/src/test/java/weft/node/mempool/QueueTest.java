package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Candidates;
import weft.chain.block.Proposal;
import weft.ledger.rules.FullRoom;
import weft.ledger.rules.LaneRoom;
import weft.node.feed.Feed;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// What becomes of transactions in the pool: replaced, evicted, expired, dropped, included.
final class QueueTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");
  private static final PrivateKey CAROL = Signed.key("carol");

  private final MempoolFixture fixture = new MempoolFixture(MempoolFixture.small());

  @AfterEach
  void stop() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  // Order

  @Test
  void theHighestTipPerByteComesFirstAndArrivalDecidesTies() {
    Transaction low = fixture.accept(Signed.by(ALICE).tip(10));
    Transaction first = fixture.accept(Signed.by(BOB).tip(500));
    Transaction second = fixture.accept(Signed.by(CAROL).tip(500));
    Transaction large =
        fixture.accept(Signed.by(ALICE).nonce(1, 0).to(4_000, Signed.EAST).tip(600));

    assertThat(fixture.candidateHashes())
        .containsExactly(first.hash(), second.hash(), large.hash(), low.hash());
  }

  @Test
  void sequencesOfAChannelStayInOrderWhateverTheyPay() {
    Transaction zero = fixture.accept(Signed.by(ALICE).sequence(0).tip(1));
    Transaction one = fixture.accept(Signed.by(ALICE).sequence(1).tip(900));
    Transaction two = fixture.accept(Signed.by(ALICE).sequence(2).tip(2));
    Transaction other = fixture.accept(Signed.by(BOB).tip(3));

    assertThat(fixture.candidateHashes())
        .containsExactly(other.hash(), zero.hash(), one.hash(), two.hash());
  }

  @Test
  void candidatesThatLeaveDuringTheWalkAreNotOffered() {
    List<Transaction> sent = new ArrayList<>();
    try (MempoolFixture large = new MempoolFixture(MempoolFixture.settings(1_000, 1_000, 1_000))) {
      for (int i = 0; i < 300; i++) {
        sent.add(large.accept(Signed.by(ALICE).nonce(i, 0).tip(1_000 - i)));
      }
      Iterator<VerifiedTransaction> walk = large.mempool.candidates();
      assertThat(walk.next().hash()).isEqualTo(sent.getFirst().hash());
      large.accept(Signed.by(ALICE).nonce(299, 0).tip(2_000).maxFee(2_000_000));
      List<Hash32> rest = new ArrayList<>();
      walk.forEachRemaining(each -> rest.add(each.hash()));
      assertThat(rest).hasSize(298).doesNotContain(sent.getLast().hash());
    }
  }

  // Replacement

  @Test
  void aHigherFeeByTheStatedStepTakesThePlace() {
    Transaction old = fixture.accept(Signed.by(ALICE).tip(1_000).maxFee(100_000));
    Signed better = Signed.by(ALICE).tip(1_100).maxFee(110_000);

    assertThat(fixture.refuse(better.tip(1_090)))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("body.tip"));
    assertThat(fixture.refuse(better.maxFee(109_999)))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("body.max_fee"))
        .satisfies(refusal -> assertThat(refusal.requiredMaxFee()).isPresent());

    Transaction replacement = fixture.accept(better.tip(1_101));
    assertThat(fixture.candidateHashes()).containsExactly(replacement.hash());
    assertThat(fixture.end(old))
        .isEqualTo(
            new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(replacement.hash())));
    assertThat(fixture.mempool.size().transactions()).isEqualTo(1);
  }

  @Test
  void withoutATipAReplacementStillHasToOfferMore() {
    fixture.accept(Signed.by(ALICE).maxFee(100_000));
    assertThat(fixture.refusalCode(Signed.by(ALICE).maxFee(200_000)))
        .isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW);
    fixture.accept(Signed.by(ALICE).maxFee(200_000).tip(1));
  }

  @Test
  void aReplacementPaysInTheSameAsset() {
    fixture.accept(Signed.by(ALICE));
    Signed gold = Signed.by(ALICE).payingIn(new weft.protocol.transaction.AssetId("gold"));
    assertThat(fixture.refuse(gold.tip(100).maxFee(9_000_000)))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.REPLACEMENT_FEE_TOO_LOW))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("body.fee_asset"));
  }

  @Test
  void aReplacementWithoutActionsCancels() {
    Transaction old = fixture.accept(Signed.by(ALICE).tip(100));
    Transaction after = fixture.accept(Signed.by(ALICE).sequence(1));
    Transaction cancellation =
        fixture.accept(Signed.by(ALICE).cancelling().tip(200).maxFee(2_000_000));

    assertThat(fixture.end(old))
        .isEqualTo(
            new TransactionStatus.Replaced(
                RefusalCode.CANCELLED, Optional.of(cancellation.hash())));
    assertThat(fixture.candidateHashes()).containsExactly(cancellation.hash(), after.hash());
  }

  @Test
  void aReplacedTransactionThatWasOfferedAlreadyMayStillBeIncluded() {
    Transaction old = fixture.accept(Signed.by(ALICE));
    List<VerifiedTransaction> offered = fixture.candidates();
    Transaction replacement = fixture.accept(Signed.by(ALICE).tip(10).maxFee(2_000_000));
    assertThat(fixture.status(old.hash()).state()).isEqualTo(TransactionState.PENDING);

    fixture.commit(offered);
    assertThat(fixture.end(old)).isInstanceOf(TransactionStatus.Soft.class);
    assertThat(fixture.end(replacement))
        .isEqualTo(new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(old.hash())));
  }

  @Test
  void aReplacedTransactionThatWasOfferedEndsWithTheRound() {
    Transaction old = fixture.accept(Signed.by(ALICE));
    fixture.candidates();
    Transaction replacement = fixture.accept(Signed.by(ALICE).tip(10).maxFee(2_000_000));

    fixture.commit(List.of());
    assertThat(fixture.end(old))
        .isEqualTo(
            new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(replacement.hash())));
    assertThat(fixture.candidateHashes()).containsExactly(replacement.hash());
  }

  // Room

  @Test
  void aFullPoolGivesTheWeakestPlaceToWhoPaysMore() {
    Transaction[] weak = new Transaction[20];
    for (int i = 0; i < 20; i++) {
      Signed each = Signed.by(Signed.key("account " + i)).tip(100 + i);
      weak[i] = fixture.accept(i < 10 ? each : each.to(Signed.WEST));
    }
    Refusal refusal = fixture.refuse(Signed.by(ALICE).to(Signed.EAST).tip(100));
    assertThat(refusal.code()).isEqualTo(RefusalCode.MEMPOOL_FULL);
    assertThat(refusal.requiredMaxFee()).isPresent();
    assertThat(refusal.retryAfterMs()).isPositive();

    Transaction strong = fixture.accept(Signed.by(ALICE).tip(200));
    assertThat(fixture.end(weak[0]))
        .isInstanceOfSatisfying(
            TransactionStatus.Refused.class,
            end -> assertThat(end.code()).isEqualTo(RefusalCode.EVICTED));
    assertThat(fixture.status(weak[1].hash()).state()).isEqualTo(TransactionState.PENDING);
    assertThat(fixture.candidateHashes().getFirst()).isEqualTo(strong.hash());
    assertThat(fixture.mempool.size().transactions()).isEqualTo(20);
  }

  @Test
  void evictionMakesNoGaps() {
    for (int i = 0; i < 8; i++) {
      fixture.accept(Signed.by(Signed.key("account " + i)).tip(500).to(Signed.WEST));
    }
    List<Transaction> row = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      row.add(fixture.accept(Signed.by(ALICE).sequence(i).tip(i == 3 ? 1 : 900)));
    }
    fixture.accept(Signed.by(BOB).tip(400).to(Signed.WEST));

    assertThat(fixture.end(row.get(11))).isInstanceOf(TransactionStatus.Refused.class);
    assertThat(fixture.status(row.get(3).hash()).state()).isEqualTo(TransactionState.PENDING);
    assertThat(fixture.status(row.get(10).hash()).progress())
        .isEqualTo(new TransactionStatus.Pending(java.util.OptionalLong.empty()));
  }

  @Test
  void whoWaitsBehindALowTipIsWorthNoMoreThanIt() {
    for (int i = 0; i < 19; i++) {
      Signed each = Signed.by(Signed.key("account " + i)).tip(500);
      fixture.accept(i < 10 ? each : each.to(Signed.WEST));
    }
    fixture.accept(Signed.by(ALICE).sequence(0).tip(600));
    Refusal refusal = fixture.refuse(Signed.by(BOB).sequence(0).tip(100));
    assertThat(refusal.requiredMaxFee()).isPresent();

    fixture.commit(List.of());
    try (MempoolFixture other = new MempoolFixture(MempoolFixture.settings(3, 3, 3))) {
      other.accept(Signed.by(ALICE).sequence(0).tip(100));
      other.accept(Signed.by(BOB).sequence(0).tip(200));
      other.accept(Signed.by(CAROL).sequence(0).tip(200));
      Refusal held = other.refuse(Signed.by(ALICE).sequence(1).tip(9_000));
      assertThat(held.code()).isEqualTo(RefusalCode.LANE_LIMIT);
      assertThat(held.requiredMaxFee()).isEmpty();
    }
  }

  @Test
  void aWaitingTransactionLeavesBeforeAReadyOneAndEvictsNone() {
    try (MempoolFixture full = new MempoolFixture(MempoolFixture.settings(3, 3, 3))) {
      Transaction waiting = full.accept(Signed.by(ALICE).sequence(1).tip(9_000));
      full.accept(Signed.by(BOB).tip(10));
      full.accept(Signed.by(CAROL).tip(10));
      assertThat(full.refusalCode(Signed.by(BOB).nonce(1, 1).tip(8_000)))
          .isEqualTo(RefusalCode.LANE_LIMIT);
      full.accept(Signed.by(BOB).nonce(1, 0));
      assertThat(full.end(waiting))
          .isInstanceOfSatisfying(
              TransactionStatus.Refused.class,
              end -> assertThat(end.code()).isEqualTo(RefusalCode.EVICTED));
    }
  }

  @Test
  void oneAccountCannotPushOutOthers() {
    Transaction other = fixture.accept(Signed.by(BOB).tip(0));
    for (int i = 0; i < 12; i++) {
      fixture.accept(Signed.by(ALICE).nonce(i, 0).tip(1_000).to(Signed.WEST));
    }
    assertThat(fixture.refusalCode(Signed.by(ALICE).nonce(12, 0).tip(5_000)))
        .isEqualTo(RefusalCode.ACCOUNT_LIMIT);
    fixture.accept(Signed.by(ALICE).nonce(3, 0).tip(2_000).maxFee(2_000_000).to(Signed.WEST));
    assertThat(fixture.status(other.hash()).state()).isEqualTo(TransactionState.PENDING);
    assertThat(fixture.mempool.size().transactions()).isEqualTo(13);
  }

  @Test
  void oneLaneCannotPushOutOthers() {
    Transaction other = fixture.accept(Signed.by(BOB).tip(0).to(Signed.WEST));
    List<Transaction> flood = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      flood.add(fixture.accept(Signed.by(Signed.key("flood " + i)).tip(1_000 + i)));
    }
    Refusal refusal = fixture.refuse(Signed.by(ALICE).tip(1_000));
    assertThat(refusal.code()).isEqualTo(RefusalCode.LANE_LIMIT);
    assertThat(refusal.field()).contains("east");

    fixture.accept(Signed.by(ALICE).tip(3_000));
    assertThat(fixture.end(flood.getFirst())).isInstanceOf(TransactionStatus.Refused.class);
    assertThat(fixture.status(other.hash()).state()).isEqualTo(TransactionState.PENDING);
    fixture.accept(Signed.by(ALICE).nonce(1, 0).tip(0).to(Signed.WEST));
    assertThat(
            fixture.refusalCode(Signed.by(ALICE).nonce(2, 0).tip(2).to(Signed.EAST, Signed.WEST)))
        .isEqualTo(RefusalCode.LANE_LIMIT);
  }

  @Test
  void bytesAreLimitedLikeCounts() {
    MempoolSettings defaults = MempoolFixture.small();
    int size = Signed.by(ALICE).to(1_000, Signed.EAST).sign().size() + 16;
    MempoolSettings settings =
        new MempoolSettings(
            1_000,
            6L * size,
            1_000,
            2L * size,
            1_000,
            4L * size,
            4,
            6,
            8,
            10,
            100,
            1 << 20,
            100,
            2,
            100,
            1 << 20,
            100,
            10,
            defaults.retryAfter(),
            defaults.lateBlockMs(),
            defaults.maxBids(),
            defaults.maxAccountBids());
    try (MempoolFixture bytes = new MempoolFixture(settings)) {
      Signed east = Signed.by(ALICE).to(1_000, Signed.EAST);
      bytes.accept(east.nonce(0, 0).tip(10));
      bytes.accept(east.nonce(1, 0).tip(10));
      assertThat(bytes.refusalCode(east.nonce(2, 0).tip(90))).isEqualTo(RefusalCode.ACCOUNT_LIMIT);
      Signed bob = Signed.by(BOB).to(1_000, Signed.EAST);
      bytes.accept(bob.nonce(0, 0).tip(10));
      bytes.accept(bob.nonce(1, 0).tip(10));
      Signed carol = Signed.by(CAROL).to(1_000, Signed.EAST);
      assertThat(bytes.refusalCode(carol.nonce(0, 0).tip(9))).isEqualTo(RefusalCode.LANE_LIMIT);
      bytes.accept(carol.to(1_000, Signed.WEST).nonce(0, 0).tip(10));
      bytes.accept(carol.to(1_000, Signed.WEST).nonce(1, 0).tip(10));
      Signed dave = Signed.by(Signed.key("dave")).to(1_000, Signed.WEST);
      assertThat(bytes.refusalCode(dave.tip(9))).isEqualTo(RefusalCode.MEMPOOL_FULL);
      bytes.accept(dave.tip(20));
      assertThat(bytes.mempool.size().bytes()).isLessThanOrEqualTo(6L * size);
    }
  }

  @Test
  void aRefusalNamesTheTipThatBeatsAllWhoHaveToLeave() {
    try (MempoolFixture full = new MempoolFixture(withLaneBytes(128 << 10))) {
      List<Transaction> weakestFirst = new ArrayList<>();
      long bytes = 0;
      for (int i = 0; bytes < 126 << 10; i++) {
        Signed each =
            Signed.by(ALICE).nonce(i, 0).to(1_200 + 37 * (i % 11), Signed.EAST).maxFee(1 << 24);
        int size = each.tip(1 << 17).sign().size();
        weakestFirst.add(full.accept(each.tip((100L + i) * size)));
        bytes += size;
      }
      Signed large = Signed.by(BOB).to(64_000, Signed.EAST);
      long over = bytes + large.sign().size() + Refusals.GROWTH_BYTES - (128 << 10);
      int leaving = 0;
      while (over > 0) {
        over -= weakestFirst.get(leaving++).size();
      }
      assertThat(leaving).isGreaterThan(30);
      long rate = (100L + leaving - 1) * TipRate.SCALE;
      Amount tip = TipRate.tipAbove(Amount.of(rate), large.sign().size() + Refusals.GROWTH_BYTES);

      Refusal refusal = full.refuse(large);
      assertThat(refusal.code()).isEqualTo(RefusalCode.LANE_LIMIT);
      assertThat(refusal.message()).contains("a tip of " + tip + " weft or more");
      long tooLittle = (100L + leaving - 1) * large.sign().size();
      assertThat(full.refusalCode(large.tip(tooLittle).maxFee(1 << 30)))
          .isEqualTo(RefusalCode.LANE_LIMIT);
      long maxFee = refusal.requiredMaxFee().orElseThrow().toLongExact();
      full.accept(large.tip(tip.toLongExact()).maxFee(maxFee));
      assertThat(weakestFirst.subList(0, leaving))
          .allMatch(each -> full.end(each) instanceof TransactionStatus.Refused);
      assertThat(full.progress(weakestFirst.get(leaving)))
          .isInstanceOf(TransactionStatus.Pending.class);
    }
  }

  @Test
  void theNamedTipCountsInEveryRoomOfABundle() {
    try (MempoolFixture full = new MempoolFixture(MempoolFixture.settings(9, 9, 2))) {
      full.accept(Signed.by(ALICE).nonce(0, 0).tip(100));
      full.accept(Signed.by(ALICE).nonce(1, 0).tip(100));
      full.accept(Signed.by(ALICE).nonce(2, 0).tip(9_000).to(Signed.WEST));
      full.accept(Signed.by(ALICE).nonce(3, 0).tip(9_000).to(Signed.WEST));
      Signed both = Signed.by(BOB).to(Signed.EAST, Signed.WEST).maxFee(2_000_000);

      Refusal refusal = full.refuse(both);
      assertThat(refusal.field()).contains("east");
      String tip = refusal.message().replaceAll(".*tip of (\\d+) .*", "$1");
      full.accept(both.tip(Long.parseLong(tip)));
    }
  }

  @Test
  void noTipIsNamedWhereTooManyWouldHaveToLeave() {
    MempoolSettings settings = withLaneBytes(256 << 10);
    try (MempoolFixture full = new MempoolFixture(settings)) {
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      int size = Signed.by(ALICE).nonce(1_000, 0).sign().size();
      int many = (256 << 10) / size;
      for (int i = 0; i < many; i++) {
        answers.add(full.send(Signed.by(ALICE).nonce(1_000 + i, 0).sign()));
      }
      answers.forEach(
          answer -> assertThat(MempoolFixture.answer(answer)).isInstanceOf(Answer.Accepted.class));
      Signed huge = Signed.by(BOB).to(250_000, Signed.EAST).maxFee(100_000_000).tip(90_000_000);
      Refusal refusal = full.refuse(huge);

      assertThat(many).isGreaterThan(EvictionWalk.MAX_EVICTED);
      assertThat(refusal.code()).isEqualTo(RefusalCode.LANE_LIMIT);
      assertThat(refusal.requiredMaxFee()).isEmpty();
      assertThat(refusal.message()).doesNotContain("tip of").contains("send smaller ones");
      full.accept(Signed.by(BOB).to(90_000, Signed.EAST).maxFee(100_000_000).tip(90_000_000));
    }
  }

  private static MempoolSettings withLaneBytes(long laneBytes) {
    MempoolSettings large = MempoolSettings.defaults(2);
    return new MempoolSettings(
        large.maxTransactions(),
        large.maxBytes(),
        large.maxAccountTransactions(),
        large.maxAccountBytes(),
        large.maxLaneTransactions(),
        laneBytes,
        large.maxWaitingPerChannel(),
        large.maxWaitingPerAccount(),
        large.maxSequenceGap(),
        large.replacementStepPercent(),
        large.maxUnverifiedTransactions(),
        large.maxUnverifiedBytes(),
        large.maxUnansweredTransactions(),
        large.verifierThreads(),
        large.maxBatchTransactions(),
        large.maxBatchBytes(),
        large.maxExpiriesPerBlock(),
        large.maxReaders(),
        large.retryAfter(),
        large.lateBlockMs(),
        large.maxBids(),
        large.maxAccountBids());
  }

  // Blocks

  @Test
  void includedTransactionsAreSoft() {
    Transaction transaction = fixture.accept(Signed.by(ALICE).sequence(0));
    Transaction next = fixture.accept(Signed.by(ALICE).sequence(1));
    fixture.commit(fixture.candidates().subList(0, 1));

    assertThat(fixture.progress(transaction))
        .isInstanceOfSatisfying(
            TransactionStatus.Soft.class, soft -> assertThat(soft.height()).isEqualTo(1));
    assertThat(fixture.status(transaction.hash()).receivedTimeMs()).isEqualTo(1_000_000);
    assertThat(fixture.candidateHashes()).containsExactly(next.hash());
    assertThat(fixture.mempool.counters().included()).isEqualTo(1);
  }

  @Test
  void aFinalTransactionKeepsItsReceipt() {
    Transaction soft = fixture.accept(Signed.by(ALICE).sequence(0));
    Receipt first = fixture.mempool.receipt(soft.hash()).orElseThrow();
    fixture.commit(fixture.candidates());
    Transaction replaced = fixture.accept(Signed.by(BOB).sequence(0));
    fixture.accept(Signed.by(BOB).sequence(0).tip(9).maxFee(2_000_000));
    assertThat(fixture.end(replaced)).isInstanceOf(TransactionStatus.Replaced.class);

    Receipt later = fixture.mempool.receipt(soft.hash()).orElseThrow();
    assertThat(later.leaf()).isEqualTo(first.leaf());
    assertThat(later.node()).isEqualTo(first.node());
    assertThat(later.verify()).isTrue();
    assertThat(fixture.mempool.receipt(replaced.hash()).orElseThrow().leaf().lastHeight())
        .isEqualTo(replaced.body().lastHeight());
  }

  @Test
  void aSequenceUsedByAnotherTransactionReplaces() {
    Transaction pending = fixture.accept(Signed.by(ALICE).sequence(0));
    Transaction later = fixture.accept(Signed.by(ALICE).sequence(1));
    VerifiedTransaction stranger = Signed.by(ALICE).sequence(0).tip(77).verify();
    fixture.commit(List.of(stranger));

    assertThat(fixture.end(pending))
        .isEqualTo(
            new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(stranger.hash())));
    assertThat(fixture.candidateHashes()).containsExactly(later.hash());
  }

  @Test
  void accountsOfStrangeTransactionsAreCheckedAgain() {
    fixture.ledger.fund(ALICE.address(), 2_000_000);
    Transaction kept = fixture.accept(Signed.by(ALICE).nonce(1, 0).maxFee(10_000));
    Transaction poor = fixture.accept(Signed.by(ALICE).nonce(2, 0).maxFee(1_900_000));
    VerifiedTransaction stranger = Signed.by(ALICE).nonce(3, 0).tip(500_000).verify();
    fixture.commit(List.of(stranger));

    assertThat(fixture.end(poor))
        .isInstanceOfSatisfying(
            TransactionStatus.Refused.class,
            end -> assertThat(end.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS));
    assertThat(fixture.candidateHashes()).containsExactly(kept.hash());
  }

  @Test
  void transactionsExpireByHeightAndByTime() {
    Transaction byHeight = fixture.accept(Signed.by(ALICE).nonce(0, 0).until(2, 0));
    Transaction after = fixture.accept(Signed.by(ALICE).nonce(0, 1).until(9, 0));
    Transaction byTime = fixture.accept(Signed.by(BOB).until(9, 1_000_150));
    fixture.commit(List.of());
    assertThat(fixture.candidates()).hasSize(3);

    fixture.commit(List.of());
    assertThat(fixture.end(byHeight))
        .isEqualTo(new TransactionStatus.Expired("its last height 2 has passed"));
    assertThat(fixture.end(byTime))
        .isEqualTo(new TransactionStatus.Expired("its last time 1000150 ms has passed"));
    assertThat(fixture.progress(after))
        .isEqualTo(new TransactionStatus.Pending(java.util.OptionalLong.of(0)));
    assertThat(fixture.mempool.counters().ends()).containsEntry(RefusalCode.EXPIRED, 2L);
  }

  @Test
  void massExpiryIsSpreadOverBlocks() {
    MempoolSettings few = MempoolFixture.small();
    MempoolSettings settings =
        new MempoolSettings(
            100,
            1 << 20,
            100,
            1 << 20,
            100,
            1 << 20,
            4,
            6,
            8,
            10,
            100,
            1 << 20,
            100,
            2,
            100,
            1 << 20,
            3,
            10,
            few.retryAfter(),
            few.lateBlockMs(),
            few.maxBids(),
            few.maxAccountBids());
    try (MempoolFixture many = new MempoolFixture(settings)) {
      List<Transaction> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(many.accept(Signed.by(ALICE).nonce(i, 0).until(1, 0)));
      }
      many.commit(List.of());
      assertThat(many.mempool.size().transactions()).isEqualTo(5);
      assertThat(many.candidates()).isEmpty();
      many.commit(List.of());
      many.commit(List.of());
      assertThat(all).allMatch(each -> many.end(each) instanceof TransactionStatus.Expired);
    }
  }

  @Test
  void droppedCandidatesEndWithTheReason() {
    Transaction dropped = fixture.accept(Signed.by(ALICE).sequence(0));
    Transaction after = fixture.accept(Signed.by(ALICE).sequence(1));
    Transaction late = fixture.accept(Signed.by(BOB));
    fixture.candidates();
    refuse(dropped, RefusalCode.SUBMITTER_NOT_ALLOWED);
    refuse(late, RefusalCode.EXPIRED);

    assertThat(fixture.end(dropped))
        .isEqualTo(new TransactionStatus.Refused(RefusalCode.SUBMITTER_NOT_ALLOWED, BECAUSE));
    assertThat(fixture.end(late)).isEqualTo(new TransactionStatus.Expired(BECAUSE));
    assertThat(fixture.progress(after))
        .isEqualTo(new TransactionStatus.Pending(java.util.OptionalLong.of(0)));
    assertThat(fixture.candidates()).isEmpty();
  }

  @Test
  void candidatesDroppedForAPassingReasonAreOfferedAgainLater() {
    Transaction poor = fixture.accept(Signed.by(ALICE).until(1_000, 0));
    fixture.accept(Signed.by(ALICE).sequence(1).until(1_000, 0));
    int offers = 0;
    int blocks = 0;
    while (fixture.status(poor.hash()).state() == TransactionState.PENDING && blocks < 300) {
      boolean offered = fixture.candidateHashes().contains(poor.hash());
      if (offered) {
        offers++;
        refuse(poor, RefusalCode.FEE_TOO_LOW);
      }
      if (offers > Pool.MAX_PASSED_OVER) {
        break;
      }
      fixture.commit(List.of());
      blocks++;
    }
    assertThat(blocks).isEqualTo(255);
    assertThat(fixture.end(poor))
        .isEqualTo(new TransactionStatus.Refused(RefusalCode.FEE_TOO_LOW, BECAUSE));
  }

  @Test
  void whatNeedsMoreThanAFullLaneHasLeftIsNotOffered() {
    try (MempoolFixture flooded = new MempoolFixture(MempoolFixture.settings(2_000, 900, 900))) {
      List<CompletableFuture<Submissions.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        answers.add(flooded.send(Signed.by(ALICE).nonce(i / 2, i % 2).tip(9_000).sign()));
      }
      answers.forEach(MempoolFixture::answer);
      Transaction small = flooded.accept(Signed.by(BOB).to(10, Signed.EAST));
      Transaction behind = flooded.accept(Signed.by(BOB).sequence(1).to(10, Signed.EAST));
      Transaction other = flooded.accept(Signed.by(CAROL).to(Signed.WEST));
      Transaction both = flooded.accept(Signed.by(CAROL).sequence(1).to(Signed.EAST, Signed.WEST));

      Candidates candidates = flooded.mempool.candidates();
      candidates.next();
      candidates.next();
      candidates.notIncluded(
          Optional.of(new FullRoom.Lane(Signed.EAST, new LaneRoom(19, 9, Long.MAX_VALUE))));
      assertThat(candidates.next().hash()).isEqualTo(small.hash());
      candidates.notIncluded(Optional.empty());
      assertThat(candidates.next().hash()).isEqualTo(other.hash());
      assertThat(candidates.hasNext()).isFalse();

      List<Hash32> next = flooded.candidateHashes();
      assertThat(next).hasSize(604).contains(small.hash(), behind.hash(), both.hash());
    }
  }

  @Test
  void nothingIsOfferedToALaneThatTakesNoMorePayloads() {
    fixture.accept(Signed.by(ALICE).tip(9_000).to(900, Signed.EAST));
    fixture.accept(Signed.by(BOB).to(1, Signed.EAST));
    Transaction other = fixture.accept(Signed.by(CAROL).to(Signed.WEST));

    Candidates candidates = fixture.mempool.candidates();
    candidates.next();
    candidates.notIncluded(
        Optional.of(
            new FullRoom.Lane(Signed.EAST, new LaneRoom(Long.MAX_VALUE, 0, Long.MAX_VALUE))));

    assertThat(candidates.next().hash()).isEqualTo(other.hash());
    assertThat(candidates.hasNext()).isFalse();
  }

  @Test
  void whatCostsMoreThanASponsorHasLeftIsNotOffered() {
    PrivateKey sponsor = Signed.key("sponsor");
    Signed sponsored = Signed.by(ALICE).sponsoredBy(sponsor.address());
    Transaction first = fixture.accept(sponsored.nonce(0, 0));
    Transaction costly = fixture.accept(sponsored.nonce(1, 0).to(900, Signed.EAST));
    Transaction cheap = fixture.accept(sponsored.nonce(2, 0).to(1, Signed.EAST));
    Transaction own = fixture.accept(Signed.by(BOB).to(900, Signed.EAST));

    Candidates candidates = fixture.mempool.candidates();
    assertThat(candidates.next().hash()).isEqualTo(first.hash());
    Amount left = Amount.of(TestLedger.feeFor(cheap.size()));
    candidates.notIncluded(
        Optional.of(new FullRoom.Sponsorship(Signed.EAST, sponsor.address(), left)));
    assertThat(candidates.next().hash()).isEqualTo(cheap.hash());
    assertThat(candidates.next().hash()).isEqualTo(own.hash());
    assertThat(candidates.hasNext()).isFalse();
    assertThat(fixture.candidateHashes()).contains(first.hash(), costly.hash());
  }

  @Test
  void aRefusedTransactionMayBeSentAgain() {
    Transaction transaction = fixture.accept(Signed.by(ALICE));
    fixture.candidates();
    refuse(transaction, RefusalCode.ROLLUP_CLOSED);
    assertThat(fixture.end(transaction)).isInstanceOf(TransactionStatus.Refused.class);

    fixture.ledger.admitAgain(transaction.hash());
    fixture.accept(transaction);
    assertThat(fixture.status(transaction.hash()).state()).isEqualTo(TransactionState.PENDING);
    fixture.commitAll();
    assertThat(fixture.end(transaction)).isInstanceOf(TransactionStatus.Soft.class);
  }

  /// What left is not here any more, although the store does not know its end yet.
  @Test
  void whatIsSentAgainJustAfterItsEndIsToldItsEndAndThenTakenAnew() {
    try (MempoolFixture one = new MempoolFixture(MempoolFixture.settings(1, 1, 1))) {
      Transaction weak = one.accept(Signed.by(ALICE).tip(1));
      one.journal.stop();
      CompletableFuture<Answer> strong = one.send(Signed.by(BOB).tip(900).sign());
      one.journal.awaitStoppedWrite();
      assertThat(one.refuse(weak))
          .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.EVICTED))
          .satisfies(refusal -> assertThat(refusal.retryAfterMs()).isPositive());

      one.journal.resume();
      MempoolFixture.answer(strong);
      assertThat(one.end(weak)).isInstanceOf(TransactionStatus.Refused.class);
      one.commitAll();
      one.nowMs.addAndGet(1_000);
      Receipt again = one.accept(weak);
      assertThat(again.receivedTimeMs()).isEqualTo(one.nowMs.get());
      assertThat(one.progress(weak)).isInstanceOf(TransactionStatus.Pending.class);
      assertThat(one.journal.pending()).hasSize(1);
    }
  }

  @Test
  void copiesOfOneTransactionUnderWayAreBounded() {
    fixture.journal.stop();
    Transaction transaction = Signed.by(ALICE).sign();
    CompletableFuture<Answer> first = fixture.send(transaction);
    fixture.journal.awaitStoppedWrite();
    List<CompletableFuture<Answer>> copies = new ArrayList<>();
    for (int i = 0; i < Answers.MAX_COPIES; i++) {
      copies.add(fixture.send(transaction));
    }
    assertThat(fixture.refuse(transaction).code()).isEqualTo(RefusalCode.OVERLOADED);

    fixture.journal.resume();
    Answer answer = MempoolFixture.answer(first);
    copies.forEach(copy -> assertThat(MempoolFixture.answer(copy)).isEqualTo(answer));
    fixture.accept(transaction);
  }

  @Test
  void everyChangeOfStatusIsPublishedInOrder() throws InterruptedException {
    Feed.Reader<StatusChange> reader = fixture.mempool.statusChanges().open(_ -> true, 100);
    Transaction one = fixture.accept(Signed.by(ALICE).sequence(1));
    Transaction zero = fixture.accept(Signed.by(ALICE).sequence(0));
    Transaction better = fixture.accept(Signed.by(ALICE).sequence(1).tip(9).maxFee(2_000_000));
    fixture.end(one);
    fixture.commitAll();

    assertThat(states(reader, zero)).containsExactly("received", "pending", "soft");
    assertThat(states(reader, better)).containsExactly("received", "pending", "soft");
    assertThat(states(reader, one)).containsExactly("received", "pending", "pending", "replaced");
  }

  private final List<TransactionStatus> seen = new ArrayList<>();

  private List<String> states(Feed.Reader<StatusChange> reader, Transaction transaction)
      throws InterruptedException {
    while (reader.next(200) instanceof Feed.Next.Event<StatusChange>(StatusChange event)) {
      seen.add(event.status());
    }
    return seen.stream()
        .filter(status -> status.transactionHash().equals(transaction.hash()))
        .map(status -> status.state().id())
        .toList();
  }

  private static final String BECAUSE = "refused by the test ledger";

  /// A block cannot include it, nor does committed state admit it any more.
  private void refuse(Transaction transaction, RefusalCode code) {
    fixture.ledger.refuse(transaction.hash(), code);
    fixture.mempool.dropped(
        List.of(new Proposal.Dropped(transaction.hash(), Refusal.of(code, "", "", "because"))));
  }
}
