package weft.bench.market;

import java.util.ArrayList;
import java.util.List;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.market.auction.Auction;
import weft.market.selection.ExactSelection;
import weft.market.selection.Selected;

/// Winner determination on auctions of one kind, made by several seeds.
///
/// @param auctions all of one kind
/// @param aim for the median in milliseconds
/// @param isHard whether searches need not end: the aim is for the worst auction instead of all in
///   the middle, and not each is to be solved exactly
record SelectionScenario(String name, List<Auction> auctions, Aim aim, boolean isHard)
    implements Scenario {

  @Override
  public List<Figure> run(BenchSettings settings) {
    settings.say(name + ": " + auctions.size() + " auctions");
    ExactSelection selection = new ExactSelection();
    List<Double> medians = new ArrayList<>();
    int exact = 0;
    long nodes = 0;
    for (Auction auction : auctions) {
      double seconds = (double) settings.seconds() / MarketBench.PARTS / auctions.size();
      medians.add(Timed.medianMs(seconds, () -> selection.select(auction)));
      Selected selected = selection.select(auction);
      exact += selected.exact() ? 1 : 0;
      nodes = Math.max(nodes, selected.nodes());
    }
    medians.sort(null);
    double middle = medians.get(medians.size() / 2);
    return List.of(
        new Figure(name, "selection, median auction", middle, "ms", isHard ? Aim.NONE : aim),
        new Figure(
            name, "selection, worst auction", medians.getLast(), "ms", isHard ? aim : Aim.NONE),
        Figure.of(name, "search nodes, worst auction", (double) nodes, ""),
        new Figure(
            name,
            "share solved exactly",
            (double) exact / auctions.size(),
            "",
            isHard ? Aim.NONE : Aim.atLeast(1)));
  }
}
