package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.AgreeingChains;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.auction.Offer;
import weft.protocol.auction.VoidedBid;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.Validator;
import weft.protocol.validator.VoteExtension;

/// Rule EXEC-25 of docs/protocol/blocks-execution.md: seven validators of equal power, of which
/// three are more than a third.
final class AttestedBidsTest {
  private final TestNetwork network =
      TestNetwork.of(List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L), 5, Map.of());
  private final AgreeingChains chains = new AgreeingChains(network);
  private final PendingBid high = pending(1, 0, 90);
  private final PendingBid low = pending(2, 0, 40);

  private PendingBid pending(int account, long sequence, long amount) {
    PrivateKey bidder = network.account(account);
    return TestMarket.pending(bidder, sequence, amount, TestMarket.body(bidder, 1, EAST, WEST));
  }

  @BeforeEach
  void setUp() {
    chains.step(TestMarket.opening(network.keys()));
  }

  /// Commits an empty block, after which the first `reporting` validators report these bids.
  private CommittedBlock report(int reporting, PendingBid... bids) {
    List<Hash32> hashes = List.of(bids).stream().map(bid -> bid.bid().hash()).sorted().toList();
    BlockCandidate empty = chains.candidate();
    ExecutedBlock block = chains.proposer().finalizeBlock(empty);
    SortedMap<Address, Bytes> extensions = new TreeMap<>();
    int index = 0;
    for (Validator one : chains.proposer().validatorSets().current().validators()) {
      extensions.put(
          one.consensusAddress(),
          network.extension(
              chains.proposer(),
              block,
              one.consensusAddress(),
              empty.timeMs() + 10,
              index++ < reporting ? hashes : List.of()));
    }
    return chains.commit(empty, extensions, Collections.emptySortedMap());
  }

  private ExecutedBlock propose(Candidates candidates) {
    ProposalRequest plain = chains.request();
    return chains
        .proposer()
        .propose(
            new ProposalRequest(
                plain.height(),
                plain.timeMs(),
                plain.proposer(),
                plain.maxBytes(),
                0,
                candidates,
                plain.lastCommit(),
                List.of()))
        .block();
  }

  private Validation validate(BlockCandidate candidate) {
    return chains.validator().validate(candidate);
  }

  private static void assertRejected(Validation validation, String reason) {
    assertThat(validation)
        .isInstanceOfSatisfying(
            Validation.Rejected.class,
            no -> {
              assertThat(no.rule()).isEqualTo("EXEC-25");
              assertThat(no.reason()).contains(reason);
            });
  }

  private static List<Hash32> winners(ExecutedBlock block) {
    return block.auctions().orElseThrow().auctions().stream()
        .flatMap(auction -> auction.winners().stream())
        .map(Offer::bid)
        .toList();
  }

  @Test
  void aBidOfMoreThanAThirdIsAttested() {
    report(2, high);
    ExecutedBlock withTwo = propose(TestMarket.offering(List.of(low)));
    assertThat(validate(withTwo.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(winners(withTwo)).containsExactly(low.bid().hash());

    report(3, high);
    assertThat(winners(propose(TestMarket.offering(List.of(low, high)))))
        .containsExactly(high.bid().hash());
  }

  @Test
  void exec25ABlockWithoutAnAttestedBidIsInvalid() {
    report(2, high);
    // What another validator made of the votes of the next block, of which more report the bid.
    ExecutedBlock hiding = propose(TestMarket.offering(List.of(low)));
    assertThat(validate(hiding.candidate())).isInstanceOf(Validation.Accepted.class);
    report(3, high);
    BlockCandidate right = propose(TestMarket.offering(List.of(low, high))).candidate();
    List<Bytes> entries = new ArrayList<>(right.entries());
    assertThat(entries.remove(high.bid().transaction().envelope())).isTrue();
    assertRejected(
        validate(AgreeingChains.with(right, entries)), "lacks attested bid " + high.bid().hash());
  }

  @Test
  void aProposerCannotHideWhatIsAttested() {
    report(3, high);
    // It favours its own bid, and says that it knows no other.
    assertThatThrownBy(() -> propose(TestMarket.offering(List.of(low))))
        .isInstanceOf(UnproposableException.class)
        .hasMessageContaining(high.bid().hash().toString());
    // Its block holds the attested bid; its own cannot win then, whatever it splits with whom.
    ExecutedBlock block = propose(TestMarket.offering(List.of(low, high)));
    assertThat(winners(block)).containsExactly(high.bid().hash());
  }

  @Test
  void exec25OnlyAttestedBidsMayLackTheirTransactions() {
    report(3, high);
    PendingBid unknown = new PendingBid(high.bid(), List.of());
    ExecutedBlock block = propose(TestMarket.offering(List.of(unknown, low)));
    assertThat(validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(winners(block)).containsExactly(low.bid().hash());
    assertThat(block.auctions().orElseThrow().voids())
        .extracting(VoidedBid::bid, VoidedBid::reason)
        .containsExactly(tuple(high.bid().hash(), "missing-transaction"));

    Preamble told = block.preamble();
    AuctionCommitment auctions = told.auctions().orElseThrow();
    List<Hash32> more = new ArrayList<>(auctions.missing());
    more.add(low.bid().hash());
    Collections.sort(more);
    Bytes lie =
        new Preamble(
                told.lanesRoot(),
                told.laneCount(),
                told.transactionCount(),
                Optional.of(new AuctionCommitment(auctions.recordHash(), more)))
            .encode();
    assertRejected(
        validate(AgreeingChains.with(block.candidate(), 0, lie)), low.bid().hash().toString());
  }

  @Test
  void whoeverHoldsTheTransactionsObjects() {
    report(3, high);
    PendingBid unknown = new PendingBid(high.bid(), List.of());
    ExecutedBlock pretending = propose(TestMarket.offering(List.of(unknown)));
    ExecutedBlock seen = ((Validation.Accepted) validate(pretending.candidate())).block();
    Chain validator = chains.validator();
    assertThat(validator.objection(seen, TestMarket.offering(List.of(high))))
        .hasValueSatisfying(no -> assertThat(no.rule()).isEqualTo("EXEC-25"));
    assertThat(validator.objection(seen, TestMarket.offering(List.of(unknown)))).isEmpty();
    assertThat(validator.objection(seen, TestMarket.offering(List.of()))).isEmpty();
    // Decided all the same, it is final for all.
    assertThat(chains.commit(pretending.candidate()).auctions()).isPresent();
  }

  /// A bid that is in the block uses up the sequence of what the other one names.
  @Test
  void nobodyObjectsWhereABidKeepsAnothersTransactionOut() {
    VerifiedTransaction body = TestMarket.body(network.account(1), 1, EAST);
    PendingBid first = TestMarket.pending(network.account(2), 0, 90, body);
    VerifiedTransaction inItsChannel =
        TestTransactions.plain()
            .sign(
                network.account(1),
                new Nonce(0, 1),
                low.bid().body().actions().toArray(Action[]::new));
    PendingBid second = new PendingBid(inItsChannel, low.named());
    report(3, first, second);
    Candidates both = TestMarket.offering(List.of(first, second));

    ExecutedBlock block = propose(both);
    assertThat(validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(block.preamble().auctions().orElseThrow().missing())
        .containsExactly(first.bid().hash());
    assertThat(winners(block)).containsExactly(inItsChannel.hash());
    assertThat(chains.validator().objection(block, both)).isEmpty();
  }

  /// The sender of what two bids name signed two transactions with one sequence. Each validator
  /// holds one of them.
  @Test
  void nobodyObjectsWhereAWinnersTransactionTakesTheSequence() {
    PendingBid east =
        TestMarket.pending(network.account(1), 0, 90, TestMarket.body(network.account(3), 1, EAST));
    PendingBid west =
        TestMarket.pending(network.account(2), 0, 80, TestMarket.body(network.account(3), 1, WEST));
    report(3, east, west);
    Candidates mine = TestMarket.offering(List.of(east, new PendingBid(west.bid(), List.of())));
    Candidates theirs = TestMarket.offering(List.of(new PendingBid(east.bid(), List.of()), west));

    ExecutedBlock block = propose(mine);
    assertThat(winners(block)).containsExactly(east.bid().hash());
    assertThat(block.preamble().auctions().orElseThrow().missing())
        .containsExactly(west.bid().hash());
    assertThat(validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(chains.validator().objection(block, theirs)).isEmpty();
  }

  /// Each of two winners' transactions could be paid alone, and not both.
  @Test
  void nobodyObjectsWhereTheFundsAreSpentOnAWinner() {
    PrivateKey poor = network.account(3);
    long left = 1_500_000_000_000L;
    Action.Transfer away =
        new Action.Transfer(
            network.account(4).address(),
            TestTransactions.WEFT,
            Amount.of(1_000_000_000_000_000_000L - 1_000_000_000L - left));
    chains.step(TestTransactions.plain().sign(poor, new Nonce(0, 1), away));
    PendingBid east = TestMarket.pending(network.account(1), 0, 90, dear(poor, 5, EAST));
    PendingBid west = TestMarket.pending(network.account(2), 0, 80, dear(poor, 6, WEST));
    report(3, east, west);
    Candidates all = TestMarket.offering(List.of(east, west));

    ExecutedBlock block = propose(all);
    assertThat(winners(block)).hasSize(1);
    assertThat(block.preamble().auctions().orElseThrow().missing()).hasSize(1);
    assertThat(validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(chains.validator().objection(block, all)).isEmpty();
  }

  private static VerifiedTransaction dear(PrivateKey sender, long channel, RollupId rollup) {
    return TestTransactions.plain()
        .withTip(900_000_000_000L)
        .sign(
            sender,
            new Nonce(channel, 0),
            new Action.Submit(rollup, List.of(Payload.of(Bytes.utf8("dear")))),
            new Action.OnlyInPackage());
  }

  @Test
  void aBidThatMayStayAwayKeepsNothingOfAnAttestedOneOut() {
    PendingBid east =
        TestMarket.pending(network.account(1), 0, 90, TestMarket.body(network.account(3), 1, EAST));
    VerifiedTransaction sameNonce = TestMarket.body(network.account(3), 1, WEST);
    report(3, east);
    // Whichever way their hashes stand.
    for (int i = 0; i < 8; i++) {
      PendingBid west = TestMarket.pending(network.account(2), i, 80, sameNonce);
      ExecutedBlock block = propose(TestMarket.offering(List.of(east, west)));
      assertThat(winners(block)).containsExactly(east.bid().hash());
      assertThat(block.preamble().auctions().orElseThrow().missing()).isEmpty();
    }
  }

  /// A proposer that says so of the best of two bids on one transaction finds no such excuse.
  @Test
  void aTransactionThatTheWinnerNamesTooIsNoExcuse() {
    VerifiedTransaction users = TestMarket.ordinary(network.account(3), 1, EAST);
    PendingBid best = TestMarket.pending(network.account(1), 0, 90, users);
    PendingBid other = TestMarket.pending(network.account(2), 0, 80, users);
    report(3, best, other);
    ExecutedBlock block =
        propose(TestMarket.offering(List.of(new PendingBid(best.bid(), List.of()), other)));

    assertThat(winners(block)).containsExactly(other.bid().hash());
    assertThat(chains.validator().objection(block, TestMarket.offering(List.of(best, other))))
        .isPresent();
  }

  @Test
  void validatorsReportWhatCouldFollow() {
    VerifiedTransaction opens = TestMarket.ordinary(network.account(3), 1, EAST);
    PendingBid afterIt =
        TestMarket.pending(network.account(3), 0, 70, TestMarket.body(network.account(3), 2, EAST));
    PendingBid gap =
        TestMarket.pending(network.account(4), 0, 80, TestMarket.body(network.account(4), 2, EAST));
    PendingBid uncovered = pending(1, 5, 2_000_000_000_000L);
    PendingBid inTheBlock = pending(2, 3, 65);
    ExecutedBlock block =
        chains
            .proposer()
            .finalizeBlock(propose(TestMarket.offering(List.of(inTheBlock), opens)).candidate());
    List<Hash32> reported =
        chains
            .proposer()
            .reportableBids(
                block,
                TestMarket.offering(List.of(uncovered, high, gap, afterIt, inTheBlock, low)));
    assertThat(reported)
        .as("one needs what the block holds; one is in it; one has lost its transaction to it")
        .containsExactly(high.bid().hash(), afterIt.bid().hash());
  }

  /// It can be reported with the votes for the block that has its seal, and must then be in the
  /// next.
  @Test
  void aSealedBidIsReportedAndAttestedLikeAnyOther() {
    PrivateKey bidder = network.account(1);
    VerifiedTransaction body = TestMarket.body(bidder, 2, EAST, WEST);
    Action.Bid terms =
        TestMarket.bid(bidder, 0, 90, List.of(EAST, WEST), body.hash()).body().bid().orElseThrow();
    VerifiedTransaction seal =
        TestTransactions.plain()
            .sign(
                bidder,
                new Nonce(0, 1),
                new Action.SealBid(
                    SealedBid.commitment(bidder.address(), Hash32.ZERO, terms),
                    TestTransactions.WEFT,
                    Amount.of(9)));
    PendingBid shown =
        new PendingBid(
            TestTransactions.plain().sign(bidder, new Nonce(1, 0), terms.sealedWith(Hash32.ZERO)),
            List.of(body));
    Candidates waiting = TestMarket.offering(List.of(shown, low), seal);

    ExecutedBlock early = chains.proposer().finalizeBlock(chains.candidate());
    assertThat(chains.proposer().reportableBids(early, waiting)).containsExactly(low.bid().hash());
    ExecutedBlock sealing =
        chains.proposer().finalizeBlock(propose(TestMarket.offering(List.of(), seal)).candidate());
    assertThat(chains.proposer().reportableBids(sealing, waiting))
        .containsExactlyInAnyOrder(shown.bid().hash(), low.bid().hash());

    chains.step(seal);
    report(3, shown);
    assertThatThrownBy(() -> propose(TestMarket.offering(List.of(low))))
        .isInstanceOf(UnproposableException.class)
        .hasMessageContaining(shown.bid().hash().toString());
    ExecutedBlock block = propose(TestMarket.offering(List.of(low, shown)));
    assertThat(validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
    assertThat(winners(block)).containsExactly(shown.bid().hash());
  }

  @Test
  void noMoreThan48AreReported() {
    List<PendingBid> many = new ArrayList<>();
    for (int account = 1; account < 5; account++) {
      for (int i = 0; i < 20; i++) {
        many.add(pending(account, i, 1 + i));
      }
    }
    BlockCandidate empty = chains.candidate();
    ExecutedBlock block = chains.proposer().finalizeBlock(empty);
    List<Hash32> reported = chains.proposer().reportableBids(block, TestMarket.offering(many));
    assertThat(reported).hasSize(VoteExtension.MAX_BIDS).doesNotHaveDuplicates();
  }

  @Test
  void validatorsThatReportNonsenseDoNoHarmUpToAThird() {
    PendingBid nonsense = pending(4, 9_999, 1);
    report(2, nonsense);
    ExecutedBlock block = propose(TestMarket.offering(List.of(low)));
    assertThat(validate(block.candidate())).isInstanceOf(Validation.Accepted.class);
  }
}
