package weft.cli.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weft.cli.market.AuctionTotals;
import weft.cli.market.LiveView;
import weft.cli.market.Snapshot;
import weft.cli.screen.Look;
import weft.protocol.status.TransactionState;

final class DevnetViewTest {
  private static final Snapshot NOW =
      new Snapshot(
          "weft-devnet",
          "http://127.0.0.1:9600",
          "127.0.0.1:9601",
          12_345,
          OptionalLong.of(30_000),
          1_234,
          102,
          198.4,
          61_234.5,
          "weft",
          "100",
          new Snapshot.Latency(41, 80, 1_120),
          2_345,
          3,
          12,
          12,
          3_100,
          List.of(
              new Snapshot.Lane("amm-east", 1_233, 2_402, 5, "10", OptionalDouble.of(1), "live"),
              new Snapshot.Lane(
                  "amm-west", 1_230, 2_391, 0, "10", OptionalDouble.of(1.05), "catching up")),
          AuctionTotals.NONE,
          List.of(
              new Snapshot.Recent(
                  "0x12ab34cd56ef78",
                  TransactionState.SOFT,
                  "amm-east 1233 + amm-west 1230",
                  OptionalLong.of(41)),
              new Snapshot.Recent(
                  "0x99ab34cd56ef78", TransactionState.PENDING, "", OptionalLong.empty())));

  private static List<String> text(int width, int height) {
    return DevnetView.lines(NOW, width, height).stream()
        .map(line -> line.text().stripTrailing())
        .toList();
  }

  @Test
  void showsAllThatMatters() {
    List<String> lines = text(100, 40);
    assertThat(lines).allMatch(line -> line.isEmpty() || line.startsWith(" "));
    assertThat(lines.stream().map(String::strip).collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            weft devnet   weft-devnet   12s of 30s
            HTTP http://127.0.0.1:9600   gRPC 127.0.0.1:9601   Ctrl-C stops

            block                1,234   every 102 ms   198 transactions/s   61.2 kB/s
            soft after       p50 41 ms   p90 80 ms      p99 1,120 ms
            receipts             2,345   12 waiting     3 refused
            mempool                 12   3.1 kB
            base fee          100 weft   per byte

            lane           height   payloads   skipped    fee per byte        price  state
            amm-east        1,233      2,402         5        +10 weft       1.0000  live
            amm-west        1,230      2,391         0        +10 weft       1.0500  catching up
            price gap 5.00 %

            recent transactions
            0x12ab34cd56…  soft          41 ms  amm-east 1233 + amm-west 1230
            0x99ab34cd56…  pending\
            """);
  }

  @Test
  void fitsIntoAnyTerminal() {
    for (int width = 1; width < 120; width += 7) {
      for (int height = 1; height < 30; height += 3) {
        List<String> lines = text(width, height);
        assertThat(lines).hasSizeLessThanOrEqualTo(height);
        int most = Math.max(2, width);
        assertThat(lines)
            .as("width %d height %d", width, height)
            .allMatch(line -> line.length() <= most);
      }
    }
  }

  @Test
  void coloursOnlyWhereAsked() {
    assertThat(Look.GOOD.paint("soft", false)).isEqualTo("soft");
    assertThat(Look.GOOD.paint("soft", true)).isEqualTo("\u001b[32msoft\u001b[0m");
    assertThat(Look.PLAIN.paint("soft", true)).isEqualTo("soft");
  }

  @Test
  void oneLineForLogs() {
    assertThat(LiveView.line(NOW))
        .isEqualTo(
            "12s  block 1,234  198 transactions/s  61.2 kB/s  soft p50 41 ms p99 1120 ms"
                + "  receipts 2,345  waiting 12  amm-east 1,233 @ 1.0000  amm-west 1,230 @ 1.0500");
  }
}
