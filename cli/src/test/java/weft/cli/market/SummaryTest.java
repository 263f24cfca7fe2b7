package weft.cli.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.cli.Output;

final class SummaryTest {
  private static Summary summary(boolean verified, long lost) {
    return new Summary(
        10,
        200,
        300,
        40_000,
        new TreeMap<>(Map.of("rate-limited", 2L)),
        new Snapshot.Latency(41, 80, 120),
        List.of(new Summary.Lane("amm-east", 9, 150, "0xab", verified)),
        200,
        lost,
        AuctionTotals.NONE);
  }

  @Test
  void theDocumentHasExactlyTheseFields() {
    assertThat(Output.toJson(summary(true, 0).document()).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"blocks\":10,\"transactions\":200,\"payloads\":300,\"payloadBytes\":40000,"
                + "\"refused\":{\"rate-limited\":2},"
                + "\"softLatencyMs\":{\"p50\":41,\"p90\":80,\"p99\":120},"
                + "\"lanes\":[{\"rollup\":\"amm-east\",\"laneHeight\":9,\"payloads\":150,"
                + "\"stateRoot\":\"0xab\",\"verified\":true}],"
                + "\"receipts\":200,\"lost\":0,"
                + "\"auctions\":0,\"voidBids\":0,\"revenue\":{},\"builders\":{}}");
  }

  @Test
  void whatIsLostOrUnverifiedIsNotSound() {
    assertThat(summary(true, 0).isSound()).isTrue();
    assertThat(summary(true, 1).isSound()).isFalse();
    assertThat(summary(false, 0).isSound()).isFalse();
    assertThat(summary(false, 0).lines()).anyMatch(line -> line.contains("NOT ALL VERIFIED"));
  }
}
