package weft.market.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.auction.WrittenAuction;
import weft.market.linear.Rational;
import weft.market.selection.Selected;
import weft.market.selection.Selection;
import weft.market.selection.SlowSelection;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;

final class PricingRuleTest {
  private static final long SEED = 424_242;
  private static final Selection SELECTION = new SlowSelection();

  /// The first five are of Day and Raghavan, Day and Cramton, and Ausubel and Milgrom; the next of
  /// Day and Raghavan's paper of 2007; all others small ones where each rule shows what it does.
  @ParameterizedTest
  @CsvSource({
    "A6 B8 AB10,                              2 4,        4 6",
    "A10 B4 AB9,                              5 0,        7 2",
    "A80 B60 AB100,                           40 20,      60 40",
    "AB20 AB18 A10 B6,                        18,         18",
    "A20 B20 C20 D20 A10 AB18 BCD16,          10 0 0 0,   10 8 4 4",
    "AB20 C20 D20 ABC28 ABD26 AB10 C10 D10,   10 10 10,   16 12 10",
    "AB10 A10 B10,                            0 0,        5 5",
    "AB2 A2,                                  2,          2",
    "AB2 A2 B2,                               0 0,        1 1",
    "A5,                                      0,          0",
    "A5 A5,                                   5,          5",
  })
  void vcgAndCoreNearest(String bids, String vcg, String core) {
    Auction auction = WrittenAuction.of(bids);
    assertThat(prices(Pricing.VCG, auction)).as("VCG").isEqualTo(vcg);
    assertThat(prices(Pricing.CORE, auction)).as("core").isEqualTo(core);
  }

  @ParameterizedTest
  @CsvSource({
    "A10 B6 AB20,       20,   16",
    "AB20 AB18 A10 B6,  20,   18",
    "A10 A8 B6,         10 6, 8 0",
    "A10+A9 A8,         10,   8",
    "A10|B9 A8 B8,      10 8, 8 8",
  })
  void firstAndSecondPrice(String bids, String first, String second) {
    Auction auction = WrittenAuction.of(bids);
    assertThat(prices(Pricing.FIRST, auction)).isEqualTo(first);
    assertThat(prices(Pricing.SECOND, auction)).isEqualTo(second);
  }

  /// Wurman, Zhong and Cai (2004): four bidders that each want one of their seven bids.
  @Test
  void wurman2004() {
    Auction auction =
        WrittenAuction.of(
            "A10|B3|AB18|C2|AC18|BC10|ABC20 A4|B9|AB15|C3|AC12|BC18|ABC20"
                + " A1|B3|AB11|C9|AC16|BC17|ABC25 A7|B7|AB16|C7|AC16|BC16|ABC20");
    assertThat(SELECTION.select(auction).value()).isEqualTo(28);
    assertThat(prices(Pricing.CORE, auction)).isEqualTo("15/2 35/2");
  }

  /// Core totals of the test cases with which constraint generation is compared (Bünz, Seuken,
  /// Lubin 2015, and Day and Raghavan 2007).
  @ParameterizedTest
  @CsvSource({
    "A20 B20 C20 D20 AB20 CD10,                        30",
    "A10 B10 C10 BC10,                                 10",
    "A10 B10 AB10 C10 D10 CD10|E10 E5,                 20",
    "A20|BC30 B20|AD25 CD20 A5 B5,                     25",
  })
  void coreTotals(String bids, int total) {
    assertThat(total(WrittenAuction.of(bids))).isEqualTo("" + total);
  }

  /// An instance of the CATS distribution `matching` in millionths, eleven bidders.
  @Test
  void coreTotalOfAMatchingInstance() {
    Auction auction =
        WrittenAuction.of(
            "F933612|CE933612 H1013890|BC1013890 B889787|AD889787 H1379360|BC1379360|AG1379360"
                + " D440934 G765199|CD765199 A546081 B885427|AD885427 B867060|AD867060 E572923"
                + " H1304070|BC1304070|AG1304070|ACD1304070");
    assertThat(total(auction)).isEqualTo("3385376");
  }

  /// False names: the attacker that wants A and B, alone worth less than the honest 10, calls
  /// itself two bidders. VCG gives it both for nothing, the core rule asks for what they are worth
  /// to G.
  @Test
  void vcgIsNotProofAgainstFalseNames() {
    assertThat(prices(Pricing.VCG, WrittenAuction.of("AB10 AB9"))).isEqualTo("9");
    assertThat(prices(Pricing.VCG, WrittenAuction.of("AB10 A10 B10"))).isEqualTo("0 0");
    assertThat(prices(Pricing.CORE, WrittenAuction.of("AB10 A10 B10"))).isEqualTo("5 5");
    assertThat(prices(Pricing.FIRST, WrittenAuction.of("AB10 A10 B10"))).isEqualTo("10 10");
  }

  @Test
  void aFurtherBidCanLowerWhatVcgEarnsAndNeverWhatTheCoreDoesHere() {
    assertThat(prices(Pricing.VCG, WrittenAuction.of("AB2 A2"))).isEqualTo("2");
    assertThat(prices(Pricing.VCG, WrittenAuction.of("AB2 A2 B2"))).isEqualTo("0 0");
    assertThat(prices(Pricing.CORE, WrittenAuction.of("AB2 A2 B2"))).isEqualTo("1 1");
    assertThat(prices(Pricing.FIRST, WrittenAuction.of("AB2 A2 B2"))).isEqualTo("2 2");
  }

  /// B's true value is 8: by offering 4 it still wins, and pays 4 instead of 6.
  @Test
  void theCoreRuleIsNotStrategyProof() {
    assertThat(prices(Pricing.CORE, WrittenAuction.of("A6 B8 AB10"))).isEqualTo("4 6");
    assertThat(prices(Pricing.CORE, WrittenAuction.of("A6 B5 AB10"))).isEqualTo("11/2 9/2");
  }

  /// One bidder's discount goes to its bids in proportion to what they offer.
  @Test
  void aBidderWithSeveralWinnersPaysAsOne() {
    assertThat(prices(Pricing.VCG, WrittenAuction.of("A6+B8 AB10"))).isEqualTo("30/7 40/7");
    assertThat(prices(Pricing.CORE, WrittenAuction.of("A6+B8 AB10"))).isEqualTo("30/7 40/7");
    assertThat(prices(Pricing.CORE, WrittenAuction.of("A6+B8 AB10 C7 BC12")))
        .isEqualTo("30/7 40/7 4");
  }

  @Test
  void agreesWithAllCoalitionsDemands() {
    SplittableRandom random = new SplittableRandom(SEED);
    int raised = 0;
    for (int round = 0; round < 400; round++) {
      Auction auction = randomAuction(random);
      Selected selected = SELECTION.select(auction);
      List<BigFraction> prices = PricingRule.of(Pricing.CORE, SELECTION).prices(auction, selected);
      assertThat(prices)
          .as("seed %s round %s: %s", SEED, round, auction)
          .isEqualTo(CoreOracle.prices(auction, selected));
      raised +=
          prices.equals(PricingRule.of(Pricing.VCG, SELECTION).prices(auction, selected)) ? 0 : 1;
    }
    assertThat(raised).as("auctions whose VCG payments are outbid").isGreaterThan(40);
  }

  private static Auction randomAuction(SplittableRandom random) {
    int rollups = random.nextInt(2, 5);
    int bidders = random.nextInt(2, 6);
    List<Bid> bids = new ArrayList<>();
    List<Optional<BigInteger>> budgets = new ArrayList<>();
    for (int bidder = 0; bidder < bidders; bidder++) {
      boolean exclusive = random.nextInt(3) == 0;
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        RollupSet rollupSet = RollupSet.ofMask(random.nextLong(1, 1L << rollups));
        int amount = random.nextInt(1, 5) * rollupSet.size() + random.nextInt(6);
        bids.add(
            new Bid(
                bidder,
                rollupSet,
                BigInteger.valueOf(amount),
                exclusive ? OptionalInt.of(bidder) : OptionalInt.empty(),
                0,
                List.of(),
                List.of()));
      }
      budgets.add(
          random.nextInt(4) == 0
              ? Optional.of(BigInteger.valueOf(random.nextInt(4, 16)))
              : Optional.empty());
    }
    return new Auction(
        Collections.nCopies(rollups, RollupTerms.PLAIN), bids, budgets, List.of(Mechanism.DEFAULT));
  }

  private static String total(Auction auction) {
    return Rational.text(
        PricingRule.of(Pricing.CORE, SELECTION).prices(auction, SELECTION.select(auction)).stream()
            .reduce(BigFraction.ZERO, BigFraction::add));
  }

  private static String prices(Pricing pricing, Auction auction) {
    Stream<BigFraction> prices =
        PricingRule.of(pricing, SELECTION).prices(auction, SELECTION.select(auction)).stream();
    return String.join(" ", prices.map(Rational::text).toList());
  }
}
