package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestTransactions;
import weft.ledger.market.BlockBid;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;

final class BidTurnsTest {
  private static final RollupId OWN = RollupId.of("attackers-own");

  private static BlockBid bid(String name, long amount, RollupId... rollups) {
    return new BlockBid(
        Sha256.hash(Bytes.utf8(name)),
        Address.ZERO,
        new Action.Bid(
            List.of(rollups),
            List.of(Hash32.ZERO),
            TestTransactions.WEFT,
            Amount.of(amount),
            0,
            0,
            Amount.ZERO,
            List.of()));
  }

  @Test
  void everyRollupHasItsTurn() {
    List<BlockBid> bids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      bids.add(bid("own " + i, 1_000_000 + i, OWN));
    }
    BlockBid both = bid("both", 9, EAST, WEST);
    BlockBid east = bid("east", 5, EAST);
    BlockBid west = bid("west", 3, WEST);
    bids.addAll(List.of(west, east, both));
    Collections.shuffle(bids, new Random(1));
    List<BlockBid> placed = BidTurns.of(bids, bid -> bid, 48);
    assertThat(placed).hasSize(48).doesNotHaveDuplicates().contains(both, east, west);
    assertThat(placed.subList(0, 3)).contains(both, bid("own 99", 1_000_099, OWN));
    assertThat(BidTurns.of(bids, bid -> bid, 2)).hasSize(2).contains(both);
    assertThat(BidTurns.of(bids, bid -> bid, 1_000)).hasSize(103);
    assertThat(BidTurns.of(List.<BlockBid>of(), bid -> bid, 48)).isEmpty();
  }
}
