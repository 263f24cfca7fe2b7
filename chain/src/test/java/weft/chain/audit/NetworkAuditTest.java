package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Candidates;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.PendingBid;
import weft.chain.block.ProposalRequest;
import weft.chain.fixture.AgreeingChains;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNetwork;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.validator.Validator;

/// Blocks of a network in which bids were reported: seven validators of equal power, of which three
/// are more than a third.
final class NetworkAuditTest {
  private final TestNetwork network =
      TestNetwork.of(List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L), 5, Map.of());
  private final AgreeingChains chains = new AgreeingChains(network);
  private final PendingBid high = pending(1, 90);
  private final PendingBid low = pending(2, 40);

  private PendingBid pending(int account, long amount) {
    PrivateKey bidder = network.account(account);
    return TestMarket.pending(bidder, 0, amount, TestMarket.body(bidder, 1, EAST, WEST));
  }

  @BeforeEach
  void open() {
    chains.step(TestMarket.opening(network.keys()));
  }

  /// An empty block, after which the first `reporting` validators report the high bid.
  private void report(int reporting) {
    BlockCandidate empty = chains.candidate();
    ExecutedBlock block = chains.proposer().finalizeBlock(empty);
    SortedMap<Address, Bytes> extensions = new TreeMap<>();
    int index = 0;
    for (Validator one : chains.proposer().validatorSets().current().validators()) {
      List<Hash32> bids = index++ < reporting ? List.of(high.bid().hash()) : List.of();
      extensions.put(
          one.consensusAddress(),
          network.extension(
              chains.proposer(), block, one.consensusAddress(), empty.timeMs() + 10, bids));
    }
    chains.commit(empty, extensions, Collections.emptySortedMap());
  }

  private ShownBlock shown(PendingBid... bids) {
    Candidates offered = TestMarket.offering(List.of(bids));
    ProposalRequest plain = chains.request();
    BlockCandidate decided =
        chains
            .proposer()
            .propose(
                new ProposalRequest(
                    plain.height(),
                    plain.timeMs(),
                    plain.proposer(),
                    plain.maxBytes(),
                    0,
                    offered,
                    plain.lastCommit(),
                    List.of()))
            .block()
            .candidate();
    return ShownBlock.of(chains.commit(decided), true);
  }

  @Test
  void anHonestBlockHasNoDeviations() {
    assertThat(shown(high, low).audit()).isEmpty();
    assertThat(shown().audit()).isEmpty();
  }

  @Test
  void aBidThatMoreThanAThirdReportedIsThere() {
    report(3);
    ShownBlock honest = shown(high, low);
    assertThat(honest.audit()).isEmpty();
    Bytes bid = high.bid().transaction().envelope();
    ShownBlock hiding =
        honest
            .agreed(NetworkAuditTest::without)
            .agreedTransactions(
                all -> {
                  all.remove(bid);
                  return all;
                });
    assertThat(hiding.audit())
        .anySatisfy(
            found -> {
              assertThat(found.rule()).isEqualTo("EXEC-25");
              assertThat(found.reason()).contains(high.bid().hash().toString());
              assertThat(found.height()).isEqualTo(honest.block().height());
            });
  }

  private static AuctionRecord without(AuctionRecord record) {
    return new AuctionRecord(record.height(), List.of(), record.voids());
  }

  @Test
  void aThirdIsNotEnough() {
    report(2);
    assertThat(shown(low).audit()).isEmpty();
  }

  @Test
  void onlyBidsThatWereReportedMayLackTheirTransactions() {
    report(3);
    ShownBlock honest = shown(new PendingBid(high.bid(), List.of()), low);
    assertThat(honest.audit()).isEmpty();
    assertThat(honest.record().voids().getFirst().reason()).isEqualTo("missing-transaction");
    assertThat(honest.agreedMissing(List.of()).brokenRules()).containsExactly("BID-25");

    report(2);
    PendingBid next =
        TestMarket.pending(network.account(3), 0, 30, TestMarket.body(network.account(3), 1, EAST));
    ShownBlock excused = shown(next);
    assertThat(excused.agreedMissing(List.of(next.bid().hash())).brokenRules())
        .contains("EXEC-25", "BID-25");
  }

  @Test
  void votesThatCannotBeReadAreFound() {
    ShownBlock honest = shown(low);
    AuditedBlock known = honest.block();
    assertThat(
            AuctionAudit.check(
                new AuditedBlock(
                    known.height(),
                    known.vouched(),
                    known.preamble(),
                    Optional.of(Bytes.utf8("noise")),
                    known.transactions(),
                    known.record(),
                    known.lanes())))
        .extracting(Deviation::rule)
        .containsExactly("EXEC-18");
  }
}
