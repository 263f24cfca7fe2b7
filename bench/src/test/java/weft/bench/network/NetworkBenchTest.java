package weft.bench.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.bench.scenario.Figure;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.node.network.FreePorts;

/// What a network did becomes figures, and both kinds of network can really be measured.
final class NetworkBenchTest {
  @TempDir private Path folder;

  /// 2 s with a block of so many transactions in each.
  private static Measured measured(int transactions, double intervalMs) {
    Histogram soft = new Histogram(3);
    soft.recordValue(40_000);
    return new Measured(
        2,
        List.of(
            new Blocks.Block(1_000, transactions, transactions * 256L),
            new Blocks.Block(1_000 + intervalMs, transactions, transactions * 256L)),
        soft,
        3.0 * transactions,
        Map.of("overloaded", 7L),
        new ProcessorTime(1, 0.5));
  }

  private static Rounds rounds(int transactions, double intervalMs) {
    Measured same = measured(transactions, intervalMs);
    return new Rounds(same, same, same, same, same, same, same, same);
  }

  private static Figure find(List<Figure> figures, String name) {
    return figures.stream().filter(figure -> figure.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void eachNodeOfANetworkWorksOnEachTransaction() {
    List<Figure> figures = NetworkFigures.ofWeft(4, rounds(500, 30), 0.05, 100);
    // One second of processor time for 1,000 transactions on four nodes.
    assertThat(find(figures, "application per transaction and node").value()).isEqualTo(0.25);
    Figure beside = find(figures, "the same beside its signature");
    assertThat(beside.value()).isEqualTo(0.2);
    assertThat(beside.aim().isMetBy(beside.value())).contains(false);
    assertThat(find(figures, "application s per 1,000 transactions").value()).isEqualTo(1);
    assertThat(find(figures, "refused in the flood: overloaded").value()).isEqualTo(7);
  }

  @Test
  void oneValidatorIsAimedAtFiguresAndSeveralAtTheEngineItself() {
    Rounds weft = rounds(500, 33);
    Rounds kvstore = rounds(400, 30);
    assertThat(find(NetworkFigures.ofWeft(1, weft, 0.05, 1), "transactions of 256 B").aim().text())
        .isEqualTo("at least 15,000");
    Figure ratio = find(NetworkFigures.ratios(4, weft, kvstore), "transactions of 256 B");
    assertThat(ratio.value()).isEqualTo(1.25);
    assertThat(ratio.aim().isMetBy(ratio.value())).contains(true);
    Figure interval = find(NetworkFigures.ratios(1, weft, kvstore), "block interval p50, empty");
    assertThat(interval.value()).isBetween(1.09, 1.11);
    assertThat(interval.aim().isMetBy(interval.value())).contains(true);
  }

  @Test
  void loadsOfBothKindsOfNetworkBecomeSoft() throws Exception {
    EngineSearch search = EngineBinary.find();
    Assumptions.assumeTrue(
        search instanceof EngineSearch.Found, "needs CometBFT: weft engine install");
    EngineBinary engine = ((EngineSearch.Found) search).binary();
    try (KvstoreNetwork network =
        KvstoreNetwork.start(
            folder.resolve("kvstore"), 1, FreePorts.find(1), EngineProfile.LOW_LATENCY, engine)) {
      assertSoft(network);
    }
    try (WeftNetwork network =
        WeftNetwork.start(
            folder.resolve("weft"),
            1,
            FreePorts.find(1),
            EngineProfile.LOW_LATENCY,
            engine,
            Optional.empty())) {
      assertSoft(network);
    }
  }

  private static void assertSoft(MeasuredNetwork network) throws Exception {
    Measured paced = network.measure(Load.paced(256, 20, 1));
    assertThat(paced.softMicros().getTotalCount()).isBetween(10L, 20L);
    Measured full = network.measure(Load.full(256, 64, 0, 1));
    assertThat(full.transactions()).isPositive();
    assertThat(full.megabytesPerSecond()).isPositive();
    assertThat(full.refused()).isEmpty();
    assertThat(full.processor().engine()).isPositive();
  }
}
