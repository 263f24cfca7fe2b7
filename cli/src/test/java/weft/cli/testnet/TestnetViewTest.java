package weft.cli.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.cli.market.AuctionTotals;
import weft.cli.market.Snapshot;
import weft.cli.screen.Line;
import weft.cli.screen.Look;

final class TestnetViewTest {
  private static final TestnetSnapshot NOW =
      new TestnetSnapshot(
          new Snapshot(
              "weft-testnet",
              "http://127.0.0.1:9600",
              "127.0.0.1:9601",
              12_345,
              OptionalLong.of(60_000),
              1_234,
              52,
              198.4,
              61_234.5,
              "weft",
              "100",
              new Snapshot.Latency(41, 80, 1_120),
              2_345,
              3,
              12,
              12,
              0,
              List.of(
                  new Snapshot.Lane(
                      "amm-east", 1_233, 2_402, 5, "10", OptionalDouble.of(1), "live")),
              AuctionTotals.NONE,
              List.of()),
          List.of(
              new NodeView(
                  0,
                  "http://127.0.0.1:9602",
                  1_234,
                  "0x12ab34cd56ef78",
                  3,
                  12,
                  900,
                  NodeState.LIVE,
                  51),
              new NodeView(1, "http://127.0.0.2:9602", -1, "", -1, 0, 0, NodeState.KILLED, 0)),
          1_232,
          1,
          new TreeMap<>(Map.of("kill", 2L, "pause", 0L)));

  @Test
  void oneLineForEachNode() {
    List<Line> lines = TestnetView.lines(NOW, 120, 40);
    assertThat(lines.stream().map(line -> line.text().strip()))
        .startsWith(
            "weft testnet   weft-testnet   12s of 1m 00s",
            "",
            "node        height  app hash      peers  mempool   interval  state        HTTP",
            "node0        1,234  0x12ab34cd56      3       12      51 ms  live        "
                + " http://127.0.0.1:9602",
            "node1            -  -                 -        0          -  killed      "
                + " http://127.0.0.2:9602",
            "",
            "attested             1,232   1 missed       disturbed: kill 2  pause 0");
    assertThat(lines.get(3).look()).isEqualTo(Look.GOOD);
    assertThat(lines.get(4).look()).isEqualTo(Look.BAD);
  }

  @Test
  void withoutRoomForItThereIsNoAddress() {
    List<Line> lines = TestnetView.lines(NOW, 80, 24);
    assertThat(lines.get(2).text().strip()).endsWith("state");
    assertThat(lines.get(3).text().strip()).endsWith("live");
    assertThat(lines).noneMatch(line -> line.text().contains("…"));
  }

  @Test
  void fitsIntoAnyTerminal() {
    for (int width = 1; width < 120; width += 7) {
      int most = Math.max(2, width);
      assertThat(TestnetView.lines(NOW, width, 9))
          .hasSizeLessThanOrEqualTo(9)
          .allMatch(line -> line.text().length() <= most);
    }
  }

  @Test
  void oneLineForLogsNamesWhoIsAway() {
    assertThat(TestnetView.line(NOW)).endsWith("amm-east 1,233 @ 1.0000  node1 killed");
  }
}
