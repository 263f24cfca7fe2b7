package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.game.Component;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Sharing;

final class ComponentsTest {
  private static final long SEED = 31;

  @Test
  void legalBidsJoinRollups() {
    assertThat(components(Sample.auction(6, "A5 B6 AC20 D1 BD7 DE9")))
        .containsExactly(plain(0, 2), plain(1, 3, 4));
    assertThat(components(Sample.auction(3, "A5 B6 AB10 C1")))
        .as("a bid below what its rollups earn alone")
        .containsExactly(plain(0), plain(1), plain(2));
  }

  @Test
  void sharedGroupsAndBindingBudgetsLinkThem() {
    assertThat(components(linked(2, 3, 1_000))).containsExactly(plain(0), plain(1), plain(2));
    assertThat(components(linked(2, 2, 1_000))).containsExactly(link(0, 1), plain(2));
    assertThat(components(linked(2, 3, 12))).containsExactly(link(0, 1), plain(2));
    assertThat(components(linked(2, 3, 13))).containsExactly(plain(0), plain(1), plain(2));
  }

  /// 7 on A in one group, 6 on B in another, of one bidder; 5 on C by somebody else.
  private static Auction linked(int groupOfA, int groupOfB, int budget) {
    List<Bid> bids =
        List.of(
            bid(0, 0, 7, OptionalInt.of(groupOfA)),
            bid(0, 1, 6, OptionalInt.of(groupOfB)),
            bid(1, 2, 5, OptionalInt.empty()));
    return new Auction(
        Collections.nCopies(3, RollupTerms.PLAIN),
        bids,
        List.of(Optional.of(BigInteger.valueOf(budget)), Optional.empty()),
        List.of(Mechanism.DEFAULT));
  }

  /// What all rules that go component by component rest on.
  @Test
  void theGameIsTheirSum() {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      Auction auction = Sample.random(random, 1 + random.nextInt(5), random.nextInt(6));
      Game game = Games.of(auction);
      List<Component> components = components(auction);
      for (int mask = 0; mask < 1 << auction.rollups().size(); mask++) {
        RollupSet coalition = RollupSet.ofMask(mask);
        BigInteger sum = BigInteger.ZERO;
        for (Component component : components) {
          RollupSet outside = coalition.minus(component.rollups());
          sum = sum.add(game.value(coalition.minus(outside)));
        }
        assertThat(game.value(coalition)).as("seed %d round %d", SEED, round).isEqualTo(sum);
      }
    }
  }

  @Test
  void rulesSayWhenAComponentIsTooLarge() {
    Auction chain = chain(17, OptionalInt.empty());
    assertThat(Sample.answer(Sharing.SHAPLEY, chain)).isEqualTo(Solution.OverLimit.of(17, 16));
    assertThat(Sample.answer(Sharing.NUCLEOLUS, chain)).isEqualTo(Solution.OverLimit.of(17, 12));
    assertThat(LeastCore.excess(Games.of(chain))).isEmpty();
    Auction linked = chain(9, OptionalInt.of(0));
    assertThat(Sample.answer(Sharing.SHAPLEY, linked)).isEqualTo(Solution.OverLimit.of(9, 8));
    assertThat(Sample.answer(Sharing.NUCLEOLUS, linked)).isEqualTo(Solution.OverLimit.of(9, 8));
    assertThat(Sample.answer(Sharing.EQUAL_SURPLUS, linked).split()).isPresent();
    Auction fits = chain(12, OptionalInt.empty());
    assertThat(Sample.answer(Sharing.NUCLEOLUS, fits).split()).isPresent();
  }

  /// 10 on each rollup and its neighbour.
  private static Auction chain(int rollups, OptionalInt group) {
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i + 1 < rollups; i++) {
      OptionalInt own = i < 2 ? group : OptionalInt.empty();
      RollupSet both = RollupSet.of(i, i + 1);
      bids.add(new Bid(0, both, BigInteger.TEN, own, 0, List.of(), List.of()));
    }
    return Sample.plain(rollups, bids);
  }

  private static Bid bid(int bidder, int rollup, int amount, OptionalInt group) {
    return new Bid(
        bidder, RollupSet.of(rollup), BigInteger.valueOf(amount), group, 0, List.of(), List.of());
  }

  private static List<Component> components(Auction auction) {
    return Games.of(auction).components();
  }

  private static Component plain(int... rollups) {
    return new Component(RollupSet.of(rollups), false);
  }

  private static Component link(int... rollups) {
    return new Component(RollupSet.of(rollups), true);
  }
}
