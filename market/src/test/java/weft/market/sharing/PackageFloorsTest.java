package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Mechanism;

final class PackageFloorsTest {
  private static final RollupSet A = RollupSet.of(0);
  private static final RollupSet B = RollupSet.of(1);
  private static final RollupSet C = RollupSet.of(2);
  private static final RollupSet AB = RollupSet.of(0, 1);

  private final List<Bid> bids = new ArrayList<>();
  private final List<Integer> winners = new ArrayList<>();
  private final int[] reserves = new int[3];
  private final List<Optional<BigInteger>> budgets =
      new ArrayList<>(Collections.nCopies(9, Optional.empty()));

  @Test
  void areWhatRollupsHadAlone() {
    bid(1, A, 10, -1);
    bid(2, B, 6, -1);
    bid(3, B, 5, -1);
    win(bid(4, AB, 20, -1));
    assertThat(floors(4, true)).isEqualTo(units(10, 6));
  }

  @Test
  void startFromReserves() {
    reserves[0] = 7;
    reserves[1] = 2;
    bid(1, A, 6, -1);
    bid(2, B, 3, -1);
    win(bid(3, AB, 20, -1));
    assertThat(floors(3, true)).isEqualTo(units(7, 3));
  }

  @Test
  void countOneBidOfAGroup() {
    bid(1, A, 10, 5);
    bid(1, B, 6, 5);
    bid(2, B, 4, -1);
    win(bid(3, AB, 15, -1));
    assertThat(floors(3, true)).isEqualTo(units(10, 4));
  }

  @Test
  void countWhatABudgetAllows() {
    budgets.set(1, Optional.of(BigInteger.valueOf(12)));
    bid(1, A, 10, -1);
    bid(1, B, 6, -1);
    win(bid(3, AB, 13, -1));
    assertThat(floors(3, true)).isEqualTo(units(10, 0));
  }

  @Test
  void leaveWinnersElsewhereTheirGroupsAndBudgets() {
    budgets.set(2, Optional.of(BigInteger.valueOf(9)));
    win(bid(1, C, 5, 7));
    bid(1, A, 10, 7);
    bid(1, A, 8, -1);
    bid(2, B, 6, -1);
    win(bid(3, AB, 20, -1));
    assertThat(floors(3, true)).isEqualTo(units(8, 6));
    win(bid(2, RollupSet.of(3), 4, -1));
    assertThat(floors(3, true)).isEqualTo(units(8, 0));
  }

  @Test
  void leaveOutTheWinnersOwnBidsWhenAsked() {
    bid(3, A, 10, -1);
    bid(1, A, 8, -1);
    win(bid(3, AB, 20, -1));
    assertThat(floors(3, true)).isEqualTo(units(10, 0));
    assertThat(floors(3, false)).isEqualTo(units(8, 0));
  }

  @Test
  void doNotSpendOnConditionalBidsWhatUnconditionalOnesAreSureOf() {
    reserves[2] = 6;
    bid(1, A, 10, 5);
    bid(2, B, 5, -1);
    win(bid(3, RollupSet.of(0, 1, 2), 20, -1));
    assertThat(floors(3, true)).isEqualTo(units(0, 5, 6));
  }

  private int bid(int bidder, RollupSet rollups, int amount, int group) {
    OptionalInt xor = group < 0 ? OptionalInt.empty() : OptionalInt.of(group);
    bids.add(new Bid(bidder, rollups, BigInteger.valueOf(amount), xor, 0, List.of(), List.of()));
    return bids.size() - 1;
  }

  private void win(int bid) {
    winners.add(bid);
  }

  private List<BigInteger> floors(int bidder, boolean countOwnBidder) {
    List<RollupTerms> terms = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      terms.add(
          new RollupTerms(
              BigInteger.valueOf(i < reserves.length ? reserves[i] : 0), BigInteger.ONE));
    }
    Auction auction = new Auction(terms, bids, budgets, List.of(Mechanism.DEFAULT));
    int winner =
        winners.stream().filter(k -> bids.get(k).bidder() == bidder).findFirst().orElseThrow();
    return Floors.of(
        auction,
        new Selected(winners, BigInteger.ZERO, true, 1),
        winner,
        bids.get(winner).amount(),
        countOwnBidder);
  }

  private static List<BigInteger> units(int... units) {
    return IntStream.of(units).mapToObj(BigInteger::valueOf).toList();
  }
}
