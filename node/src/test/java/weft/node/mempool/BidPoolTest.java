package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.PendingBid;
import weft.chain.block.Proposal;
import weft.node.feed.Feed;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// Bids in the pool.
final class BidPoolTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");
  private static final PrivateKey CAROL = Signed.key("carol");
  private static final long WAIT_MS = 20_000;

  private final MempoolFixture fixture = new MempoolFixture(MempoolFixture.small(), GossipMode.OWN);

  @AfterEach
  void stop() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void eachBidIsToldOnceWithTheTimeWhenItCame() throws InterruptedException {
    try (Feed.Reader<ReceivedBid> bids = fixture.mempool.bids().open(_ -> true, 10)) {
      Transaction body = fixture.accept(Signed.by(ALICE));
      Transaction own = fixture.accept(Signed.by(ALICE).nonce(1, 0).bidding(5, body.hash()));
      fixture.nowMs.addAndGet(7);
      Transaction ofPeer = fixture.offer(Signed.by(BOB).bidding(6, body.hash()));
      fixture.nowMs.addAndGet(7);
      fixture.accept(ofPeer);

      assertThat(next(bids)).isEqualTo(new Told(own, 1_000_000));
      assertThat(next(bids)).isEqualTo(new Told(ofPeer, 1_000_007));
      assertThat(bids.next(0)).isInstanceOf(Feed.Next.Nothing.class);
    }
  }

  private record Told(Transaction bid, long receivedTimeMs) {}

  private static Told next(Feed.Reader<ReceivedBid> bids) throws InterruptedException {
    return switch (bids.next(WAIT_MS)) {
      case Feed.Next.Event<ReceivedBid>(ReceivedBid bid) ->
          new Told(bid.bid().transaction(), bid.receivedTimeMs());
      case Feed.Next<ReceivedBid> other -> throw new AssertionError("no bid but " + other);
    };
  }

  // Side by side

  @Test
  void bidsOfOneAccountDoNotStandInEachOthersWay() {
    Transaction body = fixture.accept(Signed.by(CAROL));
    fixture.ledger.fund(BOB.address(), 0);
    Signed bidder = Signed.by(BOB).nonce(3, 7);
    Transaction low = fixture.accept(bidder.bidding(5, body.hash()));
    Transaction high = fixture.accept(bidder.bidding(9, body.hash()));
    Transaction later = fixture.accept(bidder.sequence(900).bidding(7, body.hash()));

    assertThat(offered()).containsExactly(high.hash(), later.hash(), low.hash());
    assertThat(List.of(low, high, later))
        .allSatisfy(
            bid ->
                assertThat(fixture.progress(bid))
                    .isEqualTo(new TransactionStatus.Pending(OptionalLong.empty())));
    assertThat(fixture.mempool.size().transactions()).isEqualTo(4);
    assertThat(fixture.mempool.nextPendingSequence(BOB.address(), 3)).isEqualTo(901);
    assertThat(fixture.mempool.pendingChannels(BOB.address(), 10)).containsExactly(3L);
  }

  @Test
  void bidsWithOneSequenceMayAllBeInABlockAndUseUpWhatIsBelow() {
    Transaction body = fixture.accept(Signed.by(CAROL));
    Signed bidder = Signed.by(BOB).sequence(4);
    Transaction one = fixture.accept(bidder.bidding(5, body.hash()));
    Transaction two = fixture.accept(bidder.bidding(6, body.hash()));
    Transaction leftOut = fixture.accept(bidder.bidding(7, body.hash()));
    Transaction below = fixture.accept(bidder.sequence(3).bidding(8, body.hash()));
    Transaction above = fixture.accept(bidder.sequence(5).bidding(1, body.hash()));
    Transaction otherChannel = fixture.accept(bidder.nonce(1, 0).bidding(2, body.hash()));
    Transaction ordinary = fixture.accept(Signed.by(BOB));

    fixture.commit(List.of(verified(two), verified(one)));
    assertThat(fixture.status(one.hash()).state()).isEqualTo(TransactionState.SOFT);
    assertThat(fixture.status(two.hash()).state()).isEqualTo(TransactionState.SOFT);
    assertThat(fixture.end(leftOut))
        .isEqualTo(new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(two.hash())));
    for (Transaction each : List.of(below, ordinary)) {
      assertThat(fixture.end(each))
          .isEqualTo(new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.empty()));
    }
    assertThat(offered()).containsExactly(otherChannel.hash(), above.hash());
  }

  @Test
  void anOrdinaryTransactionUsesUpTheSequenceOfABid() {
    Transaction body = fixture.accept(Signed.by(CAROL));
    Transaction bid = fixture.accept(Signed.by(BOB).bidding(5, body.hash()));
    VerifiedTransaction cancellation = Signed.by(BOB).cancelling().verify();

    fixture.commit(List.of(cancellation));
    assertThat(fixture.end(bid))
        .isEqualTo(
            new TransactionStatus.Replaced(
                RefusalCode.CANCELLED, Optional.of(cancellation.hash())));
  }

  // What blocks are offered

  @Test
  void neitherBidsNorWhatIsOnlyForPackagesAreOrdinaryCandidates() {
    Transaction free = fixture.accept(Signed.by(ALICE));
    Transaction body = fixture.accept(Signed.by(ALICE).sequence(1).onlyInPackage());
    fixture.accept(Signed.by(ALICE).sequence(2).tip(1_000));
    fixture.accept(Signed.by(CAROL).onlyInPackage());
    fixture.accept(Signed.by(CAROL).sequence(1));
    fixture.accept(Signed.by(BOB).bidding(5, body.hash()));

    assertThat(fixture.candidateHashes()).containsExactly(free.hash());
    assertThat(offered()).isEmpty();
    fixture.commit(List.of(verified(free)));
    assertThat(fixture.candidateHashes()).isEmpty();
    assertThat(offered()).hasSize(1);
  }

  @Test
  void whatIsOnlyForPackagesGivesABlockNothingToDoByItself() {
    Transaction body = fixture.accept(Signed.by(ALICE).onlyInPackage());
    fixture.accept(Signed.by(ALICE).sequence(1));
    assertThat(fixture.workCalls).hasValue(0);
    fixture.accept(Signed.by(BOB).bidding(5, body.hash()));
    assertThat(fixture.workCalls).hasPositiveValue();
  }

  @Test
  void aBidIsOfferedWhileAllThatItNamesCanComeNext() {
    Transaction first = Signed.by(ALICE).onlyInPackage().sign();
    Transaction second = Signed.by(ALICE).sequence(1).onlyInPackage().sign();
    Transaction other = fixture.accept(Signed.by(CAROL));
    Transaction inOrder =
        fixture.accept(Signed.by(BOB).bidding(9, first.hash(), other.hash(), second.hash()));
    Transaction secondOnly = fixture.accept(Signed.by(BOB).bidding(8, second.hash()));
    Transaction outOfOrder = fixture.accept(Signed.by(BOB).bidding(7, second.hash(), first.hash()));
    fixture.accept(second);
    assertThat(offered()).isEmpty();
    fixture.offer(first.envelope());

    assertThat(fixture.mempool.candidates().bids(5))
        .singleElement()
        .satisfies(bid -> assertThat(bid.bid().hash()).isEqualTo(inOrder.hash()))
        .satisfies(
            bid ->
                assertThat(bid.named())
                    .extracting(VerifiedTransaction::hash)
                    .containsExactly(first.hash(), other.hash(), second.hash()));
    fixture.commit(List.of(verified(first)));
    assertThat(offered()).containsExactly(secondOnly.hash());
    assertThat(fixture.status(outOfOrder.hash()).state()).isEqualTo(TransactionState.PENDING);
  }

  @Test
  void aBidThatUsesUpTheChannelOfWhatItNamesIsNotOffered() {
    Transaction body = fixture.accept(Signed.by(ALICE).onlyInPackage());
    fixture.accept(Signed.by(ALICE).sequence(1).bidding(5, body.hash()));
    assertThat(offered()).isEmpty();
    Transaction apart = fixture.accept(Signed.by(ALICE).nonce(1, 0).bidding(5, body.hash()));
    assertThat(offered()).containsExactly(apart.hash());
  }

  @Test
  void aBidForOtherRollupsThanItsTransactionsIsNotOffered() {
    Transaction west = fixture.accept(Signed.by(ALICE).to(Signed.WEST));
    Transaction both = fixture.accept(Signed.by(CAROL).to(Signed.EAST, Signed.WEST));
    fixture.accept(Signed.by(BOB).bidding(5, west.hash()));
    fixture.accept(Signed.by(BOB).bidding(6, both.hash()));
    assertThat(offered()).isEmpty();
  }

  @Test
  void aBidIsOfferedFromItsFirstToItsLastHeight() {
    Transaction body = fixture.accept(Signed.by(ALICE).onlyInPackage());
    Transaction bid =
        fixture.accept(Signed.by(BOB).until(3, 0).bidding(Signed.WEFT, 5, 2, body.hash()));

    assertThat(offered()).isEmpty();
    assertThat(afterNext()).containsExactly(bid.hash());
    fixture.commit(List.of());
    assertThat(fixture.workCalls).hasPositiveValue();
    assertThat(offered()).containsExactly(bid.hash());
    assertThat(afterNext()).containsExactly(bid.hash());
    fixture.commit(List.of());
    assertThat(offered()).containsExactly(bid.hash());
    assertThat(afterNext()).isEmpty();
    fixture.commit(List.of());
    assertThat(offered()).isEmpty();
    assertThat(fixture.end(bid)).isInstanceOf(TransactionStatus.Expired.class);
  }

  @Test
  void forTheBlockAfterTheNextOneTransactionsMayWaitForTheNext() {
    Transaction free = fixture.accept(Signed.by(ALICE));
    Transaction body = fixture.accept(Signed.by(ALICE).sequence(1).onlyInPackage());
    Transaction waiting = fixture.accept(Signed.by(CAROL).sequence(1).onlyInPackage());
    Transaction bid = fixture.accept(Signed.by(BOB).bidding(5, body.hash()));
    fixture.accept(Signed.by(BOB).bidding(6, waiting.hash()));

    assertThat(offered()).isEmpty();
    assertThat(afterNext()).containsExactly(bid.hash());
    assertThat(fixture.candidateHashes()).containsExactly(free.hash());
  }

  @Test
  void theGreatestAmountsComeFirstForEachRollupInTurn() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    Transaction west = fixture.accept(Signed.by(ALICE).nonce(1, 0).to(Signed.WEST));
    List<Hash32> east = new ArrayList<>();
    for (int amount : List.of(90, 70, 50)) {
      east.add(fixture.accept(Signed.by(BOB).bidding(amount, body.hash())).hash());
    }
    Hash32 onWest = fixture.accept(Signed.by(CAROL).bidding(1, west.hash()).on(Signed.WEST)).hash();

    assertThat(offered()).containsExactly(east.get(0), onWest, east.get(1), east.get(2));
    assertThat(fixture.mempool.candidates().bids(2))
        .extracting(bid -> bid.bid().hash())
        .containsExactly(east.get(0), onWest);
    assertThat(fixture.mempool.candidates().bids(0)).isEmpty();
  }

  @Test
  void aBidThatIsCancelledHereIsOnlyHadByItsHash() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    Transaction bid = fixture.accept(Signed.by(BOB).sequence(1).bidding(5, body.hash()));
    fixture.accept(Signed.by(BOB).cancelling());
    assertThat(offered()).containsExactly(bid.hash());
    fixture.accept(Signed.by(BOB).sequence(1).cancelling());

    assertThat(offered()).isEmpty();
    assertThat(afterNext()).isEmpty();
    assertThat(namedBy(bid)).containsExactly(body.hash());
  }

  @Test
  void aBidIsHadByItsHashWithWhatIsHereOfItsTransactions() {
    Transaction here = fixture.accept(Signed.by(ALICE).sequence(3));
    Hash32 unknown = Signed.by(CAROL).sign().hash();
    Transaction bid = fixture.accept(Signed.by(BOB).bidding(5, unknown, here.hash()));

    assertThat(offered()).isEmpty();
    assertThat(namedBy(bid)).containsExactly(here.hash());
    assertThat(fixture.mempool.candidates().bid(here.hash())).isEmpty();
    assertThat(fixture.mempool.candidates().bid(unknown)).isEmpty();
  }

  /// Others may have reported a bid before this node let it go, and it has to be in the next block.
  @Test
  void aBidThatLeftOfLateIsStillHadByItsHash() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    Transaction bid = fixture.accept(Signed.by(BOB).tip(1).bidding(5, body.hash()));
    for (int i = 0; i < 8; i++) {
      fixture.accept(Signed.by(Signed.key("strong " + i)).tip(100).bidding(5, body.hash()));
    }
    assertThat(fixture.end(bid)).isEqualTo(Outcomes.evicted());
    assertThat(namedBy(bid)).containsExactly(body.hash());
  }

  @Test
  void aBidOutlivesItsTransactionUntilItExpires() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    Transaction bid = fixture.accept(Signed.by(BOB).bidding(5, body.hash()));
    Transaction instead = fixture.accept(Signed.by(ALICE).tip(10).maxFee(2_000_000));
    assertThat(fixture.end(body)).isInstanceOf(TransactionStatus.Replaced.class);
    assertThat(offered()).isEmpty();

    fixture.accept(Signed.by(ALICE).tip(20).maxFee(3_000_000));
    assertThat(fixture.end(instead)).isInstanceOf(TransactionStatus.Replaced.class);
    assertThat(fixture.status(bid.hash()).state()).isEqualTo(TransactionState.PENDING);
  }

  @Test
  void aTransactionOfABidThatABlockCouldNotIncludeIsPassedOverWithIt() {
    Transaction body = fixture.accept(Signed.by(ALICE).onlyInPackage());
    Transaction bid = fixture.accept(Signed.by(BOB).bidding(5, body.hash()));
    Refusal notNow = Refusal.of(RefusalCode.SUBMITTER_NOT_ALLOWED, "", "", "not in this block");
    fixture.mempool.dropped(List.of(new Proposal.Dropped(body.hash(), notNow)));

    assertThat(offered()).isEmpty();
    fixture.commit(List.of());
    assertThat(offered()).containsExactly(bid.hash());
    fixture.ledger.refuse(body.hash(), RefusalCode.SUBMITTER_NOT_ALLOWED);
    fixture.mempool.dropped(List.of(new Proposal.Dropped(body.hash(), notNow)));
    assertThat(fixture.end(body)).isInstanceOf(TransactionStatus.Refused.class);
    assertThat(fixture.status(bid.hash()).state()).isEqualTo(TransactionState.PENDING);
  }

  // Room

  @Test
  void anAccountHasSoManyBidsAtATime() {
    Hash32 body = Signed.by(ALICE).sign().hash();
    for (int i = 0; i < 6; i++) {
      fixture.accept(Signed.by(BOB).nonce(i, 0).tip(10).bidding(5, body));
    }
    Refusal refusal = fixture.refuse(Signed.by(BOB).tip(1_000).bidding(6, body));
    assertThat(refusal.code()).isEqualTo(RefusalCode.ACCOUNT_LIMIT);
    assertThat(refusal.limit()).isEqualTo("6 bids");
    fixture.accept(Signed.by(BOB));
    fixture.accept(Signed.by(CAROL).bidding(6, body));
  }

  @Test
  void aFullRoomForBidsGivesTheWeakestPlaceToAHigherTip() {
    Hash32 body = Signed.by(ALICE).sign().hash();
    List<Transaction> weak = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      weak.add(fixture.accept(Signed.by(Signed.key("bidder " + i)).tip(10).bidding(9, body)));
    }
    Refusal refusal = fixture.refuse(Signed.by(BOB).tip(10).bidding(100, body));
    assertThat(refusal.code()).isEqualTo(RefusalCode.MEMPOOL_FULL);
    assertThat(refusal.field()).isEqualTo("room for bids");
    assertThat(refusal.limit()).isEqualTo("8 bids");
    fixture.accept(Signed.by(BOB).tip(100).bidding(1, body));
    assertThat(fixture.end(weak.getLast())).isEqualTo(Outcomes.evicted());
  }

  @Test
  void bidsAndOtherTransactionsTakeNoRoomFromEachOther() {
    Hash32 body = Signed.by(ALICE).sign().hash();
    for (int i = 0; i < 20; i++) {
      Signed each = Signed.by(Signed.key("full " + i)).tip(1_000);
      fixture.accept(i < 10 ? each : each.to(Signed.WEST));
    }
    for (int i = 0; i < 8; i++) {
      fixture.accept(Signed.by(Signed.key("bidder " + i)).tip(0).bidding(9, body));
    }
    assertThat(fixture.mempool.size().transactions()).isEqualTo(28);
    assertThat(fixture.mempool.counters().ends()).isEmpty();
    fixture.accept(Signed.by(CAROL).tip(2_000));
    assertThat(fixture.mempool.counters().ends()).containsEntry(RefusalCode.EVICTED, 1L);
    assertThat(fixture.mempool.size().transactions()).isEqualTo(28);
  }

  // Ends

  @Test
  void bidsThatABondCoversNoMoreLeaveWithTheBlockThatChargedIt() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    Transaction winner = fixture.accept(Signed.by(BOB).bidding(5, body.hash()));
    Transaction uncovered = fixture.accept(Signed.by(BOB).sequence(1).bidding(6, body.hash()));
    Transaction covered = fixture.accept(Signed.by(BOB).sequence(2).bidding(1, body.hash()));
    fixture.ledger.refuse(uncovered.hash(), RefusalCode.BID_BOND_TOO_LOW);
    fixture.commit(List.of(verified(winner)));

    assertThat(fixture.end(uncovered))
        .isInstanceOfSatisfying(
            TransactionStatus.Refused.class,
            end -> assertThat(end.code()).isEqualTo(RefusalCode.BID_BOND_TOO_LOW));
    assertThat(offered()).containsExactly(covered.hash());
  }

  @Test
  void aBidThatWasOfferedEndsWithTheBlock() {
    Transaction body = fixture.accept(Signed.by(ALICE));
    Transaction bid = fixture.accept(Signed.by(BOB).until(1, 0).bidding(5, body.hash()));
    assertThat(offered()).containsExactly(bid.hash());
    fixture.ledger.refuse(body.hash(), RefusalCode.SUBMITTER_NOT_ALLOWED);
    fixture.commit(List.of());
    assertThat(fixture.end(bid)).isInstanceOf(TransactionStatus.Expired.class);
  }

  // Peers and disks

  @Test
  void bidsWithOneSequenceComeFromPeersAndGoToThem() {
    Transaction body = fixture.offer(Signed.by(ALICE));
    Transaction one = fixture.offer(Signed.by(BOB).bidding(5, body.hash()));
    Transaction two = fixture.offer(Signed.by(BOB).bidding(6, body.hash()));
    Transaction own = fixture.accept(Signed.by(BOB).bidding(7, body.hash()));

    assertThat(offered()).containsExactly(own.hash(), two.hash(), one.hash());
    assertThat(fixture.reaped()).containsExactly(own.hash());
  }

  @Test
  void bidsAndTheirTransactionsAreBackAfterARestart() {
    Transaction body = fixture.accept(Signed.by(ALICE).onlyInPackage());
    Transaction one = fixture.accept(Signed.by(BOB).sequence(5).bidding(5, body.hash()));
    Transaction two = fixture.accept(Signed.by(BOB).sequence(5).bidding(6, body.hash()));

    try (MempoolFixture again = new MempoolFixture(MempoolFixture.small(), fixture.journal)) {
      assertThat(offered(again)).containsExactly(two.hash(), one.hash());
      assertThat(again.candidates()).isEmpty();
      assertThat(again.mempool.receipt(one.hash())).isPresent();
    }
  }

  /// What a bid that is had by its hash is had with.
  private List<Hash32> namedBy(Transaction bid) {
    PendingBid here = fixture.mempool.candidates().bid(bid.hash()).orElseThrow();
    assertThat(here.bid().hash()).isEqualTo(bid.hash());
    return here.named().stream().map(VerifiedTransaction::hash).toList();
  }

  private List<Hash32> offered() {
    return offered(fixture);
  }

  private static List<Hash32> offered(MempoolFixture fixture) {
    return fixture.mempool.candidates().bids(100).stream().map(each -> each.bid().hash()).toList();
  }

  private List<Hash32> afterNext() {
    return fixture.mempool.candidates().bidsAfterNext(100).stream()
        .map(each -> each.bid().hash())
        .toList();
  }

  private static VerifiedTransaction verified(Transaction transaction) {
    return VerifiedTransaction.verify(transaction).orElseThrow();
  }
}
