package weft.cli.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.cli.Output;
import weft.cli.screen.Line;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

final class AuctionTallyTest {
  private static final AssetId WEFT = new AssetId("weft");
  private static final Address KNOWN = address("known");
  private static final Address IDLE = address("idle");
  private static final Address STRANGER = address("stranger");

  private static Address address(String seed) {
    return PrivateKey.fromSeed(Bytes.utf8(seed)).address();
  }

  private static Hash32 hash(String text) {
    return Sha256.hash(Bytes.utf8(text));
  }

  private static Seller seller(String name, long alone, long payment) {
    return new Seller(
        RollupId.of(name), Amount.of(1_000), List.of(1L), Amount.of(alone), Amount.of(payment));
  }

  private static Offer offer(int bidder, List<Integer> sellers, long amount, boolean isWinner) {
    return new Offer(
        hash(bidder + " " + sellers + " " + amount),
        bidder,
        sellers,
        Amount.of(amount),
        0,
        0,
        List.of(),
        isWinner ? Optional.of(Amount.of(amount)) : Optional.empty());
  }

  private static AuctionRecord block(
      long height, List<Seller> sellers, List<Offer> offers, List<VoidedBid> voids) {
    return new AuctionRecord(
        height,
        List.of(
            new AssetAuctionRecord(
                WEFT,
                sellers,
                List.of(
                    new Bidder(KNOWN, Optional.empty()), new Bidder(STRANGER, Optional.empty())),
                List.of(Mechanism.DEFAULT),
                offers,
                true,
                3,
                List.of())),
        voids);
  }

  private static AuctionTotals totals() {
    AuctionTally tally = new AuctionTally(new TreeMap<>(Map.of(KNOWN, "known", IDLE, "idle")));
    tally.add(
        block(
            1_007,
            List.of(seller("amm-east", 4_000, 7_000), seller("amm-west", 0, 3_000)),
            List.of(offer(0, List.of(0, 1), 10_000, true), offer(1, List.of(0), 4_000, false)),
            List.of()));
    tally.add(
        block(
            1_008,
            List.of(seller("amm-east", 5_000, 5_000)),
            List.of(offer(1, List.of(0), 5_000, true)),
            List.of(new VoidedBid(hash("void"), "bond-too-low", Amount.ZERO))));
    return tally.totals().earning(new TreeMap<>(Map.of("known", -77L)));
  }

  @Test
  void sumsUpWhoGotAndPaidWhat() {
    assertThat(Output.toJson(totals().document()).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"auctions\":2,\"voidBids\":1,\"revenue\":{"
                + "\"amm-east\":{\"weft\":{\"payment\":\"12000\",\"alone\":\"9000\",\"below\":0}},"
                + "\"amm-west\":{\"weft\":{\"payment\":\"3000\",\"alone\":\"0\",\"below\":0}}},"
                + "\"builders\":{\""
                + STRANGER
                + "\":{\"bids\":2,\"wins\":1,\"paid\":{\"weft\":\"5000\"}},"
                + "\"idle\":{\"bids\":0,\"wins\":0,\"paid\":{}},"
                + "\"known\":{\"bids\":1,\"wins\":1,\"paid\":{\"weft\":\"10000\"},"
                + "\"earnedSilver\":-77}}}");
  }

  @Test
  void namesRevenueBelowTheStandAloneValue() {
    AuctionTally tally = new AuctionTally(new TreeMap<>());
    tally.add(block(5, List.of(seller("amm-east", 5_001, 5_000)), List.of(), List.of()));
    assertThat(tally.totals().revenue().values().stream().flatMap(of -> of.values().stream()))
        .singleElement()
        .satisfies(earned -> assertThat(earned.below()).isEqualTo(1));
    assertThat(tally.totals().lines())
        .contains(
            "amm-east: 5,000 weft for the heads of its lane, 5,001 weft alone, LESS THAN ALONE in"
                + " 1 auction");
  }

  @Test
  void theLinesSayItInWords() {
    assertThat(totals().lines())
        .contains(
            "2 auctions, 1 void bid",
            "amm-east: 12,000 weft for the heads of its lane, 9,000 weft alone",
            "idle: 0 bids, 0 won",
            "known: 1 bid, 1 won, 10,000 weft paid, -77 silver earned");
    assertThat(AuctionTotals.NONE.lines()).isEmpty();
  }

  @Test
  void thePanelShowsRevenueBuildersAndWinners() {
    assertThat(text(AuctionView.lines(totals(), 80)).replace(shortened(STRANGER), "0xstranger…"))
        .isEqualTo(
            """
            auctions                 2   1 void bid
            head of                    revenue                  alone      more
            amm-east               12,000 weft             9,000 weft    33.3 %
            amm-west                3,000 weft                 0 weft         -
            builder         bids      won   of all                   paid           earned
            0xstranger…        2        1   50.0 %             5,000 weft                -
            idle               0        0    0.0 %                      -                -
            known              1        1   50.0 %            10,000 weft       -77 silver
               height package           winner            price  shares
                1,008 amm-east          0xstranger…       5,000  5,000
                1,007 amm-east+amm-west known            10,000  7,000 + 3,000\
            """);
    assertThat(text(AuctionView.lines(totals(), 120)))
        .endsWith("known            10,000  amm-east 7,000 + amm-west 3,000");
    assertThat(AuctionView.lines(AuctionTotals.NONE, 80)).isEmpty();
  }

  @Test
  void thePanelFitsEightyColumns() {
    AuctionTally tally = new AuctionTally(new TreeMap<>(Map.of(KNOWN, "arbitrage")));
    for (long height = 9_999_990; height < 10_000_000; height++) {
      tally.add(
          block(
              height,
              List.of(
                  seller("amm-east", 100_000_000, 123_456_789),
                  seller("amm-west", 100_000_000, 123_456_789)),
              List.of(offer(0, List.of(0, 1), 246_913_578, true)),
              List.of()));
    }
    List<Line> lines = Line.fit(AuctionView.lines(tally.totals(), 80), 80, 40);
    assertThat(lines).noneMatch(line -> line.text().contains("…"));
    assertThat(lines).hasSizeLessThanOrEqualTo(14);
  }

  private static String shortened(Address address) {
    return address.toString().substring(0, 10) + "…";
  }

  private static String text(List<Line> lines) {
    return String.join("\n", lines.stream().map(Line::text).toList());
  }
}
