package weft.ledger.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.market.VoidBid.Reason;
import weft.ledger.rules.Seals;
import weft.ledger.state.RollupStatus;
import weft.market.auction.Bid;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.RollupId;

/// Random blocks of bids, most of them right, over a random state.
final class BlockAuctionPropertyTest {
  private static final int SEEDS = 2_000;
  private static final long HEIGHT = 50;
  private static final List<Address> BIDDERS =
      List.of("ann", "ben", "cid").stream().map(name -> TestAccount.of(name).address()).toList();
  private static final List<RollupId> ROLLUPS =
      List.of("north", "east", "south", "west", "gone").stream().map(RollupId::of).toList();
  private static final Mechanism OTHER =
      new Mechanism(100, Pricing.VCG, Sharing.FIXED, Refunds.NONE);

  private final Map<Reason, Integer> voids = new EnumMap<>(Reason.class);

  /// A block and the state before it.
  private static final class Scene {
    final Random random;
    final MarketState state = new MarketState();
    final SortedSet<Hash32> missing = new TreeSet<>();
    final List<BlockBid> bids = new ArrayList<>();

    Scene(long seed) {
      random = new Random(seed);
      for (RollupId rollup : ROLLUPS) {
        boolean isGone = rollup.name().equals("gone");
        Optional<MarketTerms> market = rarely() ? Optional.empty() : Optional.of(terms());
        if (!isGone || random.nextBoolean()) {
          state.rollup(rollup, isGone ? RollupStatus.CLOSED : RollupStatus.ACTIVE, market);
        }
      }
      for (Address bidder : BIDDERS) {
        state.bond(bidder, TestChain.WEFT, random.nextInt(400));
        state.bond(bidder, TestChain.USD, random.nextInt(200));
      }
      for (int i = random.nextInt(10); i > 0; i--) {
        Address bidder = pick(BIDDERS);
        Action.Bid bid = bid();
        if (random.nextInt(4) == 0) {
          bid = bid.sealedWith(Hash32.ZERO);
          state.seal(bidder, bid, 1 + random.nextInt(60));
        }
        bids.add(new BlockBid(MarketState.hash("bid " + seed + i), bidder, bid));
        if (rarely()) {
          missing.add(bids.getLast().hash());
        }
      }
    }

    private MarketTerms terms() {
      MarketTerms open = openTerms();
      return rarely() ? open.forSealedOnly() : open;
    }

    private MarketTerms openTerms() {
      return MarketState.terms(
          rarely() ? TestChain.USD : TestChain.WEFT,
          random.nextInt(10),
          pick(
              List.of(
                  new Mechanism[] {Mechanism.DEFAULT},
                  new Mechanism[] {OTHER},
                  new Mechanism[] {Mechanism.DEFAULT, OTHER},
                  new Mechanism[] {OTHER, Mechanism.DEFAULT})));
    }

    private List<RollupId> some() {
      SortedSet<RollupId> some = new TreeSet<>();
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        some.add(rarely() ? pick(ROLLUPS) : pick(ROLLUPS.subList(0, 4)));
      }
      return List.copyOf(some);
    }

    private Action.Bid bid() {
      Action.Bid bid =
          MarketState.bid(
              some(),
              MarketState.hash("tx"),
              rarely() ? TestChain.USD : TestChain.WEFT,
              1 + random.nextInt(120));
      return MarketState.with(
          bid,
          rarely() ? HEIGHT + 1 : 0,
          random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0,
          rarely() ? 1 + random.nextInt(150) : 0);
    }

    BlockAuction auction() {
      return BlockAuction.of(state.reader(), HEIGHT, bids, missing);
    }

    private boolean rarely() {
      return random.nextInt(12) == 0;
    }

    private <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }

  @Test
  void indicesMeanWhatTheBlockHolds() {
    int sold = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      String where = "seed " + seed;
      Scene scene = new Scene(seed);
      BlockAuction auction = scene.auction();
      List<BlockBid> seen = new ArrayList<>();
      for (Map.Entry<AssetId, AssetAuction> one : auction.auctions().entrySet()) {
        checkIndices(where, one.getKey(), one.getValue());
        seen.addAll(one.getValue().bids());
        sold += one.getValue().bids().size();
      }
      auction.voids().forEach(bid -> seen.add(bid.bid()));
      assertThat(seen).as(where).containsExactlyInAnyOrderElementsOf(scene.bids);
      auction.voids().forEach(one -> voids.merge(one.reason(), 1, Integer::sum));

      Collections.shuffle(scene.bids, scene.random);
      assertThat(scene.auction()).as(where + " in another order").isEqualTo(auction);
    }
    System.out.println("taking part " + sold + ", void " + voids);
    assertThat(sold).isGreaterThan(SEEDS);
    assertThat(voids).hasSize(Reason.values().length - 2);
  }

  private static void checkIndices(String where, AssetId asset, AssetAuction auction) {
    assertThat(auction.rollups()).as(where).isSorted().doesNotHaveDuplicates();
    assertThat(auction.bidders()).as(where).isSorted().doesNotHaveDuplicates();
    assertThat(auction.bids().stream().map(BlockBid::hash).toList()).as(where).isSorted();
    assertThat(auction.auction().bids()).as(where).hasSameSizeAs(auction.bids());
    for (int i = 0; i < auction.bids().size(); i++) {
      BlockBid bid = auction.bids().get(i);
      Bid sold = auction.auction().bids().get(i);
      assertThat(bid.terms().asset()).as(where).isEqualTo(asset);
      assertThat(auction.bidders().get(sold.bidder())).as(where).isEqualTo(bid.bidder());
      assertThat(sold.rollups().indices().mapToObj(auction.rollups()::get).toList())
          .as(where)
          .isEqualTo(bid.terms().rollups());
      assertThat(sold.amount()).as(where).isEqualTo(bid.terms().amount().toBigInteger());
      for (int j = 0; j < i; j++) {
        BlockBid other = auction.bids().get(j);
        boolean isOneGroup =
            bid.bidder().equals(other.bidder())
                && bid.terms().exclusiveGroup() != 0
                && bid.terms().exclusiveGroup() == other.terms().exclusiveGroup();
        assertThat(
                sold.xorGroup().isPresent()
                    && sold.xorGroup().equals(auction.auction().bids().get(j).xorGroup()))
            .as(where)
            .isEqualTo(isOneGroup);
      }
    }
  }

  @Test
  void reasonsAreThoseOfTheDocs() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      for (VoidBid refused : scene.auction().voids()) {
        Optional<Reason> reason =
            Optional.of(refused.reason()).filter(one -> one != Reason.BOND_TOO_LOW);
        assertThat(reason).as("seed " + seed).isEqualTo(expected(scene, refused.bid()));
      }
      for (AssetAuction auction : scene.auction().auctions().values()) {
        for (BlockBid bid : auction.bids()) {
          assertThat(expected(scene, bid)).as("seed " + seed).isEmpty();
        }
      }
    }
  }

  /// The first reason of the docs that holds, but for the bond.
  private static Optional<Reason> expected(Scene scene, BlockBid bid) {
    Action.Bid terms = bid.terms();
    List<Reason> reasons = new ArrayList<>();
    if (terms.firstHeight() > HEIGHT) {
      reasons.add(Reason.TOO_EARLY);
    }
    SortedMap<RollupId, MarketTerms> sellers = new TreeMap<>();
    for (RollupId rollup : terms.rollups()) {
      var record = scene.state.reader().rollup(rollup);
      if (record.isEmpty() || record.get().status() == RollupStatus.CLOSED) {
        reasons.add(Reason.UNKNOWN_ROLLUP);
      } else if (record.get().terms().market().isEmpty()) {
        reasons.add(Reason.NOT_FOR_SALE);
      } else {
        sellers.put(rollup, record.get().terms().market().get());
      }
    }
    if (sellers.values().stream().anyMatch(one -> !one.asset().equals(terms.asset()))) {
      reasons.add(Reason.WRONG_ASSET);
    }
    if (sellers.isEmpty() || CommonMechanism.of(sellers).isEmpty()) {
      reasons.add(Reason.NO_COMMON_MECHANISM);
    }
    if (terms.salt().isEmpty() && sellers.values().stream().anyMatch(MarketTerms::sealedOnly)) {
      reasons.add(Reason.NOT_SEALED);
    }
    if (scene.missing.contains(bid.hash())) {
      reasons.add(Reason.MISSING_TRANSACTION);
    }
    return reasons.stream().min(Comparator.naturalOrder());
  }

  /// All choices of a bidder's bids that could win, also those that no auction would choose.
  @Test
  void whateverWinsIsHeld() {
    int covered = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      BlockAuction block = scene.auction();
      for (Map.Entry<AssetId, AssetAuction> one : block.auctions().entrySet()) {
        AssetAuction auction = one.getValue();
        for (int bidder = 0; bidder < auction.bidders().size(); bidder++) {
          Amount held =
              leftWhenSealsAreKept(scene, block, auction.bidders().get(bidder), one.getKey());
          Amount greatest = greatest(auction, bidder);
          assertThat(greatest).as("seed " + seed).isLessThanOrEqualTo(held);
          covered++;
        }
      }
    }
    assertThat(covered).isGreaterThan(SEEDS);
  }

  /// What a bidder holds beyond the deposits of its seals that the block does not end.
  private static Amount leftWhenSealsAreKept(
      Scene scene, BlockAuction block, Address bidder, AssetId asset) {
    SortedMap<Hash32, Amount> kept = new TreeMap<>();
    for (BlockBid bid : scene.bids) {
      if (bid.bidder().equals(bidder) && bid.terms().asset().equals(asset)) {
        Seals.shownBy(scene.state.reader(), bidder, bid.terms())
            .ifPresent(seal -> kept.put(seal.commitment(), seal.record().deposit()));
      }
    }
    List<BlockBid> ending = new ArrayList<>();
    block.auctions().values().forEach(one -> ending.addAll(one.bids()));
    block.voids().stream()
        .filter(one -> one.reason() == Reason.MISSING_TRANSACTION)
        .forEach(one -> ending.add(one.bid()));
    for (BlockBid bid : ending) {
      if (bid.bidder().equals(bidder)) {
        Seals.shownBy(scene.state.reader(), bidder, bid.terms())
            .ifPresent(seal -> kept.remove(seal.commitment()));
      }
    }
    Amount sealed = kept.values().stream().reduce(Amount.ZERO, Amount::plus);
    return scene.state.reader().bidBond(bidder, asset).held().minus(sealed);
  }

  private static Amount greatest(AssetAuction auction, int bidder) {
    List<Bid> own =
        auction.auction().bids().stream().filter(bid -> bid.bidder() == bidder).toList();
    Amount budget =
        auction.auction().budgets().get(bidder).map(Amount::ofBigInteger).orElse(Amount.MAX);
    Amount greatest = Amount.ZERO;
    for (int choice = 0; choice < 1 << own.size(); choice++) {
      List<Integer> groups = new ArrayList<>();
      Amount sum = Amount.ZERO;
      for (int i = 0; i < own.size(); i++) {
        if (((choice >> i) & 1) == 1) {
          own.get(i).xorGroup().ifPresent(groups::add);
          sum = sum.plus(Amount.ofBigInteger(own.get(i).amount()));
        }
      }
      boolean isPossible =
          groups.stream().distinct().count() == groups.size() && sum.compareTo(budget) <= 0;
      greatest = isPossible ? greatest.max(sum) : greatest;
    }
    return greatest;
  }
}
