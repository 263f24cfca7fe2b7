package weft.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.Outcome.Core;
import weft.market.Outcome.Fallback;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.certificate.Certificate;
import weft.market.certificate.Certificate.Settled;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.market.linear.Rational;
import weft.market.pricing.Priced;
import weft.market.pricing.PricingRule;
import weft.market.refund.RefundRule;
import weft.market.selection.Legality;
import weft.market.selection.NodesLeft;
import weft.market.selection.PreparedAuction;
import weft.market.selection.Selected;
import weft.market.sharing.DeferredParts;
import weft.market.sharing.Floors;
import weft.market.sharing.Guarantees;
import weft.market.sharing.LeastCore;
import weft.market.sharing.Rounding;
import weft.market.sharing.SharingRule;
import weft.market.sharing.Solution;
import weft.market.sharing.Split;
import weft.market.wasm.KnownModules;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.MechanismId;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Runs an auction: selection, prices, floors, refunds, shares, whole units, certificate. A
/// function of the auction alone.
///
/// Each winning package is priced and shared by the mechanism that its bid names. Out of what is
/// charged the floors of its rollups come first, then refunds, then what the sharing rule gives.
public final class AuctionRun {
  private final Auction auction;
  private final WatchedSelection selection;
  private final Legality legality;
  private final Game game;
  private final Selected selected;
  private final boolean isSelectedByModule;
  private final List<BigInteger> alone;
  private final ModuleRuns modules;
  private final Map<Pricing, List<BigFraction>> prices = new EnumMap<>(Pricing.class);
  private final Map<Rule, Solution> solutions = new LinkedHashMap<>();
  private final List<Fallback> fallbacks = new ArrayList<>();

  private final List<BigFraction> charged = new ArrayList<>();
  private final List<Settled> settled = new ArrayList<>();
  private final BigFraction[] shares;
  private final BigInteger[] payments;
  private final BigInteger[] refunds;
  private final BigInteger[] deferred;

  private AuctionRun(Auction auction, KnownModules known) {
    this.auction = auction;
    // Selection may take the node budget, and all that follows as much again in sum.
    long half = auction.nodeBudget() / 2;
    selection = new WatchedSelection(new NodesLeft(half));
    PreparedAuction prepared = PreparedAuction.of(auction);
    legality = prepared.legality();
    Selected best = prepared.select(auction.grandCoalition(), new BitSet());
    game = Games.of(prepared, best, half);
    modules = new ModuleRuns(auction, known, this::fallback);
    Optional<Selected> own = modules.select(legalBids(auction, legality), best);
    isSelectedByModule = own.isPresent();
    selected = own.orElse(best);
    modules.won(selected);
    alone =
        IntStream.range(0, auction.rollups().size())
            .mapToObj(rollup -> game.value(RollupSet.of(rollup)))
            .toList();
    shares = filled(auction.rollups().size(), BigFraction.ZERO);
    payments = filled(auction.rollups().size(), BigInteger.ZERO);
    refunds = filled(identities(auction), BigInteger.ZERO);
    deferred = filled(auction.rollups().size(), BigInteger.ZERO);
  }

  private static List<Integer> legalBids(Auction auction, Legality legality) {
    return IntStream.range(0, auction.bids().size()).filter(legality::isLegal).boxed().toList();
  }

  private static BigFraction[] filled(int count, BigFraction value) {
    return Collections.nCopies(count, value).toArray(BigFraction[]::new);
  }

  private static BigInteger[] filled(int count, BigInteger value) {
    return Collections.nCopies(count, value).toArray(BigInteger[]::new);
  }

  private static int identities(Auction auction) {
    return auction.bids().stream()
        .flatMap(bid -> bid.uses().stream())
        .mapToInt(use -> use.identity() + 1)
        .max()
        .orElse(0);
  }

  /// The outcome of an auction of built-in rules, with everything that proves it.
  public static Outcome run(Auction auction) {
    return run(auction, KnownModules.NONE);
  }

  /// The outcome of an auction, with everything that proves it.
  ///
  /// @param known the modules that its mechanisms name; for one that is not there, the declared
  ///   rule stands in
  public static Outcome run(Auction auction, KnownModules known) {
    return new AuctionRun(auction, known).outcome();
  }

  /// The same, but only who pays and gets what: in a block nobody waits for proofs, which whoever
  /// wants them gets from the same auction at any time.
  public static Settlement settle(Auction auction, KnownModules known) {
    return new AuctionRun(auction, known).settlement();
  }

  private Settlement settlement() {
    BigFraction dust = BigFraction.ZERO;
    for (int place = 0; place < selected.winners().size(); place++) {
      settle(place);
      BigFraction price = charged.get(place);
      dust = dust.add(price.subtract(Rational.floor(price)));
    }
    if (!selected.exact() && !isSelectedByModule) {
      fallback("node-budget", "selection visited " + selected.nodes() + " nodes, then settled");
    }
    if (!selection.alwaysExact()) {
      fallback("price-node-budget", "a search for a price or a refund was cut short");
    }
    return new Settlement(
        selected,
        charged,
        new Split(List.of(shares)),
        List.of(payments),
        List.of(refunds),
        List.of(deferred),
        dust,
        alone,
        fallbacks,
        modules.used());
  }

  private Outcome outcome() {
    Settlement settlement = settlement();
    Optional<Split> solution =
        commonRule().filter(this::isFound).flatMap(rule -> solution(rule).split());
    Optional<Core> core =
        LeastCore.excess(game)
            .filter(_ -> !game.isCutShort(auction.grandCoalition()))
            .map(excess -> new Core(excess.signum() <= 0, excess));
    return new Outcome(
        selected,
        settlement.charged(),
        solution,
        settlement.shares(),
        settlement.payments(),
        settlement.refunds(),
        settlement.dust(),
        core,
        settlement.fallbacks(),
        certificate(solution));
  }

  private boolean isFound(Rule rule) {
    solution(rule);
    return !restsOnCoalitions(rule.sharing()) || !game.isCutShort(auction.grandCoalition());
  }

  private void fallback(String code, String reason) {
    Fallback fallback = new Fallback(code, reason);
    if (!fallbacks.contains(fallback)) {
      fallbacks.add(fallback);
    }
  }

  private void settle(int place) {
    int winner = selected.winners().get(place);
    Bid bid = auction.bids().get(winner);
    Mechanism mechanism = auction.mechanisms().get(bid.mechanism());
    boolean first = mechanism.pricing() == Pricing.FIRST;
    List<BigInteger> floors = Floors.of(auction, selected, winner, bid.amount(), first);
    BigFraction least = BigFraction.of(sum(floors));
    BigFraction price =
        Rational.min(
            Rational.max(prices(mechanism.pricing()).get(place), least),
            BigFraction.of(bid.amount()));
    List<RefundRule.Refund> owed =
        refunds(mechanism.refunds(), winner, price, price.subtract(least));
    BigFraction rest = price;
    BigInteger whole = Rational.floor(price);
    for (RefundRule.Refund refund : owed) {
      BigInteger units = Rational.floor(refund.amount());
      rest = rest.subtract(refund.amount());
      whole = whole.subtract(units);
      refunds[refund.identity()] = refunds[refund.identity()].add(units);
    }
    List<BigFraction> parts = share(mechanism.sharing(), bid, floors, rest);
    List<BigInteger> units = Rounding.round(parts, whole, floors);
    Optional<List<BigInteger>> own = modules.share(bid, floors, alone, selected.value(), units);
    if (own.isPresent()) {
      units = own.get();
      parts = units.stream().map(BigFraction::of).toList();
    }
    int[] rollups = bid.rollups().indices().toArray();
    for (int i = 0; i < rollups.length; i++) {
      shares[rollups[i]] = parts.get(i);
      payments[rollups[i]] = units.get(i);
    }
    mechanism.deferral().ifPresent(deferral -> defer(deferral, rollups, floors));
    charged.add(price);
    settled.add(
        new Settled(
            MechanismId.of(mechanism),
            floors,
            owed.stream()
                .map(refund -> new Certificate.Refund(refund.identity(), refund.amount()))
                .toList()));
  }

  /// One rollup has nobody to divide with.
  private void defer(Deferral deferral, int[] rollups, List<BigInteger> floors) {
    if (rollups.length > 1) {
      List<BigInteger> units = IntStream.of(rollups).mapToObj(rollup -> payments[rollup]).toList();
      List<BigInteger> parts = DeferredParts.of(units, floors, deferral.permille());
      for (int i = 0; i < rollups.length; i++) {
        deferred[rollups[i]] = parts.get(i);
      }
    }
  }

  /// Where the search for what order flow is worth cannot be paid, it gets the percentage that it
  /// asked for.
  private List<RefundRule.Refund> refunds(
      Refunds rule, int winner, BigFraction price, BigFraction surplus) {
    if (rule == Refunds.FLAT_TAX && !selection.isSpent()) {
      List<RefundRule.Refund> found =
          RefundRule.of(rule, selection).refunds(auction, selected, winner, price, surplus);
      if (!selection.isSpent()) {
        return found;
      }
    }
    Refunds counting = rule == Refunds.FLAT_TAX ? Refunds.PERCENT : rule;
    return RefundRule.of(counting, selection).refunds(auction, selected, winner, price, surplus);
  }

  private static BigInteger sum(List<BigInteger> amounts) {
    return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  private List<BigFraction> prices(Pricing pricing) {
    return prices.computeIfAbsent(pricing, this::found);
  }

  /// Where the search for prices is cut short or cannot be paid, all pay what they offered.
  private List<BigFraction> found(Pricing pricing) {
    Priced priced = PricingRule.of(pricing, selection).price(auction, selected, asked(pricing));
    if (priced.spent()) {
      fallback("core-bound", "the search for a coalition that offers more was cut short");
    }
    return pricing != Pricing.FIRST && selection.isSpent() ? offers() : priced.prices();
  }

  private List<BigFraction> offers() {
    return selected.winners().stream()
        .map(winner -> BigFraction.of(auction.bids().get(winner).amount()))
        .toList();
  }

  /// Places of the winners that are priced by a rule.
  private BitSet asked(Pricing pricing) {
    BitSet asked = new BitSet();
    for (int place = 0; place < selected.winners().size(); place++) {
      Bid bid = auction.bids().get(selected.winners().get(place));
      asked.set(place, auction.mechanisms().get(bid.mechanism()).pricing() == pricing);
    }
    return asked;
  }

  /// A sharing rule of the auction.
  ///
  /// @param mechanism index of the mechanism whose weights count; 0 where the rule asks for none
  private record Rule(Sharing sharing, int mechanism) {
    static Rule of(Sharing sharing, int mechanism) {
      return new Rule(sharing, sharing == Sharing.FIXED ? mechanism : 0);
    }
  }

  private Solution solution(Rule rule) {
    return solutions.computeIfAbsent(
        rule, one -> SharingRule.of(one.sharing(), one.mechanism()).solve(auction, game, selected));
  }

  private List<BigFraction> share(
      Sharing sharing, Bid bid, List<BigInteger> floors, BigFraction rest) {
    Solution solution = solution(Rule.of(sharing, bid.mechanism()));
    if (restsOnCoalitions(sharing) && game.isCutShort(bid.rollups())) {
      fallback(
          "value-node-budget",
          "equal surplus stands in for " + sharing + ": what coalitions earn is too hard to find");
      return share(Sharing.EQUAL_SURPLUS, bid, floors, rest);
    }
    return switch (solution) {
      case Solution.Solved solved ->
          Guarantees.apply(sharing, auction, bid, solved.found(), floors, rest);
      // Other winners leave their split to another mechanism: this bid's own is all that counts.
      case Solution.WithoutSplit _ ->
          Guarantees.apply(sharing, auction, bid, nothing(), floors, rest);
      case Solution.OverLimit over -> {
        fallback(
            over.code(),
            "equal surplus stands in for "
                + sharing
                + ": "
                + over.rollups()
                + " rollups, at most "
                + over.limit());
        yield share(Sharing.EQUAL_SURPLUS, bid, floors, rest);
      }
    };
  }

  /// Whether a rule asks for more than what each rollup earns alone, and all together.
  private static boolean restsOnCoalitions(Sharing sharing) {
    return switch (sharing) {
      case MARGINAL, SHAPLEY, NUCLEOLUS -> true;
      case FIXED, PROPORTIONAL, EQUAL_SURPLUS, VECTOR -> false;
    };
  }

  private Split nothing() {
    return new Split(Collections.nCopies(auction.rollups().size(), BigFraction.ZERO));
  }

  /// The rule that all winning packages are shared by; without winners, that of the only mechanism.
  private Optional<Rule> commonRule() {
    List<Mechanism> followed =
        selected.winners().isEmpty()
            ? auction.mechanisms()
            : selected.winners().stream()
                .map(winner -> auction.bids().get(winner).mechanism())
                .map(auction.mechanisms()::get)
                .toList();
    List<Mechanism> different = followed.stream().distinct().toList();
    return different.size() == 1
        ? different.stream()
            .map(one -> Rule.of(one.sharing(), auction.mechanisms().indexOf(one)))
            .findFirst()
        : Optional.empty();
  }

  private Certificate certificate(Optional<Split> solution) {
    List<Integer> rollups = IntStream.range(0, auction.rollups().size()).boxed().toList();
    RollupSet all = auction.grandCoalition();
    BigInteger together = game.value(all);
    boolean marginal = commonRule().filter(rule -> rule.sharing() == Sharing.MARGINAL).isPresent();
    List<BigInteger> marginals =
        marginal
            ? rollups.stream()
                .map(i -> together.subtract(game.value(all.minus(RollupSet.of(i)))))
                .toList()
            : List.of();
    return new Certificate(
        selected.value(),
        alone,
        marginals,
        ClearingPrices.of(auction, legality, selected, solution.map(Split::shares)),
        inCore(),
        settled);
  }

  /// Whether no legal bid offers its rollups more than they get.
  private boolean inCore() {
    ScaledPrices prices = ScaledPrices.of(List.of(shares));
    return IntStream.range(0, auction.bids().size())
        .filter(legality::isLegal)
        .mapToObj(auction.bids()::get)
        .allMatch(bid -> prices.gain(bid).signum() <= 0);
  }
}
