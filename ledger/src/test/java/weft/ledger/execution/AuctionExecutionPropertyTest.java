package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.CID;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.EASTERN;
import static weft.ledger.execution.AuctionScene.WEST;
import static weft.ledger.execution.AuctionScene.WESTERN;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.market.RecordedAuction;
import weft.market.AuctionRun;
import weft.market.wasm.KnownModules;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Random blocks of bids under random mechanisms.
final class AuctionExecutionPropertyTest {
  private static final int SEEDS = 150;
  private static final int BLOCKS = 4;
  private static final List<TestAccount> BIDDERS = List.of(ANN, BEN, CID);

  /// A block that was committed.
  ///
  /// @param spent of the bonds
  private record Ran(AuctionRecord record, Amount spent, Amount eastern, Amount western) {}

  private static void run(BiConsumer<String, Ran> check) {
    int sold = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Mechanism mechanism =
          new Mechanism(
              1_000,
              pick(random, List.of(Pricing.values())),
              pick(random, List.of(Sharing.values())),
              Refunds.NONE);
      AuctionScene scene = new AuctionScene(mechanism, random.nextInt(3) * 5L);
      BIDDERS.forEach(bidder -> scene.bond(bidder, 100 + random.nextInt(200)));
      SortedMap<String, Long> next = new TreeMap<>();
      for (int block = 0; block < BLOCKS; block++) {
        Ran ran = runBlock(scene, random, next);
        sold += ran.record().auctions().stream().mapToInt(one -> one.winners().size()).sum();
        check.accept("seed " + seed + " block " + block + " " + mechanism.rules(), ran);
      }
    }
    assertThat(sold).isGreaterThan(SEEDS * BLOCKS);
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static Ran runBlock(AuctionScene scene, Random random, SortedMap<String, Long> next) {
    Amount bonds = bonds(scene);
    Amount eastern = scene.earned(EASTERN);
    Amount western = scene.earned(WESTERN);
    List<VerifiedTransaction> bids = new ArrayList<>();
    List<Hash32> missing = new ArrayList<>();
    for (TestAccount bidder : BIDDERS) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        List<RollupId> rollups =
            List.of(List.of(EAST), List.of(WEST), List.of(EAST, WEST)).get(random.nextInt(3));
        long sequence = next.merge(bidder.toString(), 1L, Long::sum);
        VerifiedTransaction bid =
            AuctionScene.bid(bidder, sequence, 1 + random.nextInt(90), rollups, Hash32.ZERO);
        bids.add(bid);
        if (random.nextInt(8) == 0) {
          missing.add(bid.hash());
        }
      }
    }
    BlockExecution execution = scene.begin(missing, bids.toArray(VerifiedTransaction[]::new));
    scene.chain.commit(execution);
    return new Ran(
        scene.record.orElseThrow(),
        bonds.minus(bonds(scene)),
        scene.earned(EASTERN).minus(eastern),
        scene.earned(WESTERN).minus(western));
  }

  private static Amount bonds(AuctionScene scene) {
    return BIDDERS.stream().map(scene::held).reduce(Amount.ZERO, Amount::plus);
  }

  @Test
  void whatIsChargedIsPaid() {
    run(
        (where, ran) -> {
          Amount charged =
              ran.record().auctions().stream()
                  .flatMap(auction -> auction.winners().stream())
                  .map(offer -> offer.charged().orElseThrow())
                  .reduce(Amount.ZERO, Amount::plus);
          Amount forfeited =
              ran.record().voids().stream()
                  .map(VoidedBid::forfeited)
                  .reduce(Amount.ZERO, Amount::plus);
          assertThat(ran.spent()).as(where).isEqualTo(charged.plus(forfeited));
          assertThat(ran.eastern().plus(ran.western())).as(where).isEqualTo(ran.spent());
          for (AssetAuctionRecord auction : ran.record().auctions()) {
            assertThat(auction.winners())
                .as(where)
                .allMatch(offer -> !offer.amount().isLessThan(offer.charged().orElseThrow()));
          }
        });
  }

  @Test
  void nobodyGetsLessThanAlone() {
    run(
        (where, ran) -> {
          for (AssetAuctionRecord auction : ran.record().auctions()) {
            for (int i = 0; i < auction.sellers().size(); i++) {
              Seller seller = auction.sellers().get(i);
              int index = i;
              // With second prices a bid on one rollup alone is paid what others offer, not itself.
              Amount best =
                  auction.offers().stream()
                      .filter(offer -> offer.sellers().equals(List.of(index)))
                      .map(Offer::amount)
                      .filter(amount -> !amount.isLessThan(seller.reserve()))
                      .max(Amount::compareTo)
                      .orElse(Amount.ZERO);
              assertThat(seller.alone()).as(where).isEqualTo(best);
              boolean isFirstPrice =
                  auction.mechanisms().stream().allMatch(one -> one.pricing() == Pricing.FIRST);
              if (isFirstPrice) {
                assertThat(seller.payment()).as(where).isGreaterThanOrEqualTo(seller.alone());
              }
              boolean isSold =
                  auction.winners().stream().anyMatch(offer -> offer.sellers().contains(index));
              if (isSold) {
                assertThat(seller.payment()).as(where).isGreaterThanOrEqualTo(seller.reserve());
              }
            }
          }
        });
  }

  @Test
  void theRecordIsHeldAgain() {
    run(
        (where, ran) -> {
          assertThat(AuctionRecord.decode(ran.record().encode())).as(where).isEqualTo(ran.record());
          for (AssetAuctionRecord auction : ran.record().auctions()) {
            assertThat(
                    RecordedAuction.record(
                        auction,
                        AuctionRun.settle(RecordedAuction.auction(auction), KnownModules.NONE)))
                .as(where)
                .isEqualTo(auction);
          }
        });
  }
}
