package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.game.Games;
import weft.protocol.mechanism.Sharing;

/// The vectors of the reference, T1 to T6 and X1 to X5.
final class SharingRuleTest {
  private static final String T1 = "A10 B6 AB20";
  private static final String T4 = "A4 B3 C2 AB10 BC8 AC7 ABC15";
  private static final String T6 = "AB10 C6 ABC20";

  @Test
  void shapleyValues() {
    assertSolution(Sharing.SHAPLEY, 2, T1, "12", "8");
    assertSolution(Sharing.SHAPLEY, 2, "A10 B6 AB14", "10", "6");
    assertSolution(Sharing.SHAPLEY, 3, "AB12 BC12 AC12", "4", "4", "4");
    assertSolution(Sharing.SHAPLEY, 3, T4, "17/3", "17/3", "11/3");
    assertSolution(Sharing.SHAPLEY, 3, T1, "12", "8", "0");
    assertSolution(Sharing.SHAPLEY, 3, T6, "19/3", "19/3", "22/3");
    assertSolution(Sharing.SHAPLEY, 3, "AC6 BC6", "1", "1", "4");
  }

  @Test
  void nucleoli() {
    assertSolution(Sharing.NUCLEOLUS, 2, T1, "12", "8");
    assertSolution(Sharing.NUCLEOLUS, 2, "A10 B6 AB14", "10", "6");
    assertSolution(Sharing.NUCLEOLUS, 3, "AB12 BC12 AC12", "4", "4", "4");
    assertSolution(Sharing.NUCLEOLUS, 3, T4, "11/2", "6", "7/2");
    assertSolution(Sharing.NUCLEOLUS, 3, T1, "12", "8", "0");
    assertSolution(Sharing.NUCLEOLUS, 3, T6, "6", "6", "8");
    assertSolution(Sharing.NUCLEOLUS, 3, "AC1 BC1", "0", "0", "1");
  }

  @Test
  void leastCores() {
    assertExcess(2, T1, "-2");
    assertExcess(2, "A10 B6 AB14", "0");
    assertExcess(3, "AB12 BC12 AC12", "4");
    assertExcess(3, T4, "-3/2");
    assertExcess(3, T1, "-2");
    assertExcess(3, "A10", "0");
    assertExcess(3, "A10 B10", "0");
    assertExcess(4, "AB12 BC12 AC12 D5", "4");
  }

  @Test
  void shilledSingletonsMoveEveryRuleThatReadsThem() {
    assertSolution(Sharing.PROPORTIONAL, 2, T1, "25/2", "15/2");
    String shilled = "A10 B6 AB20 A13";
    assertSolution(Sharing.PROPORTIONAL, 2, shilled, "260/19", "120/19");
    assertSolution(Sharing.SHAPLEY, 2, shilled, "27/2", "13/2");
    assertSolution(Sharing.NUCLEOLUS, 2, shilled, "27/2", "13/2");
  }

  @Test
  void flatTax() {
    assertSolution(Sharing.MARGINAL, 3, "A10 BC10", "20/3", "20/3", "20/3");
    assertSolution(Sharing.SHAPLEY, 3, "A10 BC10", "10", "5", "5");
    assertSolution(Sharing.NUCLEOLUS, 3, "A10 BC10", "10", "5", "5");
    assertSolution(Sharing.MARGINAL, 3, "AB12 BC12 AC12", "0", "0", "0");
    assertSolution(Sharing.MARGINAL, 2, T1, "35/3", "25/3");
  }

  @Test
  void duds() {
    assertSolution(Sharing.EQUAL_SURPLUS, 3, T1, "34/3", "22/3", "4/3");
    assertSolution(Sharing.SHAPLEY, 3, "A10 B6 ABC20", "34/3", "22/3", "4/3");
  }

  @Test
  void splitRollups() {
    assertSolution(Sharing.EQUAL_SURPLUS, 3, T6, "14/3", "14/3", "32/3");
    assertSolution(Sharing.PROPORTIONAL, 3, T6, "0", "0", "20");
  }

  @Test
  void fixedAndVectorSplits() {
    assertSolution(Sharing.FIXED, 4, T1, "5", "5", "5", "5");
    assertSolution(Sharing.VECTOR, 2, "A10 B6", "10", "6");
    Auction auction = Sample.auction(2, T1);
    assertThat(Sample.answer(Sharing.VECTOR, auction)).isEqualTo(Solution.WithoutSplit.of(2));
  }

  private static void assertSolution(Sharing rule, int rollups, String bids, String... shares) {
    assertThat(Sample.solve(rule, Sample.auction(rollups, bids)))
        .as("%s of %s", rule, bids)
        .isEqualTo(Sample.split(shares));
  }

  private static void assertExcess(int rollups, String bids, String excess) {
    Auction auction = Sample.auction(rollups, bids);
    assertThat(LeastCore.excess(Games.of(auction))).as(bids).contains(BigFraction.parse(excess));
  }
}
