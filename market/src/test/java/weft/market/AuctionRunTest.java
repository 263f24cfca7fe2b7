package weft.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
import weft.market.certificate.CertificateCheck;
import weft.market.certificate.Verdict;
import weft.market.linear.Rational;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Auctions from end to end, each outcome confirmed by its certificate's check.
final class AuctionRunTest {
  /// T1 to T6 of the literature on sharing joint revenue: Shapley value, nucleolus, least-core
  /// excess. What a package pays stays with its rollups.
  @ParameterizedTest
  @CsvSource({
    "T1, 'A10 B6 AB20',                 2, 20, '12 8',           '12 8',         -2",
    "T2, 'A10 B6 AB14',                 2, 16, '10 6',           '10 6',         0",
    "T3, 'AB12 BC12 AC12',              3, 12, '4 4 4',          '4 4 4',        4",
    "T4, 'A4 B3 C2 AB10 BC8 AC7 ABC15', 3, 15, '17/3 17/3 11/3', '11/2 6 7/2',   -3/2",
    "T5, 'A10 B6 AB20',                 3, 20, '12 8 0',         '12 8 0',       -2",
    "T6, 'AB10 C6 ABC20',               3, 20, '19/3 19/3 22/3', '6 6 8',        -2",
  })
  void textbookSolutions(
      String name,
      String bids,
      int rollups,
      int value,
      String shapley,
      String nucleolus,
      String excess) {
    Outcome first = run(auction(bids, rollups, Pricing.FIRST, Sharing.SHAPLEY));
    assertThat(first.selected().value()).as(name).isEqualTo(value);
    assertThat(text(first.solution().orElseThrow().shares())).isEqualTo(shapley);
    Outcome second = run(auction(bids, rollups, Pricing.FIRST, Sharing.NUCLEOLUS));
    assertThat(text(second.solution().orElseThrow().shares())).isEqualTo(nucleolus);
    assertThat(Rational.text(second.core().orElseThrow().excess())).isEqualTo(excess);
  }

  @ParameterizedTest
  @CsvSource({
    "'A10 B6 AB20',                 SHAPLEY,       '12 8',           '12 8'",
    "'A10 B6 AB20',                 FIXED,         '10 10',          '10 10'",
    "'A10 B6 AB20',                 PROPORTIONAL,  '25/2 15/2',      '13 7'",
    "'A10 B6 AB20',                 EQUAL_SURPLUS, '12 8',           '12 8'",
    "'A10 B6 AB20',                 MARGINAL,      '35/3 25/3',      '12 8'",
    "'A10 B6 AB14',                 EQUAL_SURPLUS, '10 6',           '10 6'",
    "'AB12 BC12 AC12',              NUCLEOLUS,     '6 6 0',          '6 6 0'",
    "'A4 B3 C2 AB10 BC8 AC7 ABC15', SHAPLEY,       '17/3 17/3 11/3', '6 6 3'",
    "'A4 B3 C2 AB10 BC8 AC7 ABC15', NUCLEOLUS,     '11/2 6 7/2',     '6 6 3'",
    "'AB10 C6 ABC20',               SHAPLEY,       '19/3 19/3 22/3', '7 6 7'",
    "'A13 B6 AB20',                 NUCLEOLUS,     '27/2 13/2',      '14 6'",
    "'A13 B6 AB20',                 PROPORTIONAL,  '260/19 120/19',  '14 6'",
    "'ABC100',                      FIXED,         '100/3 100/3 100/3', '34 33 33'",
  })
  void sharesAndPayments(String bids, Sharing sharing, String shares, String payments) {
    Outcome outcome = run(auction(bids, 0, Pricing.FIRST, sharing));
    assertThat(text(outcome.shares().shares())).isEqualTo(shares);
    assertThat(String.join(" ", outcome.payments().stream().map(BigInteger::toString).toList()))
        .isEqualTo(payments);
  }

  /// The core price 4 and 6 of bids 6 and 8 stays with the rollup that each is for.
  @Test
  void otherPricesAreSharedTheSameWay() {
    Outcome outcome = run(auction("A6 B8 AB10", 0, Pricing.CORE, Sharing.NUCLEOLUS));
    assertThat(text(outcome.charged())).isEqualTo("4 6");
    assertThat(text(outcome.shares().shares())).isEqualTo("4 6");
  }

  @Test
  void aReserveIsPaidWhateverThePriceRule() {
    Auction plain = auction("A10 B4", 0, Pricing.VCG, Sharing.FIXED);
    Auction reserved =
        new Auction(
            List.of(new RollupTerms(BigInteger.valueOf(7), BigInteger.ONE), RollupTerms.PLAIN),
            plain.bids(),
            plain.budgets(),
            plain.mechanisms());
    assertThat(text(run(plain).charged())).isEqualTo("0 0");
    assertThat(text(run(reserved).charged())).isEqualTo("7 0");
    assertThat(run(reserved).payments()).containsExactly(BigInteger.valueOf(7), BigInteger.ZERO);
  }

  /// A bid half a unit above the next pays whole units; the dust stays with the bidder.
  @Test
  void dustIsNamed() {
    Outcome outcome = run(auction("A2 B2 AB3", 0, Pricing.CORE, Sharing.FIXED));
    assertThat(text(outcome.charged())).isEqualTo("3/2 3/2");
    assertThat(outcome.payments()).containsExactly(BigInteger.ONE, BigInteger.ONE);
    assertThat(Rational.text(outcome.dust())).isEqualTo("1");
  }

  @Test
  void eachPackageFollowsTheMechanismThatItsBidNames() {
    Mechanism fixed = new Mechanism(1_000, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
    Mechanism vector = new Mechanism(1_000, Pricing.SECOND, Sharing.VECTOR, Refunds.NONE);
    Bid ab = Bid.of(0, RollupSet.of(0, 1), BigInteger.valueOf(10));
    Bid cd =
        new Bid(
            1,
            RollupSet.of(2, 3),
            BigInteger.valueOf(9),
            OptionalInt.empty(),
            1,
            List.of(BigInteger.valueOf(7), BigInteger.TWO),
            List.of());
    Bid single = Bid.of(2, RollupSet.of(3), BigInteger.TWO);
    Outcome outcome =
        run(
            new Auction(
                Collections.nCopies(4, RollupTerms.PLAIN),
                List.of(ab, cd, single),
                Collections.nCopies(3, Optional.empty()),
                List.of(fixed, vector)));
    assertThat(outcome.selected().winners()).containsExactly(0, 1);
    assertThat(text(outcome.charged())).isEqualTo("10 2");
    assertThat(text(outcome.shares().shares())).isEqualTo("5 5 0 2");
    assertThat(outcome.solution()).isEmpty();
  }

  @Test
  void weightsAreThoseOfTheMechanism() {
    Mechanism one = new Mechanism(1_000, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
    Mechanism other = new Mechanism(2_000, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
    Bid ab = Bid.of(0, RollupSet.of(0, 1), BigInteger.valueOf(20));
    Bid bc =
        new Bid(
            1,
            RollupSet.of(1, 2),
            BigInteger.valueOf(24),
            OptionalInt.empty(),
            1,
            List.of(),
            List.of());
    List<RollupTerms> terms = List.of(weights(3, 0), weights(1, 1), weights(0, 2));
    List<Optional<BigInteger>> budgets = Collections.nCopies(2, Optional.empty());
    Outcome first = run(new Auction(terms, List.of(ab), budgets, List.of(one, other)));
    assertThat(first.payments()).isEqualTo(whole(15, 5, 0));
    Outcome second = run(new Auction(terms, List.of(ab, bc), budgets, List.of(one, other)));
    assertThat(second.payments()).isEqualTo(whole(0, 8, 16));
    assertThat(text(second.solution().orElseThrow().shares())).isEqualTo("0 8 16");
  }

  private static RollupTerms weights(long one, long other) {
    return new RollupTerms(BigInteger.ZERO, whole(one, other));
  }

  private static List<BigInteger> whole(long... amounts) {
    return Arrays.stream(amounts).mapToObj(BigInteger::valueOf).toList();
  }

  @Test
  void nothingIsSoldWithoutBids() {
    Auction none =
        new Auction(
            Collections.nCopies(2, RollupTerms.PLAIN),
            List.of(),
            List.of(),
            List.of(Mechanism.DEFAULT));
    Outcome outcome = run(none);
    assertThat(outcome.selected().value()).isZero();
    assertThat(text(outcome.shares().shares())).isEqualTo("0 0");
  }

  private static Outcome run(Auction auction) {
    Outcome outcome = AuctionRun.run(auction);
    assertThat(CertificateCheck.check(auction, outcome.claim(), outcome.certificate()))
        .isInstanceOf(Verdict.Valid.class);
    return outcome;
  }

  private static Auction auction(String text, int rollups, Pricing pricing, Sharing sharing) {
    return WrittenAuction.of(text, rollups, new Mechanism(100_000, pricing, sharing, Refunds.NONE));
  }

  private static String text(List<BigFraction> numbers) {
    Stream<String> texts = numbers.stream().map(Rational::text);
    return String.join(" ", texts.toList());
  }
}
