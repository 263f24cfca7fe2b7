package weft.market.pricing;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.linear.Rational;
import weft.market.selection.Selection;

/// Looks for a coalition of bidders that offers more than the winners pay: winner determination
/// with each winning bidder's bids reduced by what it keeps.
///
/// A winner that can win with one bid at a time keeps that much whichever bid it is. One that can
/// win with several keeps it once for all of them, which no reduction of single bids expresses: its
/// bids are first reduced by their part of it, by rollups, which is never too much; where the
/// answer then leaves open whether there is a coalition, the search goes on with the bidder's bids
/// unreduced, as a member, and without them.
final class BlockingSearch {
  /// Winner determinations for one set of prices.
  static final int MAX_SELECTIONS = 2_048;

  private enum Role {
    OPEN,
    MEMBER,
    OUTSIDE
  }

  private final Selection selection;
  private final Auction auction;
  private final WinningBidders bidders;
  private final List<BigFraction> offers;

  /// By winning bidder: all rollups that it bids on; whether at most one of its bids can win.
  private final List<RollupSet> reach = new ArrayList<>();

  private final boolean[] single;
  private int selections;

  BlockingSearch(Selection selection, Auction auction, WinningBidders bidders) {
    this.selection = selection;
    this.auction = auction;
    this.bidders = bidders;
    offers = bidders.offers().stream().map(BigFraction::of).toList();
    single = new boolean[bidders.ids().size()];
    for (int place = 0; place < single.length; place++) {
      int id = bidders.ids().get(place);
      List<Bid> own = auction.bids().stream().filter(bid -> bid.bidder() == id).toList();
      single[place] = excludeEachOther(own);
      reach.add(own.stream().map(Bid::rollups).reduce(RollupSet.EMPTY, RollupSet::union));
    }
  }

  /// Whether all of the bids share a group, or all a rollup. Others may exclude each other too:
  /// they cost a longer search.
  private static boolean excludeEachOther(List<Bid> bids) {
    OptionalInt group = bids.getFirst().xorGroup();
    if (group.isPresent() && bids.stream().allMatch(bid -> bid.xorGroup().equals(group))) {
      return true;
    }
    RollupSet common =
        bids.stream().map(Bid::rollups).reduce(bids.getFirst().rollups(), RollupSet::intersection);
    return !common.isEmpty();
  }

  /// Whether a search ended for want of selections, so that there may be a coalition after all.
  boolean spent() {
    return selections >= MAX_SELECTIONS;
  }

  /// A coalition that offers more than the winners would pay at these prices.
  ///
  /// @param payments by winning bidder
  Optional<Blocking> find(List<BigFraction> payments) {
    selections = 0;
    Deque<Role[]> open = new ArrayDeque<>();
    Role[] start = new Role[single.length];
    Arrays.fill(start, Role.OPEN);
    open.push(start);
    while (!open.isEmpty() && !spent()) {
      selections++;
      Role[] roles = open.pop();
      ReducedAuction.Best best = reduced(roles, payments).best(selection);
      BigFraction beyond = best.value().subtract(keptByMembers(roles, payments));
      if (Rational.compare(beyond, total(payments)) <= 0) {
        continue;
      }
      List<Bid> chosen = best.bids();
      Optional<Blocking> blocking = blocking(chosen, payments);
      if (blocking.isPresent()) {
        return blocking;
      }
      OptionalInt undecided = undecided(roles, chosen);
      if (undecided.isPresent()) {
        open.push(with(roles, undecided.getAsInt(), Role.OUTSIDE));
        open.push(with(roles, undecided.getAsInt(), Role.MEMBER));
      }
    }
    return Optional.empty();
  }

  private ReducedAuction reduced(Role[] roles, List<BigFraction> payments) {
    ReducedAuction reduced = new ReducedAuction(auction);
    for (Bid bid : auction.bids()) {
      int place = bidders.ids().indexOf(bid.bidder());
      BigFraction amount = BigFraction.of(bid.amount());
      if (place < 0 || roles[place] == Role.MEMBER) {
        reduced.add(bid, amount);
      } else if (roles[place] == Role.OPEN) {
        BigFraction kept = offers.get(place).subtract(payments.get(place));
        reduced.add(bid, amount.subtract(single[place] ? kept : part(kept, bid, place)));
      }
    }
    for (int place = 0; place < single.length; place++) {
      if (single[place]) {
        reduced.lift(bidders.ids().get(place));
      }
    }
    return reduced;
  }

  private BigFraction part(BigFraction kept, Bid bid, int place) {
    return kept.multiply(bid.rollups().size()).divide(reach.get(place).size());
  }

  private BigFraction keptByMembers(Role[] roles, List<BigFraction> payments) {
    BigFraction kept = BigFraction.ZERO;
    for (int place = 0; place < roles.length; place++) {
      if (roles[place] == Role.MEMBER) {
        kept = kept.add(offers.get(place)).subtract(payments.get(place));
      }
    }
    return kept;
  }

  private static Role[] with(Role[] roles, int place, Role role) {
    Role[] changed = roles.clone();
    changed[place] = role;
    return changed;
  }

  /// The first winner whose bids were chosen though what it keeps was counted in part only.
  private OptionalInt undecided(Role[] roles, List<Bid> chosen) {
    return bidders.ids().stream()
        .mapToInt(bidders.ids()::indexOf)
        .filter(place -> roles[place] == Role.OPEN && !single[place])
        .filter(place -> chosen.stream().anyMatch(bid -> bid.bidder() == bidders.ids().get(place)))
        .findFirst();
  }

  /// What the bidders of these bids can ask for, if that is more than those outside pay.
  private Optional<Blocking> blocking(List<Bid> chosen, List<BigFraction> payments) {
    if (!affordable(chosen)) {
      return Optional.empty();
    }
    BigFraction atLeast = BigFraction.of(sum(chosen));
    BigFraction most = BigFraction.ZERO;
    BigFraction paid = BigFraction.ZERO;
    List<BigFraction> outside = new ArrayList<>();
    for (int place = 0; place < single.length; place++) {
      int id = bidders.ids().get(place);
      if (chosen.stream().anyMatch(bid -> bid.bidder() == id)) {
        atLeast = atLeast.subtract(offers.get(place));
        outside.add(BigFraction.ZERO);
      } else {
        outside.add(BigFraction.ONE);
        most = most.add(offers.get(place));
        paid = paid.add(payments.get(place));
      }
    }
    // Nobody pays more than it offers, also where a search that was cut short or a reserve lets a
    // coalition offer more than the winners do.
    BigFraction demand = Rational.min(atLeast, most);
    return Rational.compare(demand, paid) > 0
        ? Optional.of(new Blocking(outside, demand))
        : Optional.empty();
  }

  private boolean affordable(List<Bid> chosen) {
    return chosen.stream()
        .allMatch(
            bid ->
                auction
                    .budgets()
                    .get(bid.bidder())
                    .map(
                        budget ->
                            sum(chosen.stream().filter(b -> b.bidder() == bid.bidder()).toList())
                                    .compareTo(budget)
                                <= 0)
                    .orElse(true));
  }

  private static BigInteger sum(List<Bid> bids) {
    return bids.stream().map(Bid::amount).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigFraction total(List<BigFraction> payments) {
    return payments.stream().reduce(BigFraction.ZERO, BigFraction::add);
  }
}
