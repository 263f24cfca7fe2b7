package weft.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.certificate.Certificate.GroupPrice;
import weft.market.certificate.Certificate.Prices;
import weft.market.certificate.Certificate.Proof;
import weft.market.certificate.Certificate.Searched;
import weft.market.linear.LinearProgram;
import weft.market.linear.LinearProgram.Relation;
import weft.market.linear.LinearProgram.Row;
import weft.market.linear.LinearProgram.Variable;
import weft.market.linear.LinearSolution;
import weft.market.linear.Simplex;
import weft.market.selection.Legality;
import weft.market.selection.Selected;

/// Looks for prices of rollups, groups and money at which no legal bid gains: if they sum to what
/// the winners offer, they prove that nothing offers more.
///
/// Solves the linear relaxation with few bids, and takes in those that its prices let gain, until
/// none does.
final class ClearingPrices {
  /// Bids in the programme, and rollups, groups and budgets together, beyond which no prices are
  /// given: a proof is a help, not a duty.
  static final int MAX_BIDS = 96;

  static final int MAX_PRICES = 64;

  /// Bids that are taken in at a time.
  private static final int BIDS_A_ROUND = 16;

  private static final int MAX_PIVOTS = 2_000;

  private final Auction auction;
  private final List<Integer> legal;
  private final List<Integer> groups;
  private final List<Integer> payers;

  private ClearingPrices(Auction auction, Legality legality) {
    this.auction = auction;
    legal = withoutWorse(legality);
    TreeSet<Integer> named = new TreeSet<>();
    legal.forEach(i -> auction.bids().get(i).xorGroup().ifPresent(named::add));
    groups = List.copyOf(named);
    payers =
        IntStream.range(0, auction.budgets().size())
            .filter(bidder -> auction.budgets().get(bidder).isPresent())
            .boxed()
            .toList();
  }

  /// The legal bids, but of those for one package that no group and no budget concerns, the best.
  private List<Integer> withoutWorse(Legality legality) {
    TreeMap<Long, Integer> best = new TreeMap<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < auction.bids().size(); i++) {
      Bid bid = auction.bids().get(i);
      if (!legality.isLegal(i) || !auction.affords(bid)) {
        continue;
      }
      if (bid.xorGroup().isPresent()
          || auction.budgets().get(bid.bidder()).isPresent()
          || auction.rollups().size() > Long.SIZE) {
        kept.add(i);
      } else {
        best.merge(bid.rollups().mask(), i, this::better);
      }
    }
    kept.addAll(best.values());
    return kept.stream().sorted().toList();
  }

  private int better(int a, int b) {
    return auction.bids().get(b).amount().compareTo(auction.bids().get(a).amount()) > 0 ? b : a;
  }

  /// A proof that `selected` offers most, or what there is instead.
  ///
  /// @param candidate prices of rollups that may do already
  static Proof of(
      Auction auction,
      Legality legality,
      Selected selected,
      Optional<List<BigFraction>> candidate) {
    ClearingPrices search = new ClearingPrices(auction, legality);
    List<BigFraction> none = Collections.nCopies(auction.budgets().size(), BigFraction.ZERO);
    if (candidate.isPresent() && search.clears(candidate.get(), selected.value())) {
      return new Prices(candidate.get(), List.of(), none);
    }
    long nodeBudget = auction.nodeBudget();
    Optional<Relaxed> relaxed = search.relax(selected);
    if (relaxed.isPresent() && relaxed.get().value().equals(BigFraction.of(selected.value()))) {
      return search.prices(relaxed.get().prices());
    }
    return new Searched(relaxed.map(Relaxed::value), selected.nodes(), nodeBudget);
  }

  private boolean clears(List<BigFraction> prices, BigInteger value) {
    ScaledPrices scaled = ScaledPrices.of(prices);
    return prices.stream().allMatch(price -> price.signum() >= 0)
        && prices.stream().reduce(BigFraction.ZERO, BigFraction::add).equals(BigFraction.of(value))
        && legal.stream().allMatch(i -> scaled.gain(auction.bids().get(i)).signum() <= 0);
  }

  /// What the linear relaxation comes to.
  ///
  /// @param value the most that fractions of bids can offer
  /// @param prices of rollups, then groups, then budgets
  private record Relaxed(BigFraction value, List<BigFraction> prices) {}

  private Optional<Relaxed> relax(Selected selected) {
    if (auction.rollups().size() + groups.size() + payers.size() > MAX_PRICES) {
      return Optional.empty();
    }
    TreeSet<Integer> taken = new TreeSet<>(selected.winners());
    while (taken.size() <= MAX_BIDS) {
      List<Bid> bids = taken.stream().map(auction.bids()::get).toList();
      if (!(Simplex.minimise(programme(bids), MAX_PIVOTS)
          instanceof LinearSolution.Optimal optimal)) {
        return Optional.empty();
      }
      List<BigFraction> prices = optimal.dual().stream().map(BigFraction::negate).toList();
      List<Integer> gaining = gaining(prices);
      if (gaining.isEmpty()) {
        return Optional.of(new Relaxed(optimal.value().negate(), prices));
      }
      if (!taken.addAll(gaining)) {
        throw new IllegalStateException("a bid of the programme gains at its own prices");
      }
    }
    return Optional.empty();
  }

  /// To sell fractions of bids for as much as possible: each rollup and each group once, within the
  /// budgets.
  private LinearProgram programme(List<Bid> bids) {
    List<Row> rows = new ArrayList<>();
    for (int rollup = 0; rollup < auction.rollups().size(); rollup++) {
      RollupSet one = RollupSet.of(rollup);
      rows.add(row(bids, bid -> bid.rollups().containsAll(one), BigFraction.ONE));
    }
    for (int group : groups) {
      OptionalInt named = OptionalInt.of(group);
      rows.add(row(bids, bid -> bid.xorGroup().equals(named), BigFraction.ONE));
    }
    for (int payer : payers) {
      BigFraction budget = BigFraction.of(auction.budgets().get(payer).orElseThrow());
      List<BigFraction> spent =
          bids.stream()
              .map(bid -> bid.bidder() == payer ? bid.amount() : BigInteger.ZERO)
              .map(BigFraction::of)
              .toList();
      rows.add(new Row(spent, Relation.AT_MOST, budget));
    }
    return new LinearProgram(
        bids.stream()
            .map(bid -> new Variable(BigFraction.of(bid.amount().negate()), false))
            .toList(),
        rows);
  }

  private static Row row(List<Bid> bids, Predicate<Bid> counts, BigFraction bound) {
    return new Row(
        bids.stream().map(bid -> counts.test(bid) ? BigFraction.ONE : BigFraction.ZERO).toList(),
        Relation.AT_MOST,
        bound);
  }

  /// The bids that gain most at these prices, the lowest index first among equal ones.
  private List<Integer> gaining(List<BigFraction> prices) {
    ScaledPrices scaled = ScaledPrices.of(prices);
    int rollups = auction.rollups().size();
    TreeMap<Integer, BigInteger> gains = new TreeMap<>();
    for (int index : legal) {
      Bid bid = auction.bids().get(index);
      BigInteger gain = scaled.gain(bid);
      if (bid.xorGroup().isPresent()) {
        int group = Collections.binarySearch(groups, bid.xorGroup().getAsInt());
        gain = gain.subtract(scaled.numerators().get(rollups + group));
      }
      int payer = Collections.binarySearch(payers, bid.bidder());
      if (payer >= 0) {
        BigInteger money = scaled.numerators().get(rollups + groups.size() + payer);
        gain = gain.subtract(money.multiply(bid.amount()));
      }
      if (gain.signum() > 0) {
        gains.put(index, gain);
      }
    }
    return gains.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(BIDS_A_ROUND)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Prices prices(List<BigFraction> found) {
    int rollups = auction.rollups().size();
    List<GroupPrice> groupPrices = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      BigFraction price = found.get(rollups + i);
      if (price.signum() != 0) {
        groupPrices.add(new GroupPrice(groups.get(i), price));
      }
    }
    List<BigFraction> money =
        new ArrayList<>(Collections.nCopies(auction.budgets().size(), BigFraction.ZERO));
    for (int i = 0; i < payers.size(); i++) {
      money.set(payers.get(i), found.get(rollups + groups.size() + i));
    }
    return new Prices(found.subList(0, rollups), groupPrices, money);
  }
}
