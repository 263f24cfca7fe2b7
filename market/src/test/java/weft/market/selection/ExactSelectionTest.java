package weft.market.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.protocol.mechanism.Mechanism;

/// The fast selection against trying everything, and the guarantees that it gives.
final class ExactSelectionTest {
  private static final long SEED = Long.getLong("weft.seed", 20261126);

  private final RandomGenerator random = new SplittableRandom(SEED);
  private final RandomAuctions auctions = new RandomAuctions(random);
  private final Selection selection = new ExactSelection();
  private final Selection oracle = new SlowSelection();

  private static Auction withBudget(Auction auction, long nodes) {
    return new Auction(
        auction.rollups(),
        auction.bids(),
        auction.budgets(),
        auction.mechanisms().stream()
            .map(rules -> new Mechanism(nodes, rules.pricing(), rules.sharing(), rules.refunds()))
            .toList());
  }

  private static Auction withBids(Auction auction, List<Bid> bids) {
    return new Auction(auction.rollups(), bids, auction.budgets(), auction.mechanisms());
  }

  @Test
  void bidsAreLegalAsWritten() {
    for (int round = 0; round < 3_000; round++) {
      Auction auction = auctions.next(7, 20);
      Legality legality = PreparedAuction.of(auction).legality();
      for (int rollup = 0; rollup < auction.rollups().size(); rollup++) {
        assertThat(legality.floor(rollup)).isEqualTo(SlowSelection.floor(auction, rollup));
      }
      for (int bid = 0; bid < auction.bids().size(); bid++) {
        assertThat(legality.isLegal(bid))
            .as("seed %s round %s bid %s of %s", SEED, round, bid, auction)
            .isEqualTo(SlowSelection.isLegal(auction, bid));
      }
    }
  }

  @Test
  void winnersAreThoseOfTryingEverything() {
    for (int round = 0; round < 10_000; round++) {
      Auction auction = auctions.next(7, 9);
      Selected fast = selection.select(auction);
      Selected slow = oracle.select(auction);
      assertThat(fast.winners())
          .as("seed %s round %s %s", SEED, round, auction)
          .isEqualTo(slow.winners());
      assertThat(fast.value()).isEqualTo(slow.value());
      assertThat(fast.exact()).isTrue();
    }
  }

  @Test
  void soAreThoseOfACoalitionWithoutSomeBids() {
    for (int round = 0; round < 5_000; round++) {
      Auction auction = auctions.next(7, 9);
      RollupSet coalition = RollupSet.ofMask(random.nextInt(1 << auction.rollups().size()));
      BitSet excluded = new BitSet();
      for (int bid = 0; bid < auction.bids().size(); bid++) {
        excluded.set(bid, random.nextInt(4) == 0);
      }
      Selected fast = selection.select(auction, coalition, excluded);
      Selected slow = oracle.select(auction, coalition, excluded);
      assertThat(fast.winners()).as("seed %s round %s", SEED, round).isEqualTo(slow.winners());
      assertThat(fast.value()).isEqualTo(slow.value());
    }
  }

  /// Small components go to the table; so the search is asked for them too, with prices everywhere
  /// and with prices at the root only.
  @Test
  void theSearchFindsWhatTryingEverythingFinds() {
    for (int round = 0; round < 5_000; round++) {
      Auction auction = auctions.next(7, 9);
      for (int plainNodes : new int[] {1, 100_000}) {
        assertThat(searched(auction, plainNodes))
            .as("seed %s round %s %s", SEED, round, auction)
            .isEqualTo(oracle.select(auction).winners());
      }
    }
  }

  private static List<Integer> searched(Auction auction, int plainNodes) {
    List<Integer> winners = new ArrayList<>();
    for (Component component :
        PreparedAuction.of(auction).components(auction.grandCoalition(), new BitSet())) {
      Search search = new Search(component, 10_000_000, plainNodes);
      assertThat(search.run()).isTrue();
      for (int bid : search.best()) {
        winners.add(component.index[bid]);
      }
    }
    winners.sort(null);
    return winners;
  }

  /// With hundreds of bids, where the oracle is lost: a table of all subsets.
  @Test
  void theSearchFindsWhatTheTableFinds() {
    for (int round = 0; round < 300; round++) {
      Auction auction = auctions.next(12, 400);
      for (Component component :
          PreparedAuction.of(auction).components(auction.grandCoalition(), new BitSet())) {
        if (component.isPlain()) {
          for (int plainNodes : new int[] {50, 1_000_000}) {
            Search search = new Search(component, 100_000_000, plainNodes);
            assertThat(search.run()).isTrue();
            assertThat(search.best())
                .as("seed %s round %s", SEED, round)
                .isEqualTo(Solution.fromTable(component));
          }
        }
      }
    }
  }

  @Test
  void theTableFindsWhatASlowerTableFinds() {
    for (int round = 0; round < 2_000; round++) {
      Auction auction = auctions.next(8, 40);
      for (Component component :
          PreparedAuction.of(auction).components(auction.grandCoalition(), new BitSet())) {
        int[] packages = new int[component.bids()];
        Arrays.setAll(
            packages,
            bid ->
                Arrays.stream(component.itemsOf[bid])
                    .filter(item -> item < component.rollups)
                    .map(item -> 1 << item)
                    .sum());
        SubsetTable table = SubsetTable.of(component.rollups, packages, component.amounts);
        BigInteger[] slow = new BigInteger[1 << component.rollups];
        for (int set = 0; set < slow.length; set++) {
          slow[set] = BigInteger.ZERO;
          for (int bid = 0; bid < packages.length; bid++) {
            if ((packages[bid] & ~set) == 0) {
              slow[set] = slow[set].max(component.amounts.get(bid).add(slow[set & ~packages[bid]]));
            }
          }
          assertThat(table.value(set)).as("seed %s round %s", SEED, round).isEqualTo(slow[set]);
        }
      }
    }
  }

  /// I2.
  @Test
  void winnersShareNoRollupNoGroupAndKeepBudgets() {
    for (int round = 0; round < 300; round++) {
      Auction auction = auctions.next(20, 300);
      Selected selected = selection.select(withBudget(auction, 20_000));
      assertThat(selected.winners()).as("seed %s round %s", SEED, round).isSorted();
      assertThat(SlowSelection.isFeasible(auction, selected.winners())).isTrue();
      assertThat(selected.winners()).allMatch(bid -> SlowSelection.isLegal(auction, bid));
      assertThat(selected.value()).isEqualTo(SlowSelection.value(auction, selected.winners()));
    }
  }

  /// I4: what is not flagged is optimal, whatever the budget.
  @Test
  void aSmallBudgetGivesTheOptimumOrIsFlagged() {
    for (int round = 0; round < 6_000; round++) {
      Auction auction = withBudget(auctions.next(6, 8), 1L + random.nextInt(60));
      Selected selected = selection.select(auction);
      Selected best = oracle.select(auction);
      assertThat(selected.value()).isLessThanOrEqualTo(best.value());
      if (selected.exact()) {
        assertThat(selected.winners())
            .as("seed %s round %s", SEED, round)
            .isEqualTo(best.winners());
      }
    }
  }

  /// Component by component, since one that is solved exactly owes a rollup only what groups and
  /// budgets leave possible.
  @Test
  void aSpentBudgetIsFairToEachRollup() {
    int flagged = 0;
    for (int round = 0; round < 3_000; round++) {
      Auction auction = auctions.next(8, 30);
      long budget = 1L + random.nextInt(20);
      for (Component component :
          PreparedAuction.of(auction).components(auction.grandCoalition(), new BitSet())) {
        Solution solution = Solution.of(component, budget, auction);
        assertThat(Solution.of(component, budget, auction).bids()).isEqualTo(solution.bids());
        if (!solution.exact()) {
          flagged++;
          List<Integer> winners =
              solution.bids().stream().map(bid -> component.index[bid]).toList();
          assertThat(SlowSelection.isFeasible(auction, winners)).isTrue();
          for (int rollup : component.rollupIndex) {
            assertFair(auction, winners, rollup);
          }
        }
      }
    }
    assertThat(flagged).isGreaterThan(500);
  }

  private static void assertFair(Auction auction, List<Integer> winners, int rollup) {
    int holder = SlowSelection.holder(auction, winners, rollup);
    Bid held = holder < 0 ? null : auction.bids().get(holder);
    if (held != null && held.rollups().size() > 1) {
      BigInteger alone =
          held.rollups()
              .indices()
              .mapToObj(member -> alone(auction, member))
              .reduce(BigInteger.ZERO, BigInteger::add);
      assertThat(held.amount()).isGreaterThanOrEqualTo(alone);
      return;
    }
    List<Integer> others = new ArrayList<>(winners);
    others.remove(Integer.valueOf(holder));
    for (int bid = 0; bid < auction.bids().size(); bid++) {
      Bid single = auction.bids().get(bid);
      if (single.rollups().equals(RollupSet.of(rollup))
          && SlowSelection.isLegal(auction, bid)
          && (held == null || single.amount().compareTo(held.amount()) > 0)) {
        List<Integer> with = new ArrayList<>(others);
        with.add(bid);
        assertThat(SlowSelection.isFeasible(auction, with)).isFalse();
      }
    }
  }

  /// The reserve, or the best bid on the rollup alone that its bidder can pay.
  private static BigInteger alone(Auction auction, int rollup) {
    return IntStream.range(0, auction.bids().size())
        .filter(bid -> auction.bids().get(bid).rollups().equals(RollupSet.of(rollup)))
        .filter(bid -> SlowSelection.isLegal(auction, bid))
        .filter(bid -> SlowSelection.isFeasible(auction, List.of(bid)))
        .mapToObj(bid -> auction.bids().get(bid).amount())
        .reduce(auction.rollups().get(rollup).reserve(), BigInteger::max);
  }

  @Test
  void aBudgetOfOneNodeIsFlagged() {
    Bid a = Bid.of(0, RollupSet.of(0, 1), BigInteger.TEN);
    Bid b = Bid.of(0, RollupSet.of(1, 2), BigInteger.TEN);
    Bid c = Bid.of(0, RollupSet.of(0, 2), BigInteger.TEN);
    Auction auction =
        new Auction(
            Collections.nCopies(3, RollupTerms.PLAIN),
            List.of(a, b, c),
            List.of(Optional.empty()),
            List.of(Mechanism.DEFAULT));
    assertThat(selection.select(auction).winners()).containsExactly(0);
    Selected spent = selection.select(withBudget(auction, 1));
    assertThat(spent.exact()).isFalse();
    assertThat(spent.winners()).hasSize(1);
    assertThat(spent.nodes()).isLessThanOrEqualTo(1);
  }

  /// I10: raising a winning bid keeps it winning, where nothing else depends on its amount.
  @Test
  void raisingAWinningBidKeepsItWinning() {
    for (int round = 0; round < 1_500; round++) {
      Auction auction = auctions.next(7, 30);
      List<Integer> winners = selection.select(auction).winners();
      for (int winner : winners) {
        Bid bid = auction.bids().get(winner);
        if (auction.budgets().get(bid.bidder()).isPresent() || !bid.split().isEmpty()) {
          continue;
        }
        List<Bid> bids = new ArrayList<>(auction.bids());
        bids.set(
            winner,
            new Bid(
                bid.bidder(),
                bid.rollups(),
                bid.amount().add(BigInteger.valueOf(1 + random.nextInt(5))),
                bid.xorGroup(),
                bid.mechanism(),
                List.of(),
                List.of()));
        assertThat(selection.select(withBids(auction, bids)).winners())
            .as("seed %s round %s", SEED, round)
            .contains(winner);
      }
    }
  }

  /// I11: without budgets, groups and splits another bid never lowers what any coalition earns.
  @Test
  void anotherBidNeverLowersTheValueOfACoalition() {
    int plain = 0;
    for (int round = 0; round < 10_000; round++) {
      Auction auction = auctions.next(7, 30);
      if (auction.bids().isEmpty() || !isPlain(auction)) {
        continue;
      }
      plain++;
      RollupSet coalition = RollupSet.ofMask(random.nextInt(1 << auction.rollups().size()));
      Auction less = withBids(auction, auction.bids().subList(0, auction.bids().size() - 1));
      assertThat(selection.select(auction, coalition, new BitSet()).value())
          .as("seed %s round %s", SEED, round)
          .isGreaterThanOrEqualTo(selection.select(less, coalition, new BitSet()).value());
    }
    assertThat(plain).isGreaterThan(500);
  }

  private static boolean isPlain(Auction auction) {
    return auction.budgets().stream().allMatch(Optional::isEmpty)
        && auction.bids().stream().allMatch(bid -> bid.xorGroup().isEmpty() && bid.mechanism() == 0)
        && auction.rollups().stream().allMatch(terms -> terms.reserve().signum() == 0);
  }

  /// I15: whoever lists bids by id gets the same winners, in whatever order they arrived.
  @Test
  void theOrderOfArrivalDoesNotMatter() {
    for (int round = 0; round < 2_000; round++) {
      Auction auction = auctions.next(7, 40);
      List<Integer> arrival =
          new ArrayList<>(IntStream.range(0, auction.bids().size()).boxed().toList());
      Collections.shuffle(arrival, new Random(round));
      List<Bid> sorted = arrival.stream().sorted().map(id -> auction.bids().get(id)).toList();
      assertThat(selection.select(withBids(auction, sorted)))
          .as("seed %s round %s", SEED, round)
          .isEqualTo(selection.select(auction));
    }
  }
}
