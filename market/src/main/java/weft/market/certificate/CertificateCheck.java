package weft.market.certificate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.certificate.Certificate.Prices;
import weft.market.certificate.Certificate.Refund;
import weft.market.certificate.Certificate.Searched;
import weft.market.certificate.Certificate.Settled;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.MechanismId;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Confirms an auction's result from the bids, the claim and its certificate, by arithmetic alone.
/// Shares no code with what it checks. Its rules, by number:
///
/// 1. Claim and certificate have one entry for each winner, rollup, bidder and identity.
/// 2. Winners are legal bids, share no rollup and no group, and stay within their budgets.
/// 3. v(N) is what they offer; each v(i) is the best legal bid on the rollup alone.
/// 4. Each is settled by the mechanism that it names.
/// 5. Floors are reserves and bids on one rollup, as the rules take them.
/// 6. Each is charged at most what it offered, all of it under first price, and not less than the
///    floors.
/// 7. Refunds go to the order flow that the bid uses, by its percentages where those rule, and come
///    out of what is charged above the floors.
/// 8. The rest goes to the package's rollups, to none less than its floor; others get nothing.
///    Where a module shares, shares may be the payments, whose sum is that of rule 9.
/// 9. Whole units: what is charged, rounded down, is paid in full; the dust is named.
/// 10. Prices, where given, show that nothing offers more; a bound is not below the value.
/// 11. A claimed core: no legal bid offers more than its rollups get.
/// 12. The textbook solution sums to v(N), if the winners are claimed to offer most, or follows
///     from the marginals; the least-core excess agrees with it.
public final class CertificateCheck {
  private final Auction auction;
  private final Claim claim;
  private final Certificate certificate;
  private final Terms terms;
  private final List<Bid> won = new ArrayList<>();

  private CertificateCheck(Auction auction, Claim claim, Certificate certificate) {
    this.auction = auction;
    this.claim = claim;
    this.certificate = certificate;
    terms = new Terms(auction);
  }

  /// Checks all rules; the first that is broken is reported.
  public static Verdict check(Auction auction, Claim claim, Certificate certificate) {
    try {
      return new CertificateCheck(auction, claim, certificate).check();
    } catch (BrokenRule broken) {
      return new Verdict.Broken(broken.rule, broken.reason);
    }
  }

  private Verdict check() throws BrokenRule {
    checkSizes();
    checkWinners();
    checkValues();
    BigFraction dust = BigFraction.ZERO;
    BigInteger[] refunds = new BigInteger[claim.refunds().size()];
    Arrays.fill(refunds, BigInteger.ZERO);
    for (int place = 0; place < won.size(); place++) {
      checkPrice(place);
      checkRefunds(place);
      checkShares(place);
      checkUnits(place, refunds);
      BigFraction charged = claim.charged().get(place);
      dust = dust.add(charged.subtract(floor(charged)));
    }
    require(9, List.of(refunds).equals(claim.refunds()), "refunds are not the sum of all winners'");
    require(9, dust.equals(claim.dust()), "the dust is not what is charged beyond whole units");
    checkUnsold();
    boolean optimal = checkProof();
    boolean core = checkCore();
    checkSolution(optimal);
    return new Verdict.Valid(optimal, core);
  }

  private void checkSizes() throws BrokenRule {
    int rollups = auction.rollups().size();
    int winners = claim.winners().size();
    boolean sizes =
        claim.charged().size() == winners
            && certificate.settled().size() == winners
            && claim.shares().size() == rollups
            && claim.payments().size() == rollups
            && claim.solution().map(s -> s.size() == rollups).orElse(true)
            && certificate.alone().size() == rollups
            && claim.refunds().size() == identities();
    require(1, sizes, "the lists have not one entry for each winner, rollup and identity");
    int last = -1;
    for (int winner : claim.winners()) {
      require(1, winner > last && winner < auction.bids().size(), "winners are not bids in order");
      last = winner;
      won.add(auction.bids().get(winner));
    }
  }

  private int identities() {
    return auction.bids().stream()
        .flatMap(bid -> bid.uses().stream())
        .mapToInt(use -> use.identity() + 1)
        .max()
        .orElse(0);
  }

  private void checkWinners() throws BrokenRule {
    RollupSet sold = RollupSet.EMPTY;
    for (Bid bid : won) {
      require(2, terms.legal(bid), "a winning bid is not legal");
      require(2, !bid.rollups().intersects(sold), "two winning bids share a rollup");
      sold = sold.union(bid.rollups());
    }
    require(2, terms.possible(won), "winning bids share a group or exceed a budget");
  }

  private void checkValues() throws BrokenRule {
    BigInteger value = won.stream().map(Bid::amount).reduce(BigInteger.ZERO, BigInteger::add);
    require(3, value.equals(certificate.value()), "v(N) is not what the winners offer");
    require(3, terms.alone().equals(certificate.alone()), "a v(i) is not the best bid on i alone");
  }

  private Mechanism mechanism(int place) {
    return auction.mechanisms().get(won.get(place).mechanism());
  }

  private BigFraction floorSum(int place) {
    return BigFraction.of(
        certificate.settled().get(place).floors().stream()
            .reduce(BigInteger.ZERO, BigInteger::add));
  }

  private void checkPrice(int place) throws BrokenRule {
    Settled settled = certificate.settled().get(place);
    require(
        4,
        settled.mechanism().equals(MechanismId.of(mechanism(place))),
        "a winning bid is settled by another mechanism than it names");
    require(
        5,
        settled.floors().equals(terms.floors(claim.winners(), claim.winners().get(place))),
        "the floors are not what reserves and bids on one rollup come to");
    BigFraction charged = claim.charged().get(place);
    BigFraction amount = BigFraction.of(won.get(place).amount());
    boolean first = mechanism(place).pricing() == Pricing.FIRST;
    require(6, atMost(charged, amount), "a bid is charged more than it offered");
    require(6, !first || charged.equals(amount), "a bid is charged less than first price");
    require(6, atMost(floorSum(place), charged), "a bid is charged less than the floors");
  }

  private void checkRefunds(int place) throws BrokenRule {
    List<Refund> refunds = certificate.settled().get(place).refunds();
    BigFraction surplus = claim.charged().get(place).subtract(floorSum(place));
    TreeMap<Integer, Integer> percents = new TreeMap<>();
    for (OrderUse use : won.get(place).uses()) {
      percents.merge(use.identity(), use.percent(), Integer::sum);
    }
    Refunds rule = mechanism(place).refunds();
    require(7, rule != Refunds.NONE || refunds.isEmpty(), "a refund that no rule gives");
    require(
        7,
        rule != Refunds.PERCENT || refunds.size() == percents.size(),
        "an identity's refund is missing");
    int last = -1;
    for (Refund refund : refunds) {
      Optional<Integer> percent = Optional.ofNullable(percents.get(refund.identity()));
      require(7, percent.isPresent() && refund.identity() > last, "a refund for unused order flow");
      last = refund.identity();
      require(7, refund.amount().signum() >= 0, "a refund is negative");
      BigFraction asked = surplus.multiply(BigFraction.of(percent.orElse(0), 100));
      require(
          7,
          rule != Refunds.PERCENT || refund.amount().equals(asked),
          "a refund is not the percentage that was asked for");
    }
    require(7, atMost(refundSum(place), surplus), "refunds exceed what stands above the floors");
  }

  private BigFraction refundSum(int place) {
    return sum(certificate.settled().get(place).refunds().stream().map(Refund::amount));
  }

  private void checkShares(int place) throws BrokenRule {
    int[] rollups = Terms.rollups(won.get(place));
    List<BigInteger> floors = certificate.settled().get(place).floors();
    for (int i = 0; i < rollups.length; i++) {
      BigFraction share = claim.shares().get(rollups[i]);
      BigInteger payment = claim.payments().get(rollups[i]);
      require(8, atMost(BigFraction.of(floors.get(i)), share), "a share is below its floor");
      require(8, payment.compareTo(floors.get(i)) >= 0, "a payment is below its floor");
      require(9, payment.compareTo(floor(share)) >= 0, "a payment is below its share");
    }
    BigFraction shared = sum(IntStream.of(rollups).mapToObj(claim.shares()::get));
    boolean wholeByModule =
        mechanism(place).modules().flatMap(Modules::sharing).isPresent()
            && IntStream.of(rollups)
                .allMatch(
                    i -> claim.shares().get(i).equals(BigFraction.of(claim.payments().get(i))));
    require(
        8,
        wholeByModule || shared.add(refundSum(place)).equals(claim.charged().get(place)),
        "shares and refunds are not what is charged");
  }

  private void checkUnits(int place, BigInteger[] refunds) throws BrokenRule {
    BigInteger paid = BigInteger.ZERO;
    for (int rollup : Terms.rollups(won.get(place))) {
      paid = paid.add(claim.payments().get(rollup));
    }
    for (Refund refund : certificate.settled().get(place).refunds()) {
      BigInteger whole = floor(refund.amount());
      refunds[refund.identity()] = refunds[refund.identity()].add(whole);
      paid = paid.add(whole);
    }
    require(
        9,
        paid.equals(floor(claim.charged().get(place))),
        "payments and refunds are not the whole units that are charged");
  }

  private void checkUnsold() throws BrokenRule {
    RollupSet sold = won.stream().map(Bid::rollups).reduce(RollupSet.EMPTY, RollupSet::union);
    for (int rollup = 0; rollup < auction.rollups().size(); rollup++) {
      boolean nothing =
          claim.shares().get(rollup).isZero() && claim.payments().get(rollup).signum() == 0;
      require(8, sold.contains(rollup) || nothing, "an unsold rollup is paid");
    }
  }

  /// Whether prices prove that nothing offers more.
  private boolean checkProof() throws BrokenRule {
    BigFraction value = BigFraction.of(certificate.value());
    return switch (certificate.proof()) {
      case Searched searched -> {
        require(
            10,
            searched.bound().map(bound -> atMost(value, bound)).orElse(true),
            "the bound is below the value");
        long budget =
            auction.mechanisms().stream().mapToLong(Mechanism::nodeBudget).max().orElseThrow();
        require(10, searched.nodeBudget() == budget, "another node budget than the mechanisms'");
        yield false;
      }
      case Prices prices -> {
        boolean sizes =
            prices.rollups().size() == auction.rollups().size()
                && prices.money().size() == auction.budgets().size();
        require(10, sizes, "a price for each rollup and bidder is needed");
        checkPrices(prices, value);
        yield true;
      }
    };
  }

  private void checkPrices(Prices prices, BigFraction value) throws BrokenRule {
    TreeMap<Integer, BigFraction> groups = new TreeMap<>();
    prices.groups().forEach(group -> groups.put(group.group(), group.price()));
    BigFraction total = sum(prices.rollups().stream()).add(sum(groups.values().stream()));
    for (int bidder = 0; bidder < prices.money().size(); bidder++) {
      BigFraction price = prices.money().get(bidder);
      Optional<BigInteger> budget = auction.budgets().get(bidder);
      require(10, price.isZero() || budget.isPresent(), "a price of money without a budget");
      total = total.add(price.multiply(budget.orElse(BigInteger.ZERO)));
    }
    boolean positive =
        Stream.of(prices.rollups().stream(), groups.values().stream(), prices.money().stream())
            .flatMap(all -> all)
            .allMatch(price -> price.signum() >= 0);
    require(10, positive, "a price is negative");
    require(10, total.equals(value), "the prices do not sum to the value");
    for (Bid bid : auction.bids()) {
      BigFraction cost =
          sum(bid.rollups().indices().mapToObj(prices.rollups()::get))
              .add(prices.money().get(bid.bidder()).multiply(bid.amount()));
      if (bid.xorGroup().isPresent()) {
        cost = cost.add(groups.getOrDefault(bid.xorGroup().getAsInt(), BigFraction.ZERO));
      }
      boolean gains = !atMost(BigFraction.of(bid.amount()), cost);
      require(10, !gains || !terms.legal(bid) || !terms.affordable(bid), "a bid beats the prices");
    }
  }

  /// Whether the shares leave no coalition a reason to complain.
  private boolean checkCore() throws BrokenRule {
    if (!certificate.inCore()) {
      return false;
    }
    for (Bid bid : auction.bids()) {
      BigFraction got = sum(bid.rollups().indices().mapToObj(claim.shares()::get));
      boolean better = !atMost(BigFraction.of(bid.amount()), got);
      require(
          11,
          !better || !terms.legal(bid) || !terms.affordable(bid),
          "a legal bid offers its rollups more than they get");
    }
    return sum(claim.shares().stream()).equals(BigFraction.of(certificate.value()));
  }

  private void checkSolution(boolean priced) throws BrokenRule {
    boolean constrained =
        auction.bids().stream().anyMatch(bid -> bid.xorGroup().isPresent())
            || auction.budgets().stream().anyMatch(Optional::isPresent);
    Optional<BigFraction> excess = claim.excess();
    require(
        12,
        constrained || !priced || excess.map(e -> e.signum() <= 0).orElse(true),
        "an empty core although prices clear the market");
    if (claim.solution().isEmpty() || won.isEmpty()) {
      return;
    }
    List<BigFraction> solution = claim.solution().get();
    Sharing sharing = mechanism(0).sharing();
    BigFraction value = BigFraction.of(certificate.value());
    if (sharing == Sharing.MARGINAL) {
      checkMarginals(solution, value);
      return;
    }
    require(
        12,
        !claim.exact() || sum(solution.stream()).equals(value),
        "the solution does not sum to v(N)");
    if (sharing == Sharing.NUCLEOLUS
        && !constrained
        && excess.map(e -> e.signum() <= 0).orElse(false)) {
      require(
          12,
          excess.map(e -> e.equals(greatestComplaint(solution))).orElse(true),
          "the least-core excess is not the nucleolus' greatest complaint");
    }
  }

  private void checkMarginals(List<BigFraction> solution, BigFraction value) throws BrokenRule {
    List<BigInteger> marginals = certificate.marginals();
    require(12, marginals.size() == solution.size(), "a marginal for each rollup is needed");
    BigFraction all = sum(marginals.stream().map(BigFraction::of));
    // Where the winners are not claimed to offer most, v(N) may be more than they do.
    BigFraction shared =
        claim.exact() ? (atMost(value, all) ? value : all) : sum(solution.stream());
    BigFraction part = all.isZero() ? BigFraction.ZERO : shared.divide(all);
    for (int rollup = 0; rollup < solution.size(); rollup++) {
      require(
          12,
          solution.get(rollup).equals(part.multiply(marginals.get(rollup))),
          "the solution is not in proportion to the marginals");
    }
  }

  /// The greatest v(S) − x(S) over proper coalitions of active rollups, where x is in the core:
  /// then none complains more than a single bid's rollups or a rollup without one.
  private BigFraction greatestComplaint(List<BigFraction> x) {
    List<Bid> legal =
        auction.bids().stream().filter(b -> terms.legal(b) && terms.affordable(b)).toList();
    RollupSet active = legal.stream().map(Bid::rollups).reduce(RollupSet.EMPTY, RollupSet::union);
    if (active.size() < 2) {
      return BigFraction.ZERO;
    }
    Stream<BigFraction> bids =
        legal.stream()
            .filter(bid -> !bid.rollups().equals(active))
            .map(
                bid ->
                    BigFraction.of(bid.amount())
                        .subtract(sum(bid.rollups().indices().mapToObj(x::get))));
    Stream<BigFraction> nothing = active.indices().mapToObj(i -> x.get(i).negate());
    return Stream.concat(bids, nothing)
        .reduce((a, b) -> atMost(a, b) ? b : a)
        .orElse(BigFraction.ZERO);
  }

  /// By the sign of the difference: `BigFraction.compareTo` is wrong for two negative numbers.
  private static boolean atMost(BigFraction a, BigFraction b) {
    return a.subtract(b).signum() <= 0;
  }

  private static BigFraction sum(Stream<BigFraction> numbers) {
    return numbers.reduce(BigFraction.ZERO, BigFraction::add);
  }

  /// Of a number that is not negative.
  private static BigInteger floor(BigFraction number) {
    return number.getNumerator().abs().divide(number.getDenominator().abs());
  }

  private static void require(int rule, boolean holds, String reason) throws BrokenRule {
    if (!holds) {
      throw new BrokenRule(rule, reason);
    }
  }

  /// Leaves the checks at the first rule that is broken.
  private static final class BrokenRule extends Exception {
    private static final long serialVersionUID = 1;

    private final int rule;
    private final String reason;

    BrokenRule(int rule, String reason) {
      super(reason, null, false, false);
      this.rule = rule;
      this.reason = reason;
    }
  }
}
