package weft.ledger.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.ledger.fee.Earnings;
import weft.ledger.fixture.TestChain;
import weft.ledger.state.EscrowId;
import weft.ledger.state.EscrowRecord;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.RollupId;

/// What becomes of an escrow when much is due at its height already.
final class EscrowPlacesTest {
  private static final long HEIGHT = 10;
  private static final long DUE = 16;
  private static final Hash32 BID = MarketState.hash("bid");
  private static final Address BIDDER = Address.of(Bytes.fromHex("01".repeat(20)));
  private static final Mechanism DEFERRING =
      Mechanism.DEFAULT.deferring(Optional.of(new Deferral(500, Signal.VOLUME, 5)));
  private static final List<RollupId> ROLLUPS =
      Stream.of("east", "west").map(RollupId::of).sorted().toList();

  private final MarketState state = new MarketState();
  private final Earnings earnings = new Earnings();

  EscrowPlacesTest() {
    for (RollupId rollup : ROLLUPS) {
      state.seller(rollup, MarketState.terms(TestChain.USD, 0, DEFERRING));
    }
  }

  private List<Release> open() {
    AssetAuctionRecord auction =
        new AssetAuctionRecord(
            TestChain.USD,
            ROLLUPS.stream()
                .map(
                    rollup ->
                        new Seller(
                            rollup,
                            Amount.ZERO,
                            List.of(1L),
                            Amount.ZERO,
                            Amount.of(20),
                            Amount.of(10)))
                .toList(),
            List.of(new Bidder(BIDDER, Optional.empty())),
            List.of(DEFERRING),
            List.of(
                new Offer(
                    BID,
                    0,
                    List.of(0, 1),
                    Amount.of(40),
                    0,
                    0,
                    List.of(),
                    Optional.of(Amount.of(40)))),
            true,
            1,
            List.of());
    return Escrows.open(state.writer(), HEIGHT, auction, earnings);
  }

  private void fill(long height) {
    for (int i = state.reader().escrowsDue(height).size(); i < Escrows.MAX_DUE_PER_HEIGHT; i++) {
      state
          .writer()
          .openEscrow(
              new EscrowId(1, MarketState.hash(height + " " + i)),
              new EscrowRecord(TestChain.USD, Signal.GAS, height, List.of()));
    }
  }

  private long dueHeight() {
    EscrowId id = state.reader().escrowOf(ROLLUPS.getFirst(), HEIGHT).orElseThrow();
    assertThat(id).isEqualTo(new EscrowId(HEIGHT, BID));
    return state.reader().escrow(id).orElseThrow().dueHeight();
  }

  @Test
  void aFullHeightLeavesItToTheNext() {
    fill(DUE);
    fill(DUE + 1);
    assertThat(open()).isEmpty();
    assertThat(dueHeight()).isEqualTo(DUE + 2);
    assertThat(state.reader().escrowsDue(DUE + 2)).containsExactly(new EscrowId(HEIGHT, BID));
  }

  @Test
  void oneBelowTheBoundHasAPlace() {
    fill(DUE);
    EscrowId one = state.reader().escrowsDue(DUE).getFirst();
    state.writer().closeEscrow(one, state.reader().escrow(one).orElseThrow());
    assertThat(open()).isEmpty();
    assertThat(dueHeight()).isEqualTo(DUE);
    assertThat(state.reader().escrowsDue(DUE)).hasSize(Escrows.MAX_DUE_PER_HEIGHT);
  }

  @Test
  void withoutAPlaceItIsPaidAtOnce() {
    for (int i = 0; i < Escrows.MAX_LATER; i++) {
      fill(DUE + i);
    }
    assertThat(open())
        .singleElement()
        .satisfies(
            release -> {
              assertThat(release.height()).isEqualTo(HEIGHT);
              assertThat(release.isByDefault()).isTrue();
              assertThat(release.parts())
                  .extracting(Release.Part::amount)
                  .containsOnly(Amount.of(10));
            });
    assertThat(state.reader().escrowOf(ROLLUPS.getFirst(), HEIGHT)).isEmpty();
    earnings.credit(state.writer());
    Address payee = state.reader().rollup(ROLLUPS.getFirst()).orElseThrow().terms().payee();
    assertThat(state.reader().claimable(payee, TestChain.USD)).isEqualTo(Amount.of(20));
  }
}
