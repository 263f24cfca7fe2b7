package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.block.PendingBid;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.state.StateReader;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.block.Preamble;
import weft.protocol.lane.LaneEntry;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Blocks of a real chain, shown as they are, and with each part falsified.
final class AuctionAuditTest {
  private final TestNet net = TestNet.of(6);
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = net.open(store);
  private final VerifiedTransaction both = TestMarket.body(net.account(1), 1, EAST, WEST);
  private final VerifiedTransaction ordinary = TestMarket.ordinary(net.account(4), 1, EAST);
  private final PendingBid winner = TestMarket.pending(net.account(1), 0, 90, both);
  private final PendingBid loser = pending(2, new Terms(40, 0, 7, 50));
  private final PendingBid other = pending(2, new Terms(30, 0, 7, 0));
  private final PendingBid early = pending(3, new Terms(60, 99, 0, 0));
  private ShownBlock honest = new ShownBlock(block(List.of()));

  /// What a bid says besides its package.
  private record Terms(long amount, long firstHeight, long group, long budget) {}

  private PendingBid pending(int account, Terms terms) {
    PrivateKey bidder = net.account(account);
    VerifiedTransaction named = TestMarket.body(bidder, 1, EAST);
    VerifiedTransaction bid =
        TestTransactions.plain()
            .sign(
                bidder,
                new Nonce(1, terms.amount()),
                new Action.Bid(
                    List.of(EAST),
                    List.of(named.hash()),
                    TestTransactions.WEFT,
                    Amount.of(terms.amount()),
                    terms.firstHeight(),
                    terms.group(),
                    Amount.of(terms.budget()),
                    List.of()));
    return new PendingBid(bid, List.of(named));
  }

  private static AuditedBlock block(List<Bytes> transactions) {
    return new AuditedBlock(
        1,
        Optional.empty(),
        new Preamble(Hash32.ZERO, 0, 0).encode(),
        Optional.empty(),
        transactions,
        Optional.empty(),
        Collections.emptySortedMap());
  }

  @BeforeEach
  void showABlock() {
    TestNet.step(chain, TestMarket.opening(net.keys()));
    honest = shown(List.of(winner, loser, other, early), ordinary);
  }

  private ShownBlock shown(List<PendingBid> bids, VerifiedTransaction... others) {
    return ShownBlock.of(
        TestNet.commit(
            chain,
            TestNet.propose(chain, Long.MAX_VALUE, TestMarket.offering(bids, others))
                .block()
                .candidate()),
        false);
  }

  @Test
  void anHonestBlockHasNoDeviations() {
    assertThat(honest.record().auctions().getFirst().winners())
        .extracting(Offer::bid)
        .containsExactly(winner.bid().hash());
    assertThat(honest.record().voids()).extracting(VoidedBid::reason).containsExactly("too-early");
    assertThat(
            honest
                .record()
                .auctions()
                .getFirst()
                .bidders()
                .get(0)
                .budget()
                .or(() -> honest.record().auctions().getFirst().bidders().get(1).budget()))
        .as("the group keeps within the budget")
        .isEmpty();
    assertThat(honest.audit()).isEmpty();
    assertThat(shown(List.of(), TestMarket.ordinary(net.account(5), 1, WEST)).audit()).isEmpty();
  }

  @Test
  void itNeedsNobodyWhoVouches() {
    AuditedBlock known = honest.block();
    assertThat(
            AuctionAudit.check(
                new AuditedBlock(
                    known.height(),
                    Optional.empty(),
                    known.preamble(),
                    known.votes(),
                    known.transactions(),
                    known.record(),
                    known.lanes())))
        .isEmpty();
  }

  @Test
  void anotherRecordThanThePreambleNamesIsFound() {
    AuctionRecord other = new AuctionRecord(9, List.of(), List.of());
    assertThat(honest.showing(Optional.of(other)).brokenRules()).containsExactly("EXEC-28");
    assertThat(honest.showing(Optional.empty()).brokenRules()).containsExactly("EXEC-28");
    ShownBlock plain = shown(List.of(), TestMarket.ordinary(net.account(5), 1, WEST));
    assertThat(plain.showing(Optional.of(other)).brokenRules()).containsExactly("EXEC-28");
  }

  @Test
  void anotherPreambleThanTheBlocksIsFound() {
    assertThat(honest.showing(Bytes.utf8("none")).brokenRules()).containsExactly("BLOCK-2");
    Preamble told = honest.preamble();
    Bytes otherLanes =
        new Preamble(Hash32.ZERO, told.laneCount(), told.transactionCount(), told.auctions())
            .encode();
    assertThat(honest.showing(otherLanes).brokenRules()).containsExactly("EXEC-14", "EXEC-15");
    Bytes withoutRecord =
        new Preamble(told.lanesRoot(), told.laneCount(), told.transactionCount()).encode();
    assertThat(honest.showing(withoutRecord).brokenRules()).containsExactly("EXEC-15", "EXEC-28");
  }

  @Test
  void otherTransactionsThanTheBlocksAreFound() {
    assertThat(honest.showingTransactions(all -> all.subList(0, all.size() - 1)).brokenRules())
        .containsExactly("EXEC-14", "EXEC-15");
    assertThat(
            honest
                .showingTransactions(
                    all -> {
                      all.set(all.size() - 1, Bytes.utf8("noise"));
                      return all;
                    })
                .brokenRules())
        .containsExactly("EXEC-15", "EXEC-6");
  }

  @Test
  void bidsStandFirstByRisingHash() {
    assertThat(
            honest
                .agreedTransactions(
                    all -> {
                      Collections.swap(all, 0, 1);
                      return all;
                    })
                .brokenRules())
        .containsExactly("EXEC-24");
    assertThat(
            honest
                .agreedTransactions(
                    all -> {
                      all.add(all.remove(0));
                      return all;
                    })
                .brokenRules())
        .containsExactly("EXEC-24");
  }

  @Test
  void theRecordHasEachBidOnce() {
    Bytes extra = TestMarket.envelopes(pending(5, new Terms(20, 0, 0, 0)).bid()).getFirst();
    assertThat(
            honest
                .agreedTransactions(
                    all -> {
                      all.add(extra);
                      return all;
                    })
                .brokenRules())
        .as("a bid that the record leaves out")
        .contains("BID-28");

    assertThat(honest.agreed(record -> ShownBlock.with(record, List.<VoidedBid>of())).brokenRules())
        .containsExactly("BID-28");
    assertThat(
            honest
                .agreed(
                    record ->
                        ShownBlock.with(
                            record, List.of(record.voids().getFirst(), record.voids().getFirst())))
                .brokenRules())
        .containsExactly("BID-13", "BID-28");
    VoidedBid invented = new VoidedBid(both.hash(), "bond-too-low", Amount.ZERO);
    assertThat(
            honest
                .agreed(
                    record -> {
                      List<VoidedBid> voids = new ArrayList<>(record.voids());
                      voids.add(invented);
                      voids.sort((a, b) -> a.bid().compareTo(b.bid()));
                      return ShownBlock.with(record, voids);
                    })
                .brokenRules())
        .containsExactly("BID-28");
  }

  @Test
  void theRecordHasTheTermsThatWereSigned() {
    Offer lost = offer(loser);
    for (Offer wrong :
        List.of(
            new Offer(
                lost.bid(),
                1 - lost.bidder(),
                lost.sellers(),
                lost.amount(),
                lost.exclusiveGroup(),
                lost.mechanism(),
                lost.split(),
                lost.charged()),
            new Offer(
                lost.bid(),
                lost.bidder(),
                List.of(0, 1),
                lost.amount(),
                lost.exclusiveGroup(),
                lost.mechanism(),
                lost.split(),
                lost.charged()),
            new Offer(
                lost.bid(),
                lost.bidder(),
                lost.sellers(),
                Amount.of(39),
                lost.exclusiveGroup(),
                lost.mechanism(),
                lost.split(),
                lost.charged()),
            new Offer(
                lost.bid(),
                lost.bidder(),
                lost.sellers(),
                lost.amount(),
                0,
                lost.mechanism(),
                lost.split(),
                lost.charged()),
            new Offer(
                lost.bid(),
                lost.bidder(),
                lost.sellers(),
                lost.amount(),
                lost.exclusiveGroup(),
                lost.mechanism(),
                List.of(lost.amount()),
                lost.charged()))) {
      assertThat(honest.agreed(record -> replace(record, wrong)).brokenRules())
          .as("%s", wrong)
          .contains("BID-28");
    }
  }

  private Offer offer(PendingBid bid) {
    return honest.record().auctions().getFirst().offers().stream()
        .filter(one -> one.bid().equals(bid.bid().hash()))
        .findFirst()
        .orElseThrow();
  }

  private static AuctionRecord replace(AuctionRecord record, Offer changed) {
    return ShownBlock.withOffers(
        record,
        offers -> {
          offers.replaceAll(one -> one.bid().equals(changed.bid()) ? changed : one);
          return offers;
        });
  }

  @Test
  void theRecordHasTheBudgetThatHolds() {
    AssetAuctionRecord first = honest.record().auctions().getFirst();
    List<Bidder> bidders = new ArrayList<>(first.bidders());
    bidders.set(0, new Bidder(bidders.get(0).address(), Optional.of(Amount.of(50))));
    assertThat(
            honest
                .agreed(
                    record ->
                        ShownBlock.with(
                            record,
                            new AssetAuctionRecord(
                                first.asset(),
                                first.sellers(),
                                bidders,
                                first.mechanisms(),
                                first.offers(),
                                first.isExact(),
                                first.nodes(),
                                first.fallbacks())))
                .brokenRules())
        .contains("BID-11");
  }

  @Test
  void aModuleThatIsNotShownIsFound() {
    AssetAuctionRecord first = honest.record().auctions().getFirst();
    Modules modules = new Modules(Optional.empty(), Optional.of(Sha256.hash(Bytes.EMPTY)), 1_000);
    List<Mechanism> named =
        first.mechanisms().stream()
            .map(
                one ->
                    new Mechanism(
                        one.nodeBudget(),
                        one.pricing(),
                        one.sharing(),
                        one.refunds(),
                        Optional.of(modules),
                        Optional.empty()))
            .toList();
    assertThat(
            honest
                .agreed(
                    record ->
                        ShownBlock.with(
                            record,
                            new AssetAuctionRecord(
                                first.asset(),
                                first.sellers(),
                                first.bidders(),
                                named,
                                first.offers(),
                                first.isExact(),
                                first.nodes(),
                                first.fallbacks())))
                .brokenRules())
        .containsExactly("BID-43");
  }

  @Test
  void aSplitOrChargeThatDiffersByOneUnitIsFound() {
    assertThat(
            honest
                .agreed(
                    record ->
                        ShownBlock.withSellers(
                            record,
                            sellers -> {
                              sellers.set(0, paid(sellers.get(0), 1));
                              sellers.set(1, paid(sellers.get(1), -1));
                              return sellers;
                            }))
                .brokenRules())
        .containsExactly("BID-22");
    Offer won = offer(winner);
    Offer cheaper =
        new Offer(
            won.bid(),
            won.bidder(),
            won.sellers(),
            won.amount(),
            won.exclusiveGroup(),
            won.mechanism(),
            won.split(),
            won.charged().map(charged -> charged.minus(Amount.of(1))));
    assertThat(honest.agreed(record -> replace(record, cheaper)).brokenRules())
        .containsExactly("BID-22");
  }

  private static Seller paid(Seller seller, int more) {
    return new Seller(
        seller.rollup(),
        seller.reserve(),
        seller.weights(),
        seller.alone(),
        Amount.ofBigInteger(seller.payment().toBigInteger().add(BigInteger.valueOf(more))));
  }

  @Test
  void anotherWinnerIsFound() {
    Offer won = offer(winner);
    Offer lost = offer(loser);
    List<String> rules =
        honest
            .agreed(
                record ->
                    replace(
                        replace(record, charged(won, Optional.empty())),
                        charged(lost, Optional.of(lost.amount()))))
            .brokenRules();
    assertThat(rules)
        .as("its transactions are not there either")
        .containsExactly("BID-22", "EXEC-26");
  }

  private static Offer charged(Offer offer, Optional<Amount> charged) {
    return new Offer(
        offer.bid(),
        offer.bidder(),
        offer.sellers(),
        offer.amount(),
        offer.exclusiveGroup(),
        offer.mechanism(),
        offer.split(),
        charged);
  }

  @Test
  void aWinnersTransactionsAreThere() {
    Bytes named = both.transaction().envelope();
    assertThat(
            honest
                .agreedTransactions(
                    all -> {
                      all.remove(named);
                      return all;
                    })
                .brokenRules())
        .containsExactly("EXEC-26");
  }

  @Test
  void aWinnersPayloadsAreFirstInAllItsLanes() {
    assertThat(
            honest
                .lanes(
                    lanes -> {
                      List<LaneEntry> east = new ArrayList<>(lanes.getOrDefault(EAST, List.of()));
                      Collections.reverse(east);
                      lanes.put(EAST, east);
                      return lanes;
                    })
                .brokenRules())
        .containsExactly("EXEC-27");
    for (RollupId torn : List.of(EAST, WEST)) {
      assertThat(
              honest
                  .lanes(
                      lanes -> {
                        lanes.remove(torn);
                        return lanes;
                      })
                  .brokenRules())
          .containsExactly("EXEC-27");
    }
  }

  @Test
  void voidBidsAreVoidForWhatTheyAre() {
    VoidedBid told = honest.record().voids().getFirst();
    assertThat(voiding(new VoidedBid(told.bid(), "bond-too-low", Amount.ZERO)))
        .containsExactly("BID-9");
    assertThat(voiding(new VoidedBid(told.bid(), told.reason(), Amount.of(1))))
        .containsExactly("BID-25");
    assertThat(voiding(new VoidedBid(told.bid(), "missing-transaction", Amount.of(1))))
        .containsExactly("BID-25", "BID-9");
  }

  private List<String> voiding(VoidedBid instead) {
    return honest.agreed(record -> ShownBlock.with(record, List.of(instead))).brokenRules();
  }

  @Test
  void nobodyReportsBidsWhereThereIsOneValidator() {
    assertThat(honest.agreedMissing(List.of(early.bid().hash())).brokenRules())
        .containsExactly("EXEC-25");
    assertThat(honest.agreedMissing(List.of(loser.bid().hash())).brokenRules())
        .containsExactly("BID-25", "EXEC-25");
  }

  /// Whatever number of the result is changed, it is found.
  @Test
  void anyOtherResultIsFound() {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<PendingBid> bids = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        int account = 1 + random.nextInt(5);
        long sequence = 1_000 + seed * 10 + i;
        List<RollupId> rollups =
            List.of(List.of(EAST), List.of(WEST), List.of(EAST, WEST)).get(random.nextInt(3));
        VerifiedTransaction named =
            TestMarket.body(net.account(account), next(account), rollups.toArray(RollupId[]::new));
        bids.add(
            new PendingBid(
                TestMarket.bid(
                    net.account(account), sequence, 1 + random.nextInt(90), rollups, named.hash()),
                List.of(named)));
      }
      ShownBlock shown = shown(bids);
      if (shown.block().record().isEmpty()) {
        continue;
      }
      assertThat(shown.audit()).as("seed %d", seed).isEmpty();
      ShownBlock changed = shown.agreed(record -> changed(record, random));
      assertThat(changed.audit()).as("seed %d: %s", seed, changed.record()).isNotEmpty();
    }
  }

  private static AuctionRecord changed(AuctionRecord record, SplittableRandom random) {
    AssetAuctionRecord first = record.auctions().getFirst();
    int offer = random.nextInt(first.offers().size());
    int seller = random.nextInt(first.sellers().size());
    return switch (random.nextInt(5)) {
      case 0 ->
          ShownBlock.withSellers(
              record,
              sellers -> {
                sellers.set(seller, paid(sellers.get(seller), 1));
                return sellers;
              });
      case 1 ->
          ShownBlock.withOffers(
              record,
              offers -> {
                Offer one = offers.get(offer);
                Optional<Amount> other =
                    one.isWinner() ? Optional.empty() : Optional.of(one.amount());
                offers.set(offer, charged(one, other));
                return offers;
              });
      case 2 ->
          ShownBlock.withOffers(
              record,
              offers -> {
                offers.remove(offer);
                return offers;
              });
      case 3 ->
          ShownBlock.with(
              record,
              new AssetAuctionRecord(
                  first.asset(),
                  first.sellers(),
                  first.bidders(),
                  first.mechanisms(),
                  first.offers(),
                  !first.isExact(),
                  first.nodes(),
                  first.fallbacks()));
      default ->
          ShownBlock.with(
              record,
              new AssetAuctionRecord(
                  first.asset(),
                  first.sellers(),
                  first.bidders(),
                  first.mechanisms(),
                  first.offers(),
                  first.isExact(),
                  first.nodes() + 1,
                  first.fallbacks()));
    };
  }

  private long next(int account) {
    return new StateReader(store.state()).nextSequence(net.account(account).address(), 0);
  }
}
