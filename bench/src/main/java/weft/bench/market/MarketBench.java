package weft.bench.market;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.market.auction.Auction;
import weft.protocol.mechanism.Sharing;

/// The market's part of the benchmark: what an auction costs, on one thread.
public final class MarketBench {
  /// The settings' length is shared in so many parts: each scenario of auctions has one.
  static final int PARTS = 23;

  /// Those with whole auctions or blocks have several each, as so much more code has to be
  /// compiled.
  static final int BLOCK_PARTS = 4;

  private static final int BIDS = 10_000;
  private static final int SEEDS = 5;
  private static final int HARD_BIDS = 1_000;
  private static final int FEW_BIDS = 60;

  private MarketBench() {}

  /// Every scenario, in the order in which they are run.
  public static List<Scenario> scenarios() {
    return List.of(
        new SelectionScenario("10-rollups", make(10, Auctions::typical), Aim.atMost(15), false),
        new SelectionScenario(
            "10-rollups-deduplicated",
            make(10, Auctions::typical).stream().map(Auctions::withoutRepeats).toList(),
            Aim.atMost(1),
            false),
        new SelectionScenario("20-rollups", make(20, Auctions::typical), Aim.atMost(20), false),
        new SelectionScenario(
            "20-rollups-complementary", make(20, Auctions::complementary), Aim.atMost(100), true),
        new SelectionScenario(
            "20-rollups-near-additive", make(20, Auctions::nearAdditive), Aim.atMost(100), true),
        new SelectionScenario(
            "20-rollups-triples", make(20, Auctions::triples), Aim.atMost(100), true),
        new SelectionScenario(
            "20-rollups-triples-128-bit", make(20, Auctions::largeTriples), Aim.atMost(100), true),
        new SelectionScenario(
            "20-rollups-budgets", make(20, Auctions::budgets), Aim.atMost(100), true),
        new SelectionScenario(
            "20-rollups-groups", make(20, Auctions::groups), Aim.atMost(100), true),
        new SharingScenario(
            "nucleolus-8-rollups", make(8, Auctions::typical), Sharing.NUCLEOLUS, Aim.atMost(50)),
        new SharingScenario(
            "shapley-12-rollups", make(12, Auctions::typical), Sharing.SHAPLEY, Aim.atMost(20)),
        new RulesScenario("whole-hard-auctions", hard()),
        new AuctionBlockScenario("block-of-1,000-bids", 10, AuctionBlockScenario.Kind.TYPICAL),
        new AuctionBlockScenario("block-of-1,000-hard-bids", 20, AuctionBlockScenario.Kind.HARD));
  }

  /// As many bids as a block takes by default.
  private static List<Auction> hard() {
    return List.of(
        new Auctions(16, HARD_BIDS, 1).typical(),
        new Auctions(60, HARD_BIDS, 1).complementary(),
        new Auctions(60, HARD_BIDS, 1).nearAdditive(),
        new Auctions(20, HARD_BIDS, 1).largeTriples(),
        new Auctions(8, HARD_BIDS, 1).budgets(),
        new Auctions(60, HARD_BIDS, 1).groups(),
        new Auctions(16, FEW_BIDS, 1).typical());
  }

  private static List<Auction> make(int rollups, Function<Auctions, Auction> kind) {
    return IntStream.range(0, SEEDS)
        .mapToObj(seed -> kind.apply(new Auctions(rollups, BIDS, seed)))
        .toList();
  }

  /// Runs scenarios; the settings' length is for all of them together.
  ///
  /// @param names which; all if none is named
  public static List<Figure> run(List<String> names, BenchSettings settings)
      throws IOException, InterruptedException {
    List<Scenario> chosen =
        scenarios().stream()
            .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
            .toList();
    int parts = chosen.stream().mapToInt(MarketBench::parts).sum();
    BenchSettings longer = settings.withSeconds(settings.seconds() * PARTS / parts);
    List<Figure> figures = new ArrayList<>();
    for (Scenario scenario : chosen) {
      figures.addAll(scenario.run(longer));
    }
    return figures;
  }

  private static int parts(Scenario scenario) {
    return scenario instanceof SelectionScenario || scenario instanceof SharingScenario
        ? 1
        : BLOCK_PARTS;
  }
}
