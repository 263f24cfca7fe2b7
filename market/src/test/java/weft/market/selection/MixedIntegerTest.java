package weft.market.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.integer.IntegerStrategy;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.cats.CatsFile;
import weft.protocol.mechanism.Mechanism;

/// The selection beside a general solver of mixed-integer programmes (ojAlgo): the same values.
final class MixedIntegerTest {
  private static final long SEED = Long.getLong("weft.seed", 20261126);

  /// The most that legal bids offer together, by a general solver.
  private static long solve(Auction auction) {
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    List<Variable> variables = new ArrayList<>();
    for (int bid = 0; bid < auction.bids().size(); bid++) {
      variables.add(
          model
              .newVariable("bid" + bid)
              .binary()
              .weight(
                  SlowSelection.isLegal(auction, bid)
                      ? auction.bids().get(bid).amount()
                      : BigInteger.valueOf(-1)));
    }
    for (int rollup = 0; rollup < auction.rollups().size(); rollup++) {
      int one = rollup;
      limit(model, "rollup" + rollup, variables, auction, bid -> bid.rollups().contains(one));
    }
    int groups =
        1 + auction.bids().stream().mapToInt(bid -> bid.xorGroup().orElse(-1)).max().orElse(-1);
    for (int group = 0; group < groups; group++) {
      int one = group;
      limit(model, "group" + group, variables, auction, bid -> bid.xorGroup().orElse(-1) == one);
    }
    for (int bidder = 0; bidder < auction.budgets().size(); bidder++) {
      if (auction.budgets().get(bidder).isPresent()) {
        Expression spent =
            model.newExpression("budget" + bidder).upper(auction.budgets().get(bidder).get());
        for (int bid = 0; bid < variables.size(); bid++) {
          if (auction.bids().get(bid).bidder() == bidder) {
            spent.set(variables.get(bid), auction.bids().get(bid).amount());
          }
        }
      }
    }
    // Several threads of it now and then call a lesser value optimal.
    model.options.integer(IntegerStrategy.DEFAULT.withParallelism(() -> 1));
    Optimisation.Result result = model.maximise();
    assertThat(result.getState().isOptimal()).isTrue();
    return Math.round(result.getValue());
  }

  private static void limit(
      ExpressionsBasedModel model,
      String name,
      List<Variable> variables,
      Auction auction,
      Predicate<Bid> counts) {
    Expression expression = model.newExpression(name).upper(1);
    IntStream.range(0, variables.size())
        .filter(bid -> counts.test(auction.bids().get(bid)))
        .forEach(bid -> expression.set(variables.get(bid), 1));
  }

  @Test
  void bothFindTheSameValue() {
    RandomAuctions auctions = new RandomAuctions(new SplittableRandom(SEED));
    int compared = 0;
    while (compared < 200) {
      Auction auction = auctions.next(12, 60);
      if (auction.bids().stream().allMatch(bid -> bid.amount().bitLength() < 20)) {
        compared++;
        assertThat(new ExactSelection().select(auction).value())
            .as("seed %s auction %s", SEED, compared)
            .isEqualTo(solve(auction));
      }
    }
  }

  /// Prints what both take on the same file.
  @ParameterizedTest
  @CsvSource({"5, 60, 1", "6, 100, 2", "7, 120, 3"})
  void bothFindTheSameValueOfARegionsFile(int side, int bids, long seed) {
    CatsFile file = (CatsFile) CatsFile.read(RegionsFile.of(side, bids, seed), Mechanism.DEFAULT);
    long begin = System.nanoTime();
    Selected selected = new ExactSelection().select(file.auction());
    long middle = System.nanoTime();
    long expected = solve(file.auction());
    long end = System.nanoTime();
    System.out.printf(
        "regions %d goods %d bids: selection %d ms (%d nodes), ojAlgo %d ms%n",
        side * side,
        bids,
        (middle - begin) / 1_000_000,
        selected.nodes(),
        (end - middle) / 1_000_000);
    assertThat(selected.exact()).isTrue();
    assertThat(selected.value()).isEqualTo(expected);
  }
}
