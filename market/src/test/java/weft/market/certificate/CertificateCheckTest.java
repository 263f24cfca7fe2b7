package weft.market.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.AuctionRun;
import weft.market.Outcome;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.certificate.Certificate.GroupPrice;
import weft.market.certificate.Certificate.Prices;
import weft.market.certificate.Certificate.Proof;
import weft.market.certificate.Certificate.Refund;
import weft.market.certificate.Certificate.Settled;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

final class CertificateCheckTest {
  private static final BigFraction THIRD = BigFraction.of(1, 3);

  @Test
  void pricesProveThatNothingOffersMore() {
    assertThat(check(auction(Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE)))
        .isEqualTo(new Verdict.Valid(true, true));
    Outcome outcome = AuctionRun.run(auction(Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE));
    assertThat(outcome.certificate().proof()).isInstanceOf(Prices.class);
  }

  /// Groups and budgets have prices too.
  @Test
  void pricesOfGroupsAndMoneyProveToo() {
    List<Bid> bids =
        List.of(
            grouped(0, RollupSet.of(0), 10, 1),
            grouped(0, RollupSet.of(1), 9, 1),
            Bid.of(1, RollupSet.of(1), BigInteger.valueOf(4)),
            Bid.of(2, RollupSet.of(2), BigInteger.valueOf(7)),
            Bid.of(2, RollupSet.of(3), BigInteger.valueOf(7)));
    Auction auction =
        new Auction(
            Collections.nCopies(4, RollupTerms.PLAIN),
            bids,
            List.of(Optional.empty(), Optional.empty(), Optional.of(BigInteger.valueOf(14))),
            List.of(Mechanism.DEFAULT));
    assertThat(check(auction)).isEqualTo(new Verdict.Valid(true, false));
    assertThat(mutants(auction)).isGreaterThan(30);
  }

  /// Three pairs that exclude each other: half of each would offer 18, all that is possible is 12.
  @Test
  void anEmptyCoreHasNoPrices() {
    Auction auction =
        new Auction(
            Collections.nCopies(3, RollupTerms.PLAIN),
            List.of(
                Bid.of(0, RollupSet.of(0, 1), BigInteger.valueOf(12)),
                Bid.of(1, RollupSet.of(1, 2), BigInteger.valueOf(12)),
                Bid.of(2, RollupSet.of(0, 2), BigInteger.valueOf(12))),
            Collections.nCopies(3, Optional.empty()),
            List.of(Mechanism.DEFAULT));
    Outcome outcome = AuctionRun.run(auction);
    assertThat(check(auction)).isEqualTo(new Verdict.Valid(false, false));
    assertThat(((Certificate.Searched) outcome.certificate().proof()).bound())
        .contains(BigFraction.of(18));
  }

  /// Every number of the claim, and every one of the certificate, altered one at a time.
  @Test
  void everyAlteredNumberIsFound() {
    int altered = 0;
    for (Pricing pricing : Pricing.values()) {
      for (Sharing sharing : Sharing.values()) {
        for (Refunds refunds : Refunds.values()) {
          altered += mutants(auction(pricing, sharing, refunds));
        }
      }
    }
    assertThat(altered).isGreaterThan(2_000);
  }

  /// The nucleolus shows the least-core excess itself.
  @Test
  void anAlteredExcessIsFoundBesideTheNucleolus() {
    List<Bid> bids =
        List.of(
            Bid.of(0, RollupSet.of(0, 1), BigInteger.valueOf(20)),
            Bid.of(1, RollupSet.of(0), BigInteger.valueOf(10)),
            Bid.of(2, RollupSet.of(1), BigInteger.valueOf(6)));
    Auction auction =
        new Auction(
            Collections.nCopies(2, RollupTerms.PLAIN),
            bids,
            Collections.nCopies(3, Optional.empty()),
            List.of(Mechanism.DEFAULT));
    Outcome outcome = AuctionRun.run(auction);
    Claim c = outcome.claim();
    assertThat(c.excess()).contains(BigFraction.of(-2));
    for (BigFraction excess : List.of(BigFraction.of(-3), BigFraction.ZERO, BigFraction.ONE)) {
      Claim altered = Altered.with(c, "excess", Optional.of(excess));
      assertThat(CertificateCheck.check(auction, altered, outcome.certificate()))
          .isInstanceOf(Verdict.Broken.class);
    }
  }

  @Test
  void aWinnerThatIsNotLegalIsFound() {
    Auction auction = auction(Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
    Outcome outcome = AuctionRun.run(auction);
    List<RollupTerms> dear =
        Collections.nCopies(
            auction.rollups().size(), new RollupTerms(BigInteger.valueOf(1_000), BigInteger.ONE));
    Auction other = new Auction(dear, auction.bids(), auction.budgets(), auction.mechanisms());
    assertThat(CertificateCheck.check(other, outcome.claim(), outcome.certificate()))
        .isEqualTo(new Verdict.Broken(2, "a winning bid is not legal"));
  }

  /// A better bid that was left out beats the prices.
  @Test
  void aBetterBidThatWasLeftOutIsFound() {
    Auction auction = auction(Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE);
    Outcome outcome = AuctionRun.run(auction);
    List<Bid> bids = new ArrayList<>(auction.bids());
    bids.add(Bid.of(0, RollupSet.of(0, 1, 2), BigInteger.valueOf(33)));
    Auction more = new Auction(auction.rollups(), bids, auction.budgets(), auction.mechanisms());
    assertThat(CertificateCheck.check(more, outcome.claim(), outcome.certificate()))
        .isEqualTo(new Verdict.Broken(10, "a bid beats the prices"));
  }

  private static Verdict check(Auction auction) {
    Outcome outcome = AuctionRun.run(auction);
    return CertificateCheck.check(auction, outcome.claim(), outcome.certificate());
  }

  /// A wins with B by a package, C alone; D has no bids.
  private static Auction auction(Pricing pricing, Sharing sharing, Refunds refunds) {
    List<BigInteger> split =
        sharing == Sharing.VECTOR
            ? List.of(BigInteger.valueOf(13), BigInteger.valueOf(7))
            : List.of();
    List<OrderUse> uses = List.of(new OrderUse(0, 30), new OrderUse(1, 20));
    List<Bid> bids =
        List.of(
            new Bid(
                0, RollupSet.of(0, 1), BigInteger.valueOf(20), OptionalInt.empty(), 0, split, uses),
            Bid.of(1, RollupSet.of(0), BigInteger.valueOf(10)),
            Bid.of(2, RollupSet.of(1), BigInteger.valueOf(6)),
            Bid.of(3, RollupSet.of(2), BigInteger.valueOf(9)),
            Bid.of(1, RollupSet.of(2), BigInteger.valueOf(4)));
    return new Auction(
        List.of(
            new RollupTerms(BigInteger.TWO, BigInteger.valueOf(3)),
            RollupTerms.PLAIN,
            RollupTerms.PLAIN,
            RollupTerms.PLAIN),
        bids,
        Collections.nCopies(4, Optional.empty()),
        List.of(new Mechanism(100_000, pricing, sharing, refunds)));
  }

  private static Bid grouped(int bidder, RollupSet rollups, int amount, int group) {
    return new Bid(
        bidder,
        rollups,
        BigInteger.valueOf(amount),
        OptionalInt.of(group),
        0,
        List.of(),
        List.of());
  }

  /// Checks all mutants and says how many they were.
  private static int mutants(Auction auction) {
    Outcome outcome = AuctionRun.run(auction);
    Claim claim = outcome.claim();
    Certificate certificate = outcome.certificate();
    assertThat(CertificateCheck.check(auction, claim, certificate))
        .isInstanceOf(Verdict.Valid.class);
    List<Claim> claims = claims(auction, claim);
    for (Claim altered : claims) {
      assertThat(CertificateCheck.check(auction, altered, certificate))
          .as("%s of %s", altered, claim)
          .isInstanceOf(Verdict.Broken.class);
    }
    List<Certificate> certificates = certificates(certificate);
    for (Certificate altered : certificates) {
      assertThat(CertificateCheck.check(auction, claim, altered))
          .as("%s of %s", altered, certificate)
          .isInstanceOf(Verdict.Broken.class);
    }
    return claims.size() + certificates.size();
  }

  private static List<Claim> claims(Auction auction, Claim c) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < c.winners().size(); i++) {
      for (int bid = 0; bid < auction.bids().size(); bid++) {
        if (bid != c.winners().get(i)) {
          List<Integer> winners = new ArrayList<>(c.winners());
          winners.set(i, bid);
          claims.add(Altered.with(c, "winners", winners));
        }
      }
    }
    for (List<BigFraction> charged : fractions(c.charged())) {
      claims.add(Altered.with(c, "charged", charged));
    }
    for (List<BigFraction> solution : fractions(c.solution().orElse(List.of()))) {
      claims.add(Altered.with(c, "solution", Optional.of(solution)));
    }
    for (List<BigFraction> shares : fractions(c.shares())) {
      claims.add(Altered.with(c, "shares", shares));
    }
    for (List<BigInteger> payments : wholes(c.payments())) {
      claims.add(Altered.with(c, "payments", payments));
    }
    for (List<BigInteger> refunds : wholes(c.refunds())) {
      claims.add(Altered.with(c, "refunds", refunds));
    }
    for (BigFraction step : List.of(BigFraction.ONE, THIRD.negate())) {
      claims.add(Altered.with(c, "dust", c.dust().add(step)));
    }
    return claims;
  }

  private static List<Certificate> certificates(Certificate c) {
    List<Certificate> altered = new ArrayList<>();
    for (List<BigInteger> value : wholes(List.of(c.value()))) {
      altered.add(Altered.with(c, "value", value.getFirst()));
    }
    for (List<BigInteger> alone : wholes(c.alone())) {
      altered.add(Altered.with(c, "alone", alone));
    }
    for (List<BigInteger> marginals : wholes(c.marginals())) {
      altered.add(Altered.with(c, "marginals", marginals));
    }
    for (Proof proof : proofs(c.proof())) {
      altered.add(Altered.with(c, "proof", proof));
    }
    for (int i = 0; i < c.settled().size(); i++) {
      for (Settled other : settlements(c.settled().get(i))) {
        List<Settled> settled = new ArrayList<>(c.settled());
        settled.set(i, other);
        altered.add(Altered.with(c, "settled", settled));
      }
    }
    return altered;
  }

  private static List<Proof> proofs(Proof proof) {
    List<Proof> proofs = new ArrayList<>();
    if (proof instanceof Prices prices) {
      for (List<BigFraction> rollups : fractions(prices.rollups())) {
        proofs.add(Altered.with(prices, "rollups", rollups));
      }
      for (List<BigFraction> money : fractions(prices.money())) {
        proofs.add(Altered.with(prices, "money", money));
      }
      for (int i = 0; i < prices.groups().size(); i++) {
        List<GroupPrice> groups = new ArrayList<>(prices.groups());
        groups.set(
            i, new GroupPrice(groups.get(i).group(), groups.get(i).price().add(BigFraction.ONE)));
        proofs.add(Altered.with(prices, "groups", groups));
      }
    }
    return proofs;
  }

  private static List<Settled> settlements(Settled settled) {
    List<Settled> altered = new ArrayList<>();
    altered.add(Altered.with(settled, "mechanism", Hash32.ZERO));
    for (List<BigInteger> floors : wholes(settled.floors())) {
      altered.add(Altered.with(settled, "floors", floors));
    }
    for (int i = 0; i < settled.refunds().size(); i++) {
      for (BigFraction step : List.of(THIRD, THIRD.negate())) {
        List<Refund> refunds = new ArrayList<>(settled.refunds());
        refunds.set(i, new Refund(refunds.get(i).identity(), refunds.get(i).amount().add(step)));
        altered.add(Altered.with(settled, "refunds", refunds));
      }
    }
    return altered;
  }

  private static List<List<BigFraction>> fractions(List<BigFraction> numbers) {
    List<List<BigFraction>> altered = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      for (BigFraction step : List.of(BigFraction.ONE, BigFraction.ONE.negate(), THIRD)) {
        List<BigFraction> changed = new ArrayList<>(numbers);
        changed.set(i, numbers.get(i).add(step));
        altered.add(changed);
      }
    }
    return altered;
  }

  private static List<List<BigInteger>> wholes(List<BigInteger> numbers) {
    List<List<BigInteger>> altered = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      for (BigInteger step : List.of(BigInteger.ONE, BigInteger.ONE.negate())) {
        List<BigInteger> changed = new ArrayList<>(numbers);
        changed.set(i, numbers.get(i).add(step));
        altered.add(changed);
      }
    }
    return altered;
  }
}
