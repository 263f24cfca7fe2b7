package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.rules.FullRoom;
import weft.ledger.rules.LaneRoom;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.VerifiedTransaction;

/// Which candidates get in, which are left for later, and which are dropped.
final class ProposalTest {
  private final TestNet net = TestNet.of(6);
  private final Chain chain = net.open(new InMemoryChainStore());

  @BeforeEach
  void registerRollups() {
    TestNet.step(
        chain,
        TestTransactions.plain()
            .sign(net.account(0), new Nonce(0, 0), TestRollups.registrations(net.account(0))));
  }

  @Test
  void includesInTheOrderGiven() {
    List<VerifiedTransaction> candidates =
        List.of(submit(3, 0, 10), submit(1, 0, 10), submit(2, 0, 10), submit(1, 1, 10));
    Proposal proposal = TestNet.propose(chain, candidates.iterator());
    assertThat(hashes(proposal)).isEqualTo(hashes(candidates));
    assertThat(proposal.leftBehind()).isFalse();
  }

  @Test
  void leavesWhatFindsItsLaneFullAndItsChannel() {
    VerifiedTransaction fills = submit(1, 0, 1_500);
    VerifiedTransaction noRoom = submit(2, 0, 600);
    VerifiedTransaction sameChannel = submit(2, 1, 10);
    VerifiedTransaction fits = submit(3, 0, 400);
    Proposal proposal =
        TestNet.propose(chain, List.of(fills, noRoom, sameChannel, fits).iterator());
    assertThat(hashes(proposal)).isEqualTo(hashes(List.of(fills, fits)));
    assertThat(proposal.dropped()).isEmpty();
    assertThat(proposal.leftBehind()).isTrue();
  }

  @Test
  void tellsTheSourceWhatHadNoRoomAndHowMuchIsLeft() {
    Address sponsor = net.account(0).address();
    Amount cap = Amount.of(40_000);
    TestNet.step(
        chain,
        TestTransactions.plain()
            .sign(
                net.account(0),
                new Nonce(0, 1),
                new Action.SetSponsorship(
                    TestRollups.PRIORITY, new SponsorshipTerms(cap, Amount.MAX, Amount.MAX))));
    List<VerifiedTransaction> sponsored = new ArrayList<>();
    for (int channel = 0; channel < 3; channel++) {
      sponsored.add(
          TestTransactions.plain()
              .sign(
                  net.account(3),
                  new Nonce(channel, 0),
                  Optional.of(sponsor),
                  submission(TestRollups.PRIORITY, 1)));
    }
    VerifiedTransaction expired =
        TestTransactions.plain().withLastHeight(1).sign(net.account(4), new Nonce(0, 0));
    List<VerifiedTransaction> all = new ArrayList<>(sponsored);
    all.addAll(List.of(submit(1, 0, 1_500), submit(2, 0, 600), submit(2, 1, 600), expired));
    Listening candidates = new Listening(all.iterator());
    Proposal proposal = TestNet.propose(chain, Long.MAX_VALUE, candidates);

    Amount used =
        proposal
            .block()
            .transactions()
            .get(0)
            .fee()
            .plus(proposal.block().transactions().get(1).fee());
    assertThat(candidates.reports)
        .containsExactly(
            Optional.of(new FullRoom.Sponsorship(TestRollups.PRIORITY, sponsor, cap.minus(used))),
            Optional.of(
                new FullRoom.Lane(
                    TestRollups.FIRST_COME, new LaneRoom(500, 65_535, Long.MAX_VALUE))),
            Optional.empty(),
            Optional.empty());
  }

  /// Notes what is reported.
  private static final class Listening implements Candidates {
    final List<Optional<FullRoom>> reports = new ArrayList<>();
    private final Iterator<VerifiedTransaction> each;
    private long returned;

    Listening(Iterator<VerifiedTransaction> each) {
      this.each = each;
    }

    @Override
    public boolean hasNext() {
      return each.hasNext();
    }

    @Override
    public VerifiedTransaction next() {
      return each.next();
    }

    @Override
    public long arrival() {
      return ++returned;
    }

    @Override
    public void notIncluded(Optional<FullRoom> full) {
      reports.add(full);
    }
  }

  @Test
  void leavesWhatIsTooLargeForTheRestOfTheBlock() {
    VerifiedTransaction first = submit(1, 0, 500);
    VerifiedTransaction tooLarge = submit(2, 0, 500);
    VerifiedTransaction small = submit(3, 0, 10);
    long maxBytes = (long) Preamble.SIZE + first.transaction().size() + 400;
    Proposal proposal =
        TestNet.propose(chain, maxBytes, List.of(first, tooLarge, small).iterator());
    assertThat(hashes(proposal)).isEqualTo(hashes(List.of(first, small)));
    assertThat(proposal.dropped()).isEmpty();
    assertThat(proposal.leftBehind()).isTrue();
  }

  @Test
  void dropsWhatCanNoLongerBeIncluded() {
    VerifiedTransaction expired =
        TestTransactions.plain().withLastHeight(1).sign(net.account(1), new Nonce(0, 0));
    VerifiedTransaction used = submit(0, 0, 10);
    VerifiedTransaction good = submit(2, 0, 10);
    Proposal proposal = TestNet.propose(chain, List.of(expired, used, good).iterator());
    assertThat(hashes(proposal)).isEqualTo(hashes(List.of(good)));
    assertThat(proposal.dropped())
        .extracting(Proposal.Dropped::transactionHash)
        .containsExactly(expired.hash(), used.hash());
    assertThat(proposal.dropped())
        .extracting(dropped -> dropped.refusal().code())
        .containsExactly(RefusalCode.EXPIRED, RefusalCode.NONCE_USED);
    assertThat(proposal.leftBehind()).isFalse();
  }

  @Test
  void keepsWhatWaitsForAnEarlierSequence() {
    Proposal proposal = TestNet.propose(chain, List.of(submit(1, 5, 10)).iterator());
    assertThat(proposal.block().transactions()).isEmpty();
    assertThat(proposal.dropped()).isEmpty();
    assertThat(proposal.leftBehind()).as("nothing to do at once").isFalse();
  }

  @Test
  void doesNotReadPastAFullBlock() {
    VerifiedTransaction first = submit(1, 0, 500);
    VerifiedTransaction unread = submit(2, 0, 10);
    Iterator<VerifiedTransaction> candidates = List.of(first, unread).iterator();
    long maxBytes = (long) Preamble.SIZE + first.transaction().size() + 99;
    Proposal proposal = TestNet.propose(chain, maxBytes, candidates);
    assertThat(hashes(proposal)).isEqualTo(hashes(List.of(first)));
    assertThat(proposal.leftBehind()).isTrue();
    assertThat(candidates.next()).isSameAs(unread);
  }

  @Test
  void givesUpAfterManyThatAreTooLargeForTheRest() {
    VerifiedTransaction first = submit(2, 0, 10);
    List<VerifiedTransaction> candidates = new ArrayList<>(List.of(first));
    for (int i = 0; i < ProposalBuilder.MAX_TOO_LARGE; i++) {
      candidates.add(large(i));
    }
    candidates.add(submit(3, 0, 10));
    long maxBytes = (long) Preamble.SIZE + large(0).transaction().size();
    Proposal proposal = TestNet.propose(chain, maxBytes, candidates.iterator());
    assertThat(hashes(proposal)).containsExactly(first.hash());
    candidates.remove(1);
    Proposal another = TestNet.propose(chain, maxBytes, candidates.iterator());
    assertThat(another.block().transactions()).hasSize(2);
  }

  /// However many there are: a block that stays empty for them would stay so for ever.
  @Test
  void passesOverWhatIsTooLargeForAnEmptyBlock() {
    List<VerifiedTransaction> candidates = new ArrayList<>();
    for (int i = 0; i < 10 * ProposalBuilder.MAX_TOO_LARGE; i++) {
      candidates.add(large(i));
    }
    VerifiedTransaction small = submit(2, 0, 10);
    candidates.add(small);
    long maxBytes = (long) Preamble.SIZE + large(0).transaction().size() - 10;
    Proposal proposal = TestNet.propose(chain, maxBytes, candidates.iterator());
    assertThat(hashes(proposal)).containsExactly(small.hash());
    assertThat(proposal.dropped()).isEmpty();
  }

  /// As many as there may be after the cap of blocks was lowered.
  @Test
  void dropsWhatTheChainHasNoBlockFor() {
    TestNet narrow = TestNet.of(2, Map.of("block.max-bytes", "65536"));
    Chain small = narrow.open(new InMemoryChainStore());
    List<VerifiedTransaction> candidates = new ArrayList<>();
    for (int i = 0; i < 2 * ProposalBuilder.MAX_TOO_LARGE; i++) {
      candidates.add(
          TestTransactions.plain()
              .sign(narrow.account(1), new Nonce(i, 0), submission(TestRollups.PRIORITY, 65_536)));
    }
    VerifiedTransaction registration =
        TestTransactions.plain()
            .sign(narrow.account(0), new Nonce(0, 0), TestRollups.registrations(narrow.account(0)));
    candidates.add(registration);
    Proposal proposal = TestNet.propose(small, candidates.iterator());
    assertThat(hashes(proposal)).containsExactly(registration.hash());
    assertThat(proposal.dropped())
        .hasSize(2 * ProposalBuilder.MAX_TOO_LARGE)
        .allMatch(drop -> drop.refusal().code() == RefusalCode.TRANSACTION_TOO_LARGE);
  }

  private VerifiedTransaction large(int channel) {
    return TestTransactions.plain()
        .sign(net.account(1), new Nonce(channel, 0), submission(TestRollups.FIRST_COME, 500));
  }

  /// What a transaction offers decides whether it gets in, not its place.
  @Test
  void putsWhatGotInIntoTheOrderOfArrival() {
    VerifiedTransaction early = submit(1, 0, 10);
    VerifiedTransaction middle = submit(2, 0, 10);
    VerifiedTransaction late = submit(3, 0, 10);
    Proposal proposal =
        TestNet.propose(
            chain,
            Long.MAX_VALUE,
            new Arrivals(List.of(late, early, middle), List.of(30L, 10L, 20L)));
    assertThat(hashes(proposal)).isEqualTo(hashes(List.of(early, middle, late)));
    assertThat(proposal.leftBehind()).isFalse();
  }

  @Test
  void putsNoneBeforeAnEarlierSequenceOfItsChannel() {
    VerifiedTransaction first = submit(1, 0, 10);
    VerifiedTransaction second = submit(1, 1, 10);
    VerifiedTransaction other = submit(2, 0, 10);
    VerifiedTransaction last = submit(3, 0, 10);
    Proposal proposal =
        TestNet.propose(
            chain,
            Long.MAX_VALUE,
            new Arrivals(List.of(last, first, second, other), List.of(40L, 30L, 10L, 20L)));
    assertThat(hashes(proposal)).isEqualTo(hashes(List.of(other, first, second, last)));
  }

  @Test
  void leavesBehindWhatALaterArrivalPaysFor() {
    PrivateKey poor = PrivateKey.fromSeed(Bytes.utf8("poor"));
    VerifiedTransaction funds =
        TestTransactions.plain()
            .sign(
                net.account(1),
                new Nonce(0, 0),
                new Action.Transfer(
                    poor.address(), TestTransactions.WEFT, Amount.of(1_000_000_000_000L)));
    VerifiedTransaction spends =
        TestTransactions.plain()
            .withMaxFee(1_000_000_000L)
            .sign(poor, new Nonce(0, 0), submission(TestRollups.FIRST_COME, 10));
    Proposal proposal =
        TestNet.propose(
            chain, Long.MAX_VALUE, new Arrivals(List.of(funds, spends), List.of(2L, 1L)));
    assertThat(hashes(proposal)).containsExactly(funds.hash());
    assertThat(proposal.dropped()).isEmpty();
    assertThat(proposal.leftBehind()).isTrue();
  }

  /// Offers in one order what arrived in another.
  private static final class Arrivals implements Candidates {
    private final Iterator<VerifiedTransaction> offered;
    private final Iterator<Long> arrivals;
    private long arrival;

    Arrivals(List<VerifiedTransaction> offered, List<Long> arrivals) {
      this.offered = offered.iterator();
      this.arrivals = arrivals.iterator();
    }

    @Override
    public boolean hasNext() {
      return offered.hasNext();
    }

    @Override
    public VerifiedTransaction next() {
      arrival = arrivals.next();
      return offered.next();
    }

    @Override
    public long arrival() {
      return arrival;
    }

    @Override
    public void notIncluded(Optional<FullRoom> full) {}
  }

  @Test
  void givesUpAfterVeryManyThatDoNotGetIn() {
    VerifiedTransaction used = submit(0, 0, 10);
    VerifiedTransaction good = submit(1, 0, 10);
    List<VerifiedTransaction> candidates =
        new ArrayList<>(Collections.nCopies(ProposalBuilder.MAX_NOT_INCLUDED, used));
    candidates.add(good);
    Iterator<VerifiedTransaction> rest = candidates.iterator();
    Proposal proposal = TestNet.propose(chain, rest);
    assertThat(proposal.block().transactions()).isEmpty();
    assertThat(proposal.leftBehind()).isTrue();
    assertThat(rest.next()).isSameAs(good);
    Proposal another = TestNet.propose(chain, candidates.subList(1, candidates.size()).iterator());
    assertThat(hashes(another)).isEqualTo(hashes(List.of(good)));
  }

  @Test
  void noSignedTransactionIsSmallerThanTheRoomThatEndsTheSearch() {
    VerifiedTransaction smallest =
        new TestTransactions(1, new AssetId("a"), Amount.ZERO, Amount.ZERO, 1)
            .sign(net.account(1), new Nonce(0, 0));
    assertThat(smallest.transaction().size())
        .isGreaterThanOrEqualTo(ProposalBuilder.MIN_TRANSACTION_BYTES);
  }

  private VerifiedTransaction submit(int account, long sequence, int bytes) {
    return TestTransactions.plain()
        .sign(
            net.account(account),
            new Nonce(0, sequence),
            submission(TestRollups.FIRST_COME, bytes));
  }

  private static Action submission(RollupId rollup, int bytes) {
    return new Action.Submit(rollup, List.of(Payload.of(Bytes.wrap(new byte[bytes]))));
  }

  private static List<Hash32> hashes(List<VerifiedTransaction> transactions) {
    return transactions.stream().map(VerifiedTransaction::hash).toList();
  }

  private static List<Hash32> hashes(Proposal proposal) {
    return proposal.block().transactions().stream().map(one -> one.transaction().hash()).toList();
  }
}
