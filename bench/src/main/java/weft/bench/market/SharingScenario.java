package weft.bench.market;

import java.util.List;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.market.auction.Auction;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.market.selection.ExactSelection;
import weft.market.selection.Selected;
import weft.market.sharing.SharingRule;
import weft.protocol.mechanism.Sharing;

/// A sharing rule on the games of auctions of one kind, made by several seeds. The game is there
/// already.
///
/// @param aim for the slowest auction in milliseconds
record SharingScenario(String name, List<Auction> auctions, Sharing sharing, Aim aim)
    implements Scenario {

  @Override
  public List<Figure> run(BenchSettings settings) {
    settings.say(name + ": " + auctions.size() + " auctions");
    SharingRule rule = SharingRule.of(sharing, 0);
    double seconds = (double) settings.seconds() / MarketBench.PARTS / auctions.size();
    double game = 0;
    double worst = 0;
    for (Auction auction : auctions) {
      Game played = Games.of(auction);
      Selected selected = new ExactSelection().select(auction);
      game =
          Math.max(
              game,
              Timed.medianMs(seconds / 2, () -> Games.of(auction).value(auction.grandCoalition())));
      worst =
          Math.max(worst, Timed.medianMs(seconds / 2, () -> rule.solve(auction, played, selected)));
    }
    return List.of(
        Figure.of(name, "values of all coalitions, worst auction", game, "ms"),
        new Figure(name, "sharing, worst auction", worst, "ms", aim));
  }
}
