package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.rules.FullRoom;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.VerifiedTransaction;

/// Which bids a proposer takes.
final class BidChoiceTest {
  private final TestNet net = TestNet.of(6);
  private final Chain proposer = net.open(new InMemoryChainStore());
  private final Chain validator = net.open(new InMemoryChainStore());

  @BeforeEach
  void setUp() {
    TestNet.commit(
        validator, TestNet.candidate(TestNet.step(proposer, TestMarket.opening(net.keys()))));
  }

  private ExecutedBlock propose(List<PendingBid> bids, VerifiedTransaction... others) {
    Proposal proposal =
        TestNet.propose(proposer, Long.MAX_VALUE, TestMarket.offering(bids, others));
    assertThat(validator.validate(proposal.block().candidate()))
        .isInstanceOf(Validation.Accepted.class);
    return proposal.block();
  }

  private static List<Hash32> winners(ExecutedBlock block) {
    return block.auctions().map(AuctionRecord::auctions).orElse(List.of()).stream()
        .flatMap(auction -> auction.winners().stream())
        .map(Offer::bid)
        .toList();
  }

  private PendingBid good(int account, long amount) {
    PrivateKey bidder = net.account(account);
    return TestMarket.pending(bidder, 0, amount, TestMarket.body(bidder, 1, EAST, WEST));
  }

  /// A bid on a transaction that comes after one that is not there.
  private PendingBid unservable(int account, long sequence, long amount) {
    PrivateKey bidder = net.account(account);
    return TestMarket.pending(
        bidder, sequence, amount, TestMarket.body(bidder, 2 + sequence, EAST, WEST));
  }

  @Test
  void theGreatestOffersWin() {
    PendingBid low = good(1, 50);
    PendingBid high = good(2, 60);
    ExecutedBlock block = propose(List.of(high, low));
    assertThat(winners(block)).containsExactly(high.bid().hash());
    assertThat(block.transactions()).hasSize(3);
  }

  @Test
  void aWinnerThatCannotBeServedIsLeftOut() {
    PendingBid best = unservable(1, 0, 900);
    PendingBid next = good(2, 60);
    ExecutedBlock block = propose(List.of(best, next));
    assertThat(winners(block)).containsExactly(next.bid().hash());
    assertThat(block.transactions())
        .extracting(one -> one.transaction().hash())
        .doesNotContain(best.bid().hash());
  }

  @Test
  void bidsOfOneBidderCannotKeepOthersOut() {
    List<PendingBid> bids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bids.add(unservable(1, i, 900 + i));
    }
    PendingBid honest = good(2, 60);
    bids.add(honest);
    assertThat(winners(propose(bids))).containsExactly(honest.bid().hash());
  }

  @Test
  void afterFourTimesAllBidsStayAway() {
    List<PendingBid> bids = new ArrayList<>();
    for (int account = 1; account < 6; account++) {
      bids.add(unservable(account, 0, 900 + account));
    }
    ExecutedBlock block = propose(bids, TestMarket.ordinary(net.account(1), 1, EAST));
    assertThat(block.auctions()).isEmpty();
    assertThat(block.transactions()).hasSize(1);
  }

  @Test
  void bidsThatTheBlockMustNotHoldAreLeftOut() {
    VerifiedTransaction body = TestMarket.body(net.account(1), 1, EAST);
    VerifiedTransaction expired =
        TestTransactions.plain()
            .withLastHeight(1)
            .sign(
                net.account(1),
                new Nonce(1, 0),
                TestMarket.bid(net.account(1), 0, 70, List.of(EAST), body.hash())
                    .body()
                    .actions()
                    .getFirst());
    ExecutedBlock block = propose(List.of(new PendingBid(expired, List.of(body)), good(2, 10)));
    assertThat(winners(block)).hasSize(1);
    assertThat(block.transactions()).hasSize(2);
  }

  @Test
  void whatCanNotBeExecutedIsDropped() {
    PrivateKey bidder = net.account(1);
    VerifiedTransaction stingy =
        TestTransactions.plain()
            .withMaxFee(1)
            .sign(
                bidder,
                new Nonce(0, 1),
                TestMarket.body(bidder, 1, EAST).body().actions().toArray(Action[]::new));
    PendingBid served = TestMarket.pending(bidder, 0, 70, stingy);
    VerifiedTransaction expired =
        TestTransactions.plain()
            .withLastHeight(1)
            .sign(
                bidder,
                new Nonce(1, 1),
                TestMarket.bid(bidder, 1, 80, List.of(EAST), stingy.hash())
                    .body()
                    .actions()
                    .getFirst());
    Proposal proposal =
        TestNet.propose(
            proposer,
            Long.MAX_VALUE,
            TestMarket.offering(
                List.of(served, new PendingBid(expired, List.of(stingy)), unservable(2, 0, 90))));

    assertThat(proposal.block().transactions()).isEmpty();
    assertThat(proposal.dropped())
        .extracting(Proposal.Dropped::transactionHash)
        .containsExactlyInAnyOrder(stingy.hash(), expired.hash());
  }

  @Test
  void anOrdinaryTransactionThatAWinnerNamesIsThereOnce() {
    VerifiedTransaction users = TestMarket.ordinary(net.account(5), 1, EAST);
    PendingBid backrun = TestMarket.pending(net.account(1), 0, 30, users);
    VerifiedTransaction other = TestMarket.ordinary(net.account(4), 1, EAST);
    ExecutedBlock block = propose(List.of(backrun), other, users);
    assertThat(block.transactions())
        .extracting(one -> one.transaction().hash())
        .containsExactly(backrun.bid().hash(), users.hash(), other.hash());
    assertThat(block.lanes()).hasSize(1);
  }

  @Test
  void whatArrivedInAnotherOrderKeepsTheAuction() {
    PendingBid winner = good(2, 60);
    VerifiedTransaction late = TestMarket.ordinary(net.account(4), 1, EAST);
    VerifiedTransaction early = TestMarket.ordinary(net.account(5), 1, EAST);
    Candidates offered = TestMarket.offering(List.of(winner), late, early);
    Candidates reversed =
        new Candidates() {
          private long arrival = 10;

          @Override
          public boolean hasNext() {
            return offered.hasNext();
          }

          @Override
          public VerifiedTransaction next() {
            arrival--;
            return offered.next();
          }

          @Override
          public long arrival() {
            return arrival;
          }

          @Override
          public void notIncluded(Optional<FullRoom> full) {}

          @Override
          public List<PendingBid> bids(int max) {
            return offered.bids(max);
          }
        };
    ExecutedBlock block = TestNet.propose(proposer, Long.MAX_VALUE, reversed).block();
    assertThat(validator.validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(block.transactions())
        .extracting(one -> one.transaction().hash())
        .containsExactly(
            winner.bid().hash(), winner.named().getFirst().hash(), early.hash(), late.hash());
  }
}
