package weft.ledger.market;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.market.MarketState.bid;
import static weft.ledger.market.MarketState.terms;
import static weft.ledger.market.MarketState.with;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.market.VoidBid.Reason;
import weft.ledger.state.RollupStatus;
import weft.market.auction.RollupSet;
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
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.RollupId;

final class BlockAuctionTest {
  private static final long HEIGHT = 50;
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId WEST = RollupId.of("west");
  private static final RollupId SOUTH = RollupId.of("south");
  private static final Address ANN = TestAccount.of("ann").address();
  private static final Address BEN = TestAccount.of("ben").address();
  private static final Hash32 IN_EAST = MarketState.hash("in east");
  private static final Hash32 IN_BOTH = MarketState.hash("in both");
  private static final Mechanism FIXED =
      new Mechanism(70, Pricing.SECOND, Sharing.FIXED, Refunds.PERCENT);

  private final MarketState state = new MarketState();
  private int made;

  private BlockBid by(Address bidder, Action.Bid terms) {
    return new BlockBid(MarketState.hash("bid " + made++), bidder, terms);
  }

  private BlockAuction auction(BlockBid... bids) {
    return BlockAuction.of(state.reader(), HEIGHT, List.of(bids), new TreeSet<>());
  }

  private static AssetAuction in(BlockAuction auction, AssetId asset) {
    return Objects.requireNonNull(auction.auctions().get(asset));
  }

  private static Action.Bid onEast(long amount) {
    return bid(List.of(EAST), IN_EAST, TestChain.WEFT, amount);
  }

  private static Action.Bid onBoth(long amount) {
    return bid(List.of(EAST, WEST), IN_BOTH, TestChain.WEFT, amount);
  }

  private void sellBoth() {
    state.seller(EAST, terms(TestChain.WEFT, 5, Mechanism.DEFAULT));
    state.seller(WEST, terms(TestChain.WEFT, 0, FIXED, Mechanism.DEFAULT));
  }

  @Test
  void namesWhyABidIsVoid() {
    RollupId closed = RollupId.of("closed");
    RollupId keeping = RollupId.of("keeping");
    sellBoth();
    state.seller(SOUTH, terms(TestChain.USD, 0, Mechanism.DEFAULT));
    state.rollup(closed, RollupStatus.CLOSED, Optional.of(terms(TestChain.WEFT, 0, FIXED)));
    state.rollup(keeping, RollupStatus.ACTIVE, Optional.empty());
    state.seller(RollupId.of("odd"), terms(TestChain.WEFT, 0, FIXED));
    state.bond(ANN, TestChain.WEFT, 100);
    RollupId unknown = RollupId.of("nobody");
    RollupId secret = RollupId.of("secret");
    state.seller(secret, terms(TestChain.WEFT, 0, Mechanism.DEFAULT).forSealedOnly());
    Action.Bid onSecret = bid(List.of(EAST, secret), IN_EAST, TestChain.WEFT, 10);
    assertThat(auction(by(ANN, onSecret.sealedWith(Hash32.ZERO))).voids()).isEmpty();
    Map<Action.Bid, Reason> expected =
        Map.of(
            with(onEast(10), HEIGHT + 1, 0, 0),
            Reason.TOO_EARLY,
            bid(List.of(EAST, unknown), IN_EAST, TestChain.WEFT, 10),
            Reason.UNKNOWN_ROLLUP,
            bid(List.of(closed), IN_EAST, TestChain.WEFT, 10),
            Reason.UNKNOWN_ROLLUP,
            bid(List.of(EAST, keeping), IN_EAST, TestChain.WEFT, 10),
            Reason.NOT_FOR_SALE,
            bid(List.of(EAST, SOUTH), IN_EAST, TestChain.WEFT, 10),
            Reason.WRONG_ASSET,
            bid(List.of(EAST, RollupId.of("odd")), IN_EAST, TestChain.WEFT, 10),
            Reason.NO_COMMON_MECHANISM,
            onSecret,
            Reason.NOT_SEALED,
            onBoth(101),
            Reason.BOND_TOO_LOW);
    expected.forEach(
        (bid, reason) -> {
          BlockAuction auction = auction(by(ANN, bid));
          assertThat(auction.auctions()).as("%s", bid).isEmpty();
          assertThat(auction.voids()).extracting(VoidBid::reason).containsExactly(reason);
        });
    assertThat(auction(by(ANN, with(onBoth(100), HEIGHT, 0, 0))).voids()).isEmpty();
    assertThat(Reason.NO_COMMON_MECHANISM.id()).isEqualTo("no-common-mechanism");
  }

  @Test
  void putsWhatTheBlockHoldsIntoTheMarketsWords() {
    sellBoth();
    state.seller(
        WEST,
        new MarketTerms(
            List.of(new AcceptedMechanism(Mechanism.DEFAULT, 4), new AcceptedMechanism(FIXED, 9)),
            TestChain.WEFT,
            Amount.of(7),
            List.of(),
            List.of()));
    state.parameter("market.max-nodes", "30");
    state.bond(ANN, TestChain.WEFT, 100);
    BlockBid bid = by(ANN, onBoth(60));

    AssetAuction auction = in(auction(bid), TestChain.WEFT);

    List<RollupId> rollups = List.of(EAST, WEST).stream().sorted().toList();
    assertThat(auction.rollups()).isEqualTo(rollups);
    assertThat(auction.bidders()).containsExactly(ANN);
    assertThat(auction.bids()).containsExactly(bid);
    assertThat(auction.auction().mechanisms().getFirst().nodeBudget()).isEqualTo(30);
    assertThat(auction.auction().bids().getFirst().rollups()).isEqualTo(RollupSet.all(2));
    assertThat(auction.auction().bids().getFirst().amount()).isEqualTo(60);
    int west = rollups.indexOf(WEST);
    assertThat(auction.auction().rollups().get(west).reserve()).isEqualTo(7);
    assertThat(auction.auction().rollups().get(west).weight(0)).isEqualTo(4);
    assertThat(auction.auction().rollups().get(1 - west).reserve()).isEqualTo(5);
    assertThat(auction.auction().rollups().get(1 - west).weight(0)).isEqualTo(1);
  }

  @Test
  void weightsAreThoseOfEachMechanism() {
    state.seller(EAST, terms(TestChain.WEFT, 0, Mechanism.DEFAULT));
    state.seller(
        WEST,
        new MarketTerms(
            List.of(new AcceptedMechanism(Mechanism.DEFAULT, 4), new AcceptedMechanism(FIXED, 9)),
            TestChain.WEFT,
            Amount.ZERO,
            List.of(),
            List.of()));
    state.seller(SOUTH, terms(TestChain.WEFT, 0, FIXED));
    state.bond(ANN, TestChain.WEFT, 100);
    List<RollupId> south = List.of(SOUTH, WEST).stream().sorted().toList();
    BlockBid withSouth = by(ANN, bid(south, IN_EAST, TestChain.WEFT, 30));

    AssetAuction auction = in(auction(by(ANN, onBoth(60)), withSouth), TestChain.WEFT);

    assertThat(auction.auction().mechanisms()).containsExactly(FIXED, Mechanism.DEFAULT);
    assertThat(weights(auction, EAST)).containsExactly(0, 1);
    assertThat(weights(auction, WEST)).containsExactly(9, 4);
    assertThat(weights(auction, SOUTH)).containsExactly(1, 0);
  }

  private static List<Integer> weights(AssetAuction auction, RollupId rollup) {
    int place = auction.rollups().indexOf(rollup);
    return auction.auction().rollups().get(place).weights().stream()
        .map(BigInteger::intValueExact)
        .toList();
  }

  @Test
  void auctionsOfTwoAssetsStandApart() {
    sellBoth();
    Hash32 inSouth = MarketState.hash("in south");
    state.seller(SOUTH, terms(TestChain.USD, 0, Mechanism.DEFAULT));
    state.bond(ANN, TestChain.WEFT, 10);
    state.bond(ANN, TestChain.USD, 10);

    BlockAuction auction =
        auction(
            by(ANN, with(onEast(10), 0, 7, 9)),
            by(ANN, with(bid(List.of(SOUTH), inSouth, TestChain.USD, 10), 0, 7, 0)));

    assertThat(auction.voids()).isEmpty();
    assertThat(auction.auctions().keySet()).containsExactly(TestChain.USD, TestChain.WEFT);
    assertThat(in(auction, TestChain.USD).rollups()).containsExactly(SOUTH);
    assertThat(in(auction, TestChain.USD).auction().budgets()).containsExactly(Optional.empty());
    assertThat(in(auction, TestChain.WEFT).rollups()).containsExactly(EAST);
    assertThat(in(auction, TestChain.WEFT).auction().budgets())
        .containsExactly(Optional.of(BigInteger.valueOf(9)));
  }

  @Test
  void aBudgetThatKeepsNothingFromWinningIsNone() {
    sellBoth();
    state.bond(ANN, TestChain.WEFT, 100);
    BlockAuction auction =
        auction(by(ANN, with(onEast(40), 0, 7, 50)), by(ANN, with(onEast(50), 0, 7, 0)));
    assertThat(in(auction, TestChain.WEFT).auction().budgets()).containsExactly(Optional.empty());
  }

  @Test
  void bidsOfAGroupAreCoveredByTheGreatest() {
    sellBoth();
    state.bond(ANN, TestChain.WEFT, 100);
    assertThat(
            auction(by(ANN, with(onEast(90), 0, 7, 0)), by(ANN, with(onBoth(100), 0, 7, 0)))
                .voids())
        .isEmpty();
    assertThat(
            auction(by(ANN, with(onEast(90), 0, 7, 0)), by(ANN, with(onBoth(100), 0, 8, 0)))
                .voids())
        .extracting(VoidBid::reason)
        .containsExactly(Reason.BOND_TOO_LOW);
    BlockAuction groups =
        auction(
            by(ANN, with(onEast(10), 0, 7, 0)),
            by(ANN, with(onEast(20), 0, 8, 0)),
            by(ANN, with(onEast(30), 0, 7, 0)));
    assertThat(
            in(groups, TestChain.WEFT).auction().bids().stream()
                .map(one -> one.xorGroup())
                .distinct()
                .toList())
        .hasSize(2);
  }

  @Test
  void smallestBudgetHoldsForAllBidsOfTheBidder() {
    sellBoth();
    state.bond(ANN, TestChain.WEFT, 50);
    state.bond(BEN, TestChain.WEFT, 50);
    BlockAuction auction =
        auction(
            by(ANN, with(onEast(40), 0, 0, 45)),
            by(ANN, with(onBoth(45), 0, 0, 50)),
            by(ANN, with(onEast(1), HEIGHT + 1, 0, 42)),
            by(BEN, onEast(20)));

    assertThat(auction.voids()).extracting(VoidBid::reason).containsExactly(Reason.TOO_EARLY);
    AssetAuction sold = in(auction, TestChain.WEFT);
    assertThat(sold.auction().budgets().get(sold.bidders().indexOf(ANN)))
        .contains(BigInteger.valueOf(42));
    assertThat(sold.auction().budgets().get(sold.bidders().indexOf(BEN))).isEmpty();
  }

  @Test
  void anAuctionHasABoundedNumberOfRollups() {
    List<BlockBid> bids = new ArrayList<>();
    state.bond(ANN, TestChain.WEFT, 1_000_000);
    state.parameter("market.max-bids-per-bidder", "100");
    for (int i = 0; i < BlockAuction.MAX_ROLLUPS + 2; i++) {
      RollupId rollup = RollupId.of("rollup-" + i);
      Hash32 inIt = MarketState.hash("in " + i);
      state.seller(rollup, terms(TestChain.WEFT, 0, Mechanism.DEFAULT));
      bids.add(by(ANN, bid(List.of(rollup), inIt, TestChain.WEFT, 100 + i)));
    }

    BlockAuction auction = auction(bids.toArray(BlockBid[]::new));

    assertThat(auction.voids())
        .extracting(VoidBid::bid)
        .containsExactlyInAnyOrder(bids.get(0), bids.get(1));
    assertThat(auction.voids()).extracting(VoidBid::reason).containsOnly(Reason.TOO_MANY_ROLLUPS);
    assertThat(in(auction, TestChain.WEFT).rollups()).hasSize(BlockAuction.MAX_ROLLUPS);
  }
}
