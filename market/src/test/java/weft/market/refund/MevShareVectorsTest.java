package weft.market.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import weft.market.AuctionRun;
import weft.market.Settlement;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.wasm.KnownModules;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// The refunds of MEV-Share's own nine cases, github.com/flashbots/mev-share,
/// tests/v0.1/tests.json: `value` and `percent` are those of `extractedRefunds`, and recipients
/// those of `refundSplit`. What a bundle pays there less its gas is what a bid offers here. Five of
/// the cases are about what may be in a bundle and refund nothing. Each bid is on two rollups that
/// nobody bids on alone: under first price a bid on one rollup is that rollup's floor, and refunds
/// come from above it.
final class MevShareVectorsTest {
  /// `0x1636110e9abbc00`, what each backrun pays.
  private static final BigInteger VALUE = new BigInteger("1636110e9abbc00", 16);

  /// 30,000 gas at the base fee of the cases' header, `0x2e90edd000`: the payout's gas.
  private static final BigInteger GAS =
      BigInteger.valueOf(30_000).multiply(new BigInteger("2e90edd000", 16));

  private static final BigInteger OFFERED = VALUE.subtract(GAS);
  private static final int USER = 0;
  private static final int SEARCHER = 1;

  private static Settlement settle(List<List<OrderUse>> usesOfBids) {
    List<Bid> bids = new ArrayList<>();
    for (List<OrderUse> uses : usesOfBids) {
      int place = bids.size();
      RollupSet rollups = RollupSet.of(2 * place, 2 * place + 1);
      bids.add(new Bid(place, rollups, OFFERED, OptionalInt.empty(), 0, List.of(), uses));
    }
    return AuctionRun.settle(
        new Auction(
            Collections.nCopies(2 * bids.size(), new RollupTerms(BigInteger.ZERO, BigInteger.ONE)),
            bids,
            Collections.nCopies(bids.size(), Optional.empty()),
            List.of(new Mechanism(1_000, Pricing.FIRST, Sharing.FIXED, Refunds.PERCENT))),
        KnownModules.NONE);
  }

  @Test
  void bundleWithBackrunOfTransactionOrOfBundle() {
    Settlement settled = settle(List.of(List.of(new OrderUse(USER, 90))));
    assertThat(settled.refunds()).containsExactly(new BigInteger("84627307800000000"));
    BigInteger half = new BigInteger("4701517100000000");
    assertThat(settled.payments()).containsExactly(half, half);
  }

  /// 90 % in halves: 45 % each.
  @Test
  void bundleWithBackrunOfBundleWithRefundConfig() {
    Settlement settled =
        settle(List.of(List.of(new OrderUse(USER, 45), new OrderUse(SEARCHER, 45))));
    assertThat(settled.refunds())
        .containsExactly(new BigInteger("42313653900000000"), new BigInteger("42313653900000000"));
  }

  /// The second backrun pays 80 % to whoever made the first. Here they are two bids, each with
  /// heads of its own.
  @Test
  void bundleWithBackrunOfBackrunOfUserTransaction() {
    Settlement settled =
        settle(List.of(List.of(new OrderUse(USER, 90)), List.of(new OrderUse(SEARCHER, 80))));
    assertThat(settled.refunds())
        .containsExactly(new BigInteger("84627307800000000"), new BigInteger("75224273600000000"));
  }

  @Test
  void bundlesThatNameNoRefundPayNone() {
    Settlement settled = settle(List.of(List.of()));
    assertThat(settled.refunds()).isEmpty();
    assertThat(settled.payments().stream().reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(OFFERED);
  }
}
