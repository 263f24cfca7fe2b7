package weft.market.pricing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupTerms;
import weft.market.linear.Rational;
import weft.market.selection.Selected;
import weft.market.selection.Selection;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// An auction whose bids offer less than in truth, by rational amounts.
///
/// Bids must meet the reserves with what they truly offer, so none are asked for again.
final class ReducedAuction {
  private final Auction auction;
  private final List<Bid> bids = new ArrayList<>();
  private final List<BigFraction> amounts = new ArrayList<>();
  private final List<Optional<BigInteger>> budgets;

  ReducedAuction(Auction auction) {
    this.auction = auction;
    budgets = new ArrayList<>(auction.budgets());
  }

  /// Takes in a bid at a lower amount, if that is above zero and the bid could win at all.
  void add(Bid bid, BigFraction amount) {
    if (amount.signum() > 0 && reaches(bid) && auction.affords(bid)) {
      bids.add(bid);
      amounts.add(amount);
    }
  }

  /// Lets a bidder spend without limit: for one that wins with one bid at a time, each of which it
  /// can pay.
  void lift(int bidder) {
    budgets.set(bidder, Optional.empty());
  }

  /// The bids, as they are in truth, that offer most at their reduced amounts, and how much.
  Best best(Selection selection) {
    BigInteger scale = Rational.commonDenominator(amounts);
    List<Bid> scaled = new ArrayList<>();
    for (int i = 0; i < bids.size(); i++) {
      Bid bid = bids.get(i);
      BigInteger amount = Rational.floor(amounts.get(i).multiply(scale));
      scaled.add(
          new Bid(bid.bidder(), bid.rollups(), amount, bid.xorGroup(), 0, List.of(), List.of()));
    }
    Selected selected =
        selection.select(
            new Auction(
                Collections.nCopies(auction.rollups().size(), RollupTerms.PLAIN),
                scaled,
                budgets.stream().map(budget -> budget.map(scale::multiply)).toList(),
                List.of(mechanism())));
    return new Best(
        selected.winners().stream().map(bids::get).toList(),
        BigFraction.of(selected.value(), scale));
  }

  record Best(List<Bid> bids, BigFraction value) {}

  private Mechanism mechanism() {
    long nodeBudget = auction.nodeBudget();
    return new Mechanism(nodeBudget, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
  }

  private boolean reaches(Bid bid) {
    List<BigInteger> reserves =
        bid.rollups().indices().mapToObj(i -> auction.rollups().get(i).reserve()).toList();
    boolean splits = auction.mechanisms().get(bid.mechanism()).sharing() == Sharing.VECTOR;
    if (splits && reserves.size() > 1) {
      return !bid.split().isEmpty()
          && IntStream.range(0, reserves.size())
              .allMatch(i -> bid.split().get(i).compareTo(reserves.get(i)) >= 0);
    }
    return bid.amount().compareTo(reserves.stream().reduce(BigInteger.ZERO, BigInteger::add)) >= 0;
  }
}
