package weft.bench.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.market.auction.Auction;
import weft.market.selection.ExactSelection;
import weft.protocol.mechanism.Sharing;

/// The market's benchmark measures what it says.
final class MarketBenchTest {
  private static final BenchSettings SHORT =
      new BenchSettings(1, 1, 1, false, Path.of(""), _ -> {});

  private static final List<Function<Auctions, Auction>> KINDS =
      List.of(
          Auctions::typical,
          Auctions::complementary,
          Auctions::nearAdditive,
          Auctions::triples,
          Auctions::largeTriples,
          Auctions::budgets,
          Auctions::groups);

  @Test
  void theSameSeedMakesTheSameAuction() {
    for (Function<Auctions, Auction> kind : KINDS) {
      Auction auction = kind.apply(new Auctions(8, 200, 7));
      assertThat(auction.rollups()).hasSize(8);
      assertThat(auction.bids()).hasSize(200);
      assertThat(kind.apply(new Auctions(8, 200, 7))).isEqualTo(auction);
      assertThat(kind.apply(new Auctions(8, 200, 8))).isNotEqualTo(auction);
      assertThat(new ExactSelection().select(auction).exact()).isTrue();
    }
  }

  @Test
  void leavingOutRepeatsChangesNothing() {
    Auction auction = new Auctions(6, 500, 1).typical();
    Auction best = Auctions.withoutRepeats(auction);
    assertThat(best.bids()).hasSizeLessThan(64);
    assertThat(new ExactSelection().select(best).value())
        .isEqualTo(new ExactSelection().select(auction).value());
  }

  @Test
  void scenariosReportTheirFigures() throws Exception {
    List<Auction> auctions = List.of(new Auctions(6, 100, 1).typical());
    Scenario selection = new SelectionScenario("small", auctions, Aim.atMost(1_000), false);
    Scenario sharing = new SharingScenario("shared", auctions, Sharing.SHAPLEY, Aim.atMost(1_000));
    List<Figure> figures =
        Stream.concat(selection.run(SHORT).stream(), sharing.run(SHORT).stream()).toList();
    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly(
            "selection, median auction",
            "selection, worst auction",
            "search nodes, worst auction",
            "share solved exactly",
            "values of all coalitions, worst auction",
            "sharing, worst auction");
    assertThat(figures).filteredOn(figure -> figure.aim().kind() != Aim.Kind.NONE).hasSize(3);
    assertThat(figures).allMatch(figure -> figure.aim().isMetBy(figure.value()).orElse(true));
  }
}
