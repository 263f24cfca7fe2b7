package weft.bench.market;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.market.AuctionRun;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.wasm.KnownModules;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Whole auctions that are made to be hard, by the rules that search most: what somebody could do
/// to a chain with rollups and bids of his own.
///
/// @param auctions of several kinds
record RulesScenario(String name, List<Auction> auctions) implements Scenario {
  /// Selection and what follows it have a node budget each, of some 100 ms.
  private static final Aim TWO_BUDGETS = Aim.atMost(200);

  private static final int RECIPIENTS = 64;
  private static final int USES = 8;
  private static final int PERCENT = 12;

  private static final List<Mechanism> MECHANISMS =
      List.of(
          mechanism(Pricing.SECOND, Sharing.SHAPLEY),
          mechanism(Pricing.VCG, Sharing.MARGINAL),
          mechanism(Pricing.CORE, Sharing.NUCLEOLUS));

  private static Mechanism mechanism(Pricing pricing, Sharing sharing) {
    return new Mechanism(Mechanism.DEFAULT_NODE_BUDGET, pricing, sharing, Refunds.FLAT_TAX);
  }

  @Override
  public List<Figure> run(BenchSettings settings) {
    settings.say(name + ": " + auctions.size() + " auctions by " + MECHANISMS.size() + " rules");
    double seconds =
        (double) settings.seconds()
            * MarketBench.BLOCK_PARTS
            / MarketBench.PARTS
            / auctions.size()
            / MECHANISMS.size();
    List<Double> medians = new ArrayList<>();
    for (Auction auction : auctions) {
      for (Mechanism mechanism : MECHANISMS) {
        Auction asked = by(auction, mechanism);
        medians.add(Timed.medianMs(seconds, () -> AuctionRun.settle(asked, KnownModules.NONE)));
      }
    }
    medians.sort(null);
    return List.of(
        Figure.of(name, "whole auction, in the middle", medians.get(medians.size() / 2), "ms"),
        new Figure(name, "whole auction, the worst", medians.getLast(), "ms", TWO_BUDGETS));
  }

  /// Each bid uses order flow of eight.
  private static Auction by(Auction auction, Mechanism mechanism) {
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < auction.bids().size(); i++) {
      Bid bid = auction.bids().get(i);
      int first = i;
      List<OrderUse> uses =
          IntStream.range(0, USES)
              .mapToObj(use -> new OrderUse((7 * first + 3 * use) % RECIPIENTS, PERCENT))
              .toList();
      bids.add(
          new Bid(bid.bidder(), bid.rollups(), bid.amount(), bid.xorGroup(), 0, List.of(), uses));
    }
    return new Auction(auction.rollups(), bids, auction.budgets(), List.of(mechanism));
  }
}
