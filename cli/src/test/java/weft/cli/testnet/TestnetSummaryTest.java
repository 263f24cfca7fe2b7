package weft.cli.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.cli.Output;
import weft.cli.market.AuctionTotals;
import weft.cli.market.Heads;
import weft.cli.market.Snapshot;
import weft.cli.market.Summary;

final class TestnetSummaryTest {
  private static TestnetSummary summary(
      long lost, boolean appHashesAgree, boolean rollupStateRootsAgree) {
    return new TestnetSummary(
        new Summary(
            10,
            200,
            300,
            40_000,
            new TreeMap<>(),
            new Snapshot.Latency(41, 80, 120),
            List.of(new Summary.Lane("amm-east", 9, 150, "0xab", true)),
            200,
            lost,
            AuctionTotals.NONE),
        4,
        new Heads.Intervals(52, 80),
        List.of(10L, 11L, 10L, -1L),
        appHashesAgree,
        9,
        1,
        new TreeMap<>(Map.of("disk", 0L, "kill", 2L)),
        new TreeMap<>(Map.of("kill", new Recovery(2_500, 4_000))),
        rollupStateRootsAgree,
        lost == 0 ? List.of() : List.of("LOST, no node knows 1 transaction: 0xcd"));
  }

  @Test
  void theDocumentHasTheFieldsOfADevnetAndExactlyTheseBesides() {
    assertThat(Output.toJson(summary(0, true, true).document()).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"blocks\":10,\"transactions\":200,\"payloads\":300,\"payloadBytes\":40000,"
                + "\"refused\":{},\"softLatencyMs\":{\"p50\":41,\"p90\":80,\"p99\":120},"
                + "\"lanes\":[{\"rollup\":\"amm-east\",\"laneHeight\":9,\"payloads\":150,"
                + "\"stateRoot\":\"0xab\",\"verified\":true}],\"receipts\":200,\"lost\":0,"
                + "\"auctions\":0,\"voidBids\":0,\"revenue\":{},\"builders\":{},"
                + "\"validators\":4,\"engineIntervalMs\":{\"p50\":52,\"p99\":80},"
                + "\"heights\":[10,11,10,-1],\"appHashesAgree\":true,"
                + "\"attestedHeights\":9,\"missedAttestations\":1,"
                + "\"restarts\":{\"disk\":0,\"kill\":2},"
                + "\"recoveryMs\":{\"kill\":{\"p50\":2500,\"max\":4000}},\"rollupStateRootsAgree\":true}");
  }

  @Test
  void whatIsLostOrDiffersIsNotSound() {
    assertThat(summary(0, true, true).isSound()).isTrue();
    assertThat(summary(1, true, true).isSound()).isFalse();
    assertThat(summary(0, false, true).isSound()).isFalse();
    assertThat(summary(0, true, false).isSound()).isFalse();
    assertThat(summary(0, false, false).lines())
        .contains("APP HASHES DIFFER", "ROLLUP STATE ROOTS DIFFER");
  }

  @Test
  void theLinesSayWhatWasLostOrMissedAndHowLongNodesWereAway() {
    assertThat(summary(1, true, true).lines())
        .contains(
            "200 receipts, 1 LOST",
            "4 validators at heights 10 11 10 (no answer); blocks every p50 52 ms, p99 80 ms",
            "9 heights attested by more than 2/3 of the power, 1 MISSED",
            "disk: 0 nodes",
            "kill: 2 nodes, back after p50 2,500 ms, 4,000 ms at most",
            "LOST, no node knows 1 transaction: 0xcd");
    assertThat(summary(0, true, true).lines()).contains("200 receipts, 0 lost");
  }
}
