package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Release;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.transaction.VerifiedTransaction;

/// What blocks say of escrows that they pay out.
final class EscrowRecordTest {
  private final TestNet net = TestNet.of(4);
  private final Chain proposer = net.open(new InMemoryChainStore());
  private final Chain validator = net.open(new InMemoryChainStore());
  private long sold;

  @BeforeEach
  void sellBoth() {
    agree(TestMarket.openingDeferred(net.keys(), 3));
    PendingBid both =
        TestMarket.pending(net.account(1), 0, 90, TestMarket.body(net.account(1), 1, EAST, WEST));
    CommittedBlock block =
        agree(TestNet.propose(proposer, Long.MAX_VALUE, TestMarket.offering(List.of(both))));
    sold = block.header().height();
    assertThat(block.auctions().orElseThrow().auctions().getFirst().sellers())
        .allSatisfy(seller -> assertThat(seller.deferred()).isEqualTo(Amount.of(22)));
  }

  /// What one chain proposes, another accepts; both take it.
  private CommittedBlock agree(Proposal proposal) {
    BlockCandidate candidate = proposal.block().candidate();
    assertThat(validator.validate(candidate)).isInstanceOf(Validation.Accepted.class);
    TestNet.commit(validator, candidate);
    return TestNet.commit(proposer, candidate);
  }

  private CommittedBlock agree(VerifiedTransaction... transactions) {
    return agree(TestNet.propose(proposer, List.of(transactions).iterator()));
  }

  private static List<Release> releases(CommittedBlock block) {
    return block.auctions().map(AuctionRecord::releases).orElse(List.of());
  }

  private static Preamble preamble(CommittedBlock block) {
    return Preamble.decode(block.entries().getFirst());
  }

  @Test
  void theRecordNamesWhatIsPaidOut() {
    CommittedBlock block =
        agree(
            TestMarket.report(net.account(0), 1, EAST, sold, 1),
            TestMarket.report(net.account(0), 2, WEST, sold, 3));
    assertThat(releases(block))
        .singleElement()
        .satisfies(
            release -> {
              assertThat(release.height()).isEqualTo(sold);
              assertThat(release.isByDefault()).isFalse();
              assertThat(release.parts())
                  .extracting(Release.Part::rollup, Release.Part::amount)
                  .contains(tuple(EAST, Amount.of(11)), tuple(WEST, Amount.of(33)));
            });
    assertThat(preamble(block).auctions().map(AuctionCommitment::recordHash))
        .isEqualTo(block.auctions().map(AuctionRecord::hash));
    assertThat(releases(agree())).isEmpty();
  }

  @Test
  void aBlockWithoutTransactionsNamesWhatIsDue() {
    agree();
    agree();
    assertThat(preamble(agree()).auctions()).isEmpty();
    CommittedBlock block = agree();
    assertThat(block.header().height()).isEqualTo(sold + 4);
    assertThat(releases(block)).singleElement().matches(Release::isByDefault);
    assertThat(preamble(block).auctions()).isPresent();
  }

  @Test
  void exec28AnotherReleaseIsRejected() {
    agree();
    agree();
    agree();
    Proposal proposal = TestNet.propose(proposer, List.<VerifiedTransaction>of().iterator());
    BlockCandidate candidate = proposal.block().candidate();
    List<Bytes> entries = new ArrayList<>(candidate.entries());
    Preamble told = Preamble.decode(entries.getFirst());
    entries.set(
        0,
        new Preamble(told.lanesRoot(), told.laneCount(), told.transactionCount(), Optional.empty())
            .encode());
    assertThat(
            validator.validate(
                new BlockCandidate(
                    candidate.height(), candidate.timeMs(), candidate.proposer(), entries)))
        .isInstanceOfSatisfying(
            Validation.Rejected.class, no -> assertThat(no.rule()).isEqualTo("EXEC-8"));
  }

  /// Whatever room there is, the record's place in the preamble is counted.
  @Test
  void fullBlocksHaveRoomForIt() {
    VerifiedTransaction report = TestMarket.report(net.account(0), 1, EAST, sold, 1);
    VerifiedTransaction other = TestMarket.report(net.account(0), 2, WEST, sold, 1);
    int both = report.transaction().size() + other.transaction().size();
    for (int room = both - 5; room < both + Preamble.SIZE + 80; room += 3) {
      Proposal proposal =
          TestNet.propose(
              proposer, room, Candidates.of(List.of(report, other).iterator(), List.of()));
      long bytes = proposal.block().candidate().entries().stream().mapToLong(Bytes::size).sum();
      assertThat(bytes).isLessThanOrEqualTo(room);
    }
  }
}
