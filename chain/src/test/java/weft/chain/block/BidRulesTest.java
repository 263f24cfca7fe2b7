package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.chain.store.LaneBlockRecord;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Rules EXEC-24 and EXEC-26 to EXEC-28 of docs/protocol/blocks-execution.md.
final class BidRulesTest {
  private final TestNet net = TestNet.of(5);
  private final Chain proposer = net.open(new InMemoryChainStore());
  private final Chain validator = net.open(new InMemoryChainStore());
  private final VerifiedTransaction both = TestMarket.body(net.account(1), 1, EAST, WEST);
  private final VerifiedTransaction east = TestMarket.body(net.account(2), 1, EAST);
  private final VerifiedTransaction ordinary = TestMarket.ordinary(net.account(4), 1, EAST);
  private final PendingBid winner = TestMarket.pending(net.account(1), 0, 90, both);
  private final PendingBid loser = TestMarket.pending(net.account(2), 0, 40, east);
  private BlockCandidate valid = new BlockCandidate(0, 0, Address.ZERO, List.of());

  @BeforeEach
  void proposeABlock() {
    TestNet.commit(
        validator, TestNet.candidate(TestNet.step(proposer, TestMarket.opening(net.keys()))));
    valid = propose(List.of(winner, loser), ordinary).block().candidate();
  }

  private Proposal propose(List<PendingBid> bids, VerifiedTransaction... others) {
    return TestNet.propose(proposer, Long.MAX_VALUE, TestMarket.offering(bids, others));
  }

  private BlockCandidate with(List<Bytes> entries) {
    return new BlockCandidate(valid.height(), valid.timeMs(), valid.proposer(), entries);
  }

  private void assertRejected(List<Bytes> entries, String rule, String reason) {
    assertThat(validator.validate(with(entries)))
        .isInstanceOfSatisfying(
            Validation.Rejected.class,
            no -> {
              assertThat(no.rule()).isEqualTo(rule);
              assertThat(no.reason()).contains(reason);
            });
  }

  private static List<Hash32> hashes(BlockCandidate candidate) {
    return candidate.entries().stream().skip(1).map(Sha256::hash).toList();
  }

  @Test
  void acceptsTheBlock() {
    assertThat(validator.validate(valid)).isInstanceOf(Validation.Accepted.class);
    List<Hash32> bids = new ArrayList<>(List.of(winner.bid().hash(), loser.bid().hash()));
    Collections.sort(bids);
    assertThat(hashes(valid))
        .as("the loser's transaction stays away")
        .containsExactly(bids.get(0), bids.get(1), both.hash(), ordinary.hash());
  }

  @Test
  void exec24BidsComeFirstByRisingHash() {
    List<Bytes> swapped = new ArrayList<>(valid.entries());
    Collections.swap(swapped, 1, 2);
    assertRejected(swapped, "EXEC-24", "entry 2");
    List<Bytes> late = new ArrayList<>(valid.entries());
    late.add(late.remove(2));
    assertRejected(late, "EXEC-24", "entry 4");
    List<Bytes> twice = new ArrayList<>(valid.entries());
    twice.add(1, twice.get(1));
    assertRejected(twice, "EXEC-24", "entry 2");
  }

  @Test
  void exec24BidsAreBounded() {
    TestNet small = TestNet.of(2, Map.of("market.max-bids", "144"));
    Chain chain = small.open(new InMemoryChainStore());
    TestNet.step(chain, TestMarket.opening(small.keys()));
    List<PendingBid> many = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      VerifiedTransaction bid =
          TestMarket.bid(small.account(1), i, 1 + i, List.of(EAST), Hash32.ZERO);
      many.add(new PendingBid(bid, List.of(TestMarket.body(small.account(1), 1, EAST))));
    }
    many.sort((a, b) -> a.bid().hash().compareTo(b.bid().hash()));
    List<Bytes> entries = new ArrayList<>();
    entries.add(new Preamble(Hash32.ZERO, 0, 0).encode());
    many.forEach(bid -> entries.add(bid.bid().transaction().envelope()));
    assertThat(
            chain.validate(
                new BlockCandidate(
                    2, chain.head().timeMs() + 1, TestNet.VALIDATOR.address(), entries)))
        .isInstanceOfSatisfying(
            Validation.Rejected.class,
            no -> {
              assertThat(no.rule()).isEqualTo("EXEC-7");
              assertThat(no.reason()).contains("entry 145", "144 bids already");
            });
  }

  @Test
  void exec26AWinnersTransactionsAreInTheBlock() {
    List<Bytes> torn = new ArrayList<>(valid.entries());
    torn.remove(3);
    assertRejected(torn, "EXEC-26", winner.bid().hash().toString());
    List<Bytes> onlyBids = new ArrayList<>(valid.entries().subList(0, 3));
    assertRejected(onlyBids, "EXEC-26", winner.bid().hash().toString());
  }

  @Test
  void exec26AWinnersTransactionsAreForItsPackage() {
    VerifiedTransaction narrow = TestMarket.bid(net.account(3), 0, 95, List.of(EAST), both.hash());
    List<Bytes> entries = new ArrayList<>();
    entries.add(valid.entries().getFirst());
    entries.addAll(TestMarket.envelopes(narrow, both));
    assertRejected(entries, "EXEC-26", narrow.hash().toString());
    Proposal proposal =
        propose(List.of(new PendingBid(narrow, List.of(both)), winner, loser), ordinary);
    assertThat(proposal.block().auctions().orElseThrow().auctions().getFirst().winners())
        .extracting(Offer::bid)
        .containsExactly(winner.bid().hash());
  }

  @Test
  void exec27WinnersAreFirstInTheirLanes() {
    CommittedBlock block = TestNet.commit(proposer, valid);
    assertThat(block.auctions()).isPresent();
    assertThat(firsts(block)).containsEntry(EAST, both.hash()).containsEntry(WEST, both.hash());
    assertThat(block.lanes().getFirst().rollup()).isEqualTo(EAST);
    List<Bytes> entries = block.lanes().getFirst().laneBlock().entries();
    assertThat(entries).hasSize(2);
    assertThat(LaneEntry.decode(entries.get(1)).transactionHash())
        .as("the tip buys no place before what was sold")
        .isEqualTo(ordinary.hash());
  }

  private static Map<RollupId, Hash32> firsts(CommittedBlock block) {
    Map<RollupId, Hash32> firsts = new TreeMap<>();
    for (LaneBlockRecord lane : block.lanes()) {
      firsts.put(
          lane.rollup(), LaneEntry.decode(lane.laneBlock().entries().getFirst()).transactionHash());
    }
    return firsts;
  }

  @Test
  void exec28AnyOtherAuctionIsRejected() {
    AuctionRecord right =
        ((Validation.Accepted) validator.validate(valid)).block().auctions().orElseThrow();
    AssetAuctionRecord auction = right.auctions().getFirst();
    Seller first = auction.sellers().getFirst();
    List<AuctionRecord> wrong = new ArrayList<>();
    // A payment short by one unit, a wrong split.
    wrong.add(with(right, sellers(auction, paid(first, first.payment().minus(Amount.of(1))))));
    wrong.add(with(right, sellers(auction, paid(first, first.payment().plus(Amount.of(1))))));
    // Another winner, another charge.
    wrong.add(with(right, offers(auction, Optional.of(Amount.of(40)), 40)));
    wrong.add(with(right, offers(auction, Optional.of(Amount.of(89)), 90)));
    for (AuctionRecord record : wrong) {
      Preamble told = Preamble.decode(valid.entries().getFirst());
      Preamble lie =
          new Preamble(
              told.lanesRoot(),
              told.laneCount(),
              told.transactionCount(),
              Optional.of(new AuctionCommitment(record.hash(), List.of())));
      List<Bytes> entries = new ArrayList<>(valid.entries());
      entries.set(0, lie.encode());
      assertRejected(entries, "EXEC-8", "recomputed");
    }
    List<Bytes> silent = new ArrayList<>(valid.entries());
    Preamble told = Preamble.decode(valid.entries().getFirst());
    silent.set(
        0, new Preamble(told.lanesRoot(), told.laneCount(), told.transactionCount()).encode());
    assertRejected(silent, "EXEC-8", "recomputed");
  }

  @Test
  void withOneValidatorNothingMayBeMissing() {
    Preamble told = Preamble.decode(valid.entries().getFirst());
    AuctionCommitment auctions = told.auctions().orElseThrow();
    List<Bytes> entries = new ArrayList<>(valid.entries());
    entries.set(
        0,
        new Preamble(
                told.lanesRoot(),
                told.laneCount(),
                told.transactionCount(),
                Optional.of(
                    new AuctionCommitment(auctions.recordHash(), List.of(winner.bid().hash()))))
            .encode());
    assertRejected(entries, "EXEC-25", "only if it is attested");
  }

  private static AuctionRecord with(AuctionRecord record, AssetAuctionRecord auction) {
    return new AuctionRecord(record.height(), List.of(auction), record.voids());
  }

  private static Seller paid(Seller seller, Amount payment) {
    return new Seller(seller.rollup(), seller.reserve(), seller.weights(), seller.alone(), payment);
  }

  private static AssetAuctionRecord sellers(AssetAuctionRecord auction, Seller first) {
    List<Seller> sellers = new ArrayList<>(auction.sellers());
    sellers.set(0, first);
    return of(auction, sellers, auction.offers());
  }

  /// With this charge for the bid of the amount, and none for others.
  private static AssetAuctionRecord offers(
      AssetAuctionRecord auction, Optional<Amount> charge, long amount) {
    List<Offer> offers =
        auction.offers().stream()
            .map(
                offer ->
                    new Offer(
                        offer.bid(),
                        offer.bidder(),
                        offer.sellers(),
                        offer.amount(),
                        offer.exclusiveGroup(),
                        offer.mechanism(),
                        offer.split(),
                        offer.amount().equals(Amount.of(amount)) ? charge : Optional.empty()))
            .toList();
    return of(auction, auction.sellers(), offers);
  }

  private static AssetAuctionRecord of(
      AssetAuctionRecord auction, List<Seller> sellers, List<Offer> offers) {
    return new AssetAuctionRecord(
        auction.asset(),
        sellers,
        auction.bidders(),
        auction.mechanisms(),
        offers,
        auction.isExact(),
        auction.nodes(),
        auction.fallbacks());
  }
}
