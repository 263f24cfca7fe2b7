package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.chain.audit.RevenueStatement.Forfeit;
import weft.chain.audit.RevenueStatement.Line;
import weft.chain.audit.RevenueStatement.Sale;
import weft.chain.audit.RevenueStatement.Total;
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
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What a rollup earned, added up.
final class RevenueStatementTest {
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId WEST = RollupId.of("west");
  private static final AssetId WEFT = new AssetId("weft");
  private static final AssetId USD = new AssetId("usd");
  private static final Address ANN = address("ann");
  private static final Address BEN = address("ben");

  private static Address address(String name) {
    return PrivateKey.fromSeed(Bytes.utf8(name)).address();
  }

  private static Seller seller(RollupId rollup, long alone, long payment) {
    return new Seller(rollup, Amount.ZERO, List.of(1L), Amount.of(alone), Amount.of(payment));
  }

  private static Offer offer(int bidder, List<Integer> sellers, long amount, boolean isWinner) {
    Hash32 hash = Sha256.hash(Bytes.utf8(bidder + " " + sellers + " " + amount));
    return new Offer(
        hash,
        bidder,
        sellers,
        Amount.of(amount),
        0,
        0,
        List.of(),
        isWinner ? Optional.of(Amount.of(amount)) : Optional.empty());
  }

  private static AssetAuctionRecord auction(AssetId asset, List<Seller> sellers, Offer... offers) {
    return new AssetAuctionRecord(
        asset,
        sellers,
        List.of(new Bidder(ANN, Optional.empty()), new Bidder(BEN, Optional.empty())),
        List.of(Mechanism.DEFAULT),
        List.of(offers),
        true,
        1,
        List.of());
  }

  private static AuctionRecord block(long height, AssetAuctionRecord... auctions) {
    return new AuctionRecord(height, List.of(auctions), List.of());
  }

  @Test
  void saysFromWhomAndAgainstWhat() {
    AuctionRecord together =
        block(
            5,
            auction(
                WEFT,
                List.of(seller(EAST, 10, 14), seller(WEST, 4, 8)),
                offer(0, List.of(0, 1), 22, true),
                offer(1, List.of(0), 10, false)));
    AuctionRecord alone =
        block(9, auction(WEFT, List.of(seller(EAST, 3, 3)), offer(1, List.of(0), 3, true)));
    AuctionRecord unsold =
        block(11, auction(WEFT, List.of(seller(EAST, 0, 0)), offer(1, List.of(0), 1, false)));
    AuctionRecord others =
        block(12, auction(WEFT, List.of(seller(WEST, 7, 7)), offer(1, List.of(0), 7, true)));

    RevenueStatement statement =
        RevenueStatement.of(EAST, List.of(together, alone, unsold, others), List.of());

    assertThat(statement.lines())
        .containsExactly(
            new Line(
                5,
                WEFT,
                Amount.of(14),
                Amount.of(10),
                Amount.ZERO,
                Optional.of(new Sale(ANN, List.of(EAST, WEST), Amount.of(22)))),
            new Line(
                9,
                WEFT,
                Amount.of(3),
                Amount.of(3),
                Amount.ZERO,
                Optional.of(new Sale(BEN, List.of(EAST), Amount.of(3)))),
            new Line(11, WEFT, Amount.ZERO, Amount.ZERO, Amount.ZERO, Optional.empty()));
    Total total = Objects.requireNonNull(statement.totals().get(WEFT));
    assertThat(total.revenue()).isEqualTo(17);
    assertThat(total.alone()).isEqualTo(13);
    assertThat(total.surplus()).isEqualTo(4);
    assertThat(total.sold()).isEqualTo(2);
    assertThat(total.byBidder())
        .containsEntry(ANN, BigInteger.valueOf(14))
        .containsEntry(BEN, BigInteger.valueOf(3))
        .hasSize(2);
  }

  @Test
  void assetsStandApartAndForfeitsBesideRevenue() {
    AuctionRecord both =
        block(
            2,
            auction(USD, List.of(seller(EAST, 1, 1)), offer(0, List.of(0), 1, true)),
            auction(WEFT, List.of(seller(EAST, 2, 2)), offer(0, List.of(0), 2, true)));

    RevenueStatement statement =
        RevenueStatement.of(
            EAST,
            List.of(both),
            List.of(
                new Forfeit(2, USD, Amount.of(5)),
                new Forfeit(2, USD, Amount.of(6)),
                new Forfeit(3, WEFT, Amount.of(7))));

    assertThat(statement.totals().keySet()).containsExactly(USD, WEFT);
    assertThat(statement.lines()).extracting(Line::height).containsExactly(2L, 2L, 3L);
    assertThat(statement.lines().getFirst().forfeited()).isEqualTo(Amount.of(11));
    assertThat(statement.totals().values())
        .extracting(Total::forfeited)
        .containsExactly(BigInteger.valueOf(11), BigInteger.valueOf(7));
    assertThat(statement.totals().values())
        .extracting(Total::revenue)
        .containsExactly(BigInteger.ONE, BigInteger.TWO);
  }

  @Test
  void periodsSumToTheWhole() {
    SplittableRandom random = new SplittableRandom(7);
    List<AuctionRecord> blocks = new ArrayList<>();
    for (long height = 1; height <= 200; height += 1 + random.nextInt(4)) {
      long payment = random.nextInt(1_000);
      blocks.add(
          block(
              height,
              auction(
                  WEFT,
                  List.of(seller(EAST, payment / 2, payment)),
                  offer(random.nextInt(2), List.of(0), payment, true))));
    }
    RevenueStatement whole = RevenueStatement.of(EAST, blocks, List.of());
    for (long length : List.of(1L, 7L, 100L, 1_000L)) {
      BigInteger revenue = BigInteger.ZERO;
      List<Line> lines = new ArrayList<>();
      for (var period : whole.periods(length).entrySet()) {
        long first = period.getKey();
        assertThat((first - 1) % length).isZero();
        assertThat(period.getValue().lines())
            .allMatch(line -> line.height() >= first && line.height() < first + length);
        lines.addAll(period.getValue().lines());
        for (Total total : period.getValue().totals().values()) {
          revenue = revenue.add(total.revenue());
          assertThat(total.byBidder().values().stream().reduce(BigInteger.ZERO, BigInteger::add))
              .isEqualTo(total.revenue());
        }
      }
      assertThat(lines).isEqualTo(whole.lines());
      assertThat(List.of(revenue))
          .isEqualTo(whole.totals().values().stream().map(Total::revenue).toList());
    }
    assertThatIllegalArgumentException().isThrownBy(() -> whole.periods(0));
  }
}
