package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.CID;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.WEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.state.BidBond;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.VoidedBid;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.VerifiedTransaction;

/// Random blocks of seals, of bids that show them, and of open bids, beside a plain list of the
/// seals that must be open. [TestChain] checks conservation after each block.
final class SealedBidsPropertyTest {
  private static final int SEEDS = 60;
  private static final int BLOCKS = 25;
  private static final int REVEAL_BLOCKS = 3;
  private static final List<TestAccount> BIDDERS = List.of(ANN, BEN, CID);

  /// A seal that must be open.
  private record Sealed(
      TestAccount bidder, Action.Bid bid, Hash32 salt, Amount deposit, long lastHeight) {}

  private final SortedMap<Hash32, Sealed> open = new TreeMap<>();
  private final SortedMap<String, Integer> seen = new TreeMap<>();
  private Amount burned = Amount.ZERO;

  @Test
  void sealsEndWithTheirBidsOrTheirTime() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      open.clear();
      burned = Amount.ZERO;
      AuctionScene scene =
          new AuctionScene(
              Mechanism.DEFAULT,
              0,
              "market.reveal-blocks",
              "" + REVEAL_BLOCKS,
              "market.max-bids-per-bidder",
              "4",
              "market.unbonding-blocks",
              "5");
      BIDDERS.forEach(bidder -> scene.bond(bidder, 100 + random.nextInt(400)));
      for (int block = 0; block < BLOCKS; block++) {
        runBlock(scene, random);
        compare("seed " + seed + " block " + block, scene);
      }
    }
    System.out.println(seen);
    assertThat(seen.keySet())
        .contains("burned", "sealed", "refused", "shown", "shown twice", "void", "missing");
  }

  private void runBlock(AuctionScene scene, Random random) {
    long height = scene.chain.height() + 1;
    open.values().removeIf(seal -> hasRunOut(seal, height));
    List<VerifiedTransaction> bids = new ArrayList<>();
    List<Hash32> missing = new ArrayList<>();
    SortedMap<Hash32, Hash32> showing = new TreeMap<>();
    open.forEach(
        (commitment, seal) -> {
          for (int i = random.nextInt(3); i > 0; i--) {
            VerifiedTransaction shown =
                sign(scene, seal.bidder(), 1 + i, seal.bid().sealedWith(seal.salt()));
            bids.add(shown);
            count(showing.containsValue(commitment) ? "shown twice" : "shown");
            showing.put(shown.hash(), commitment);
            if (random.nextInt(6) == 0) {
              missing.add(shown.hash());
            }
          }
        });
    for (int i = random.nextInt(3); i > 0; i--) {
      bids.add(sign(scene, BIDDERS.get(random.nextInt(3)), 9, bid(random)));
    }
    List<VerifiedTransaction> taken = bids.stream().distinct().toList();
    BlockExecution block = scene.begin(missing, taken.toArray(VerifiedTransaction[]::new));
    scene.record.ifPresent(record -> showing.forEach((bid, seal) -> end(record, bid, seal)));
    for (int i = random.nextInt(4); i > 0; i--) {
      execute(scene, block, random, height);
    }
    scene.chain.commit(block);
  }

  private boolean hasRunOut(Sealed seal, long height) {
    if (seal.lastHeight() >= height) {
      return false;
    }
    burned = burned.plus(seal.deposit());
    count("burned");
    return true;
  }

  private void end(AuctionRecord record, Hash32 bid, Hash32 commitment) {
    String reason =
        record.voids().stream()
            .filter(voided -> voided.bid().equals(bid))
            .map(VoidedBid::reason)
            .findFirst()
            .orElse("");
    boolean stays = !reason.isEmpty() && !reason.equals("missing-transaction");
    count(reason.isEmpty() ? "taking part" : stays ? "void" : "missing");
    if (!stays) {
      open.remove(commitment);
    }
  }

  private void execute(AuctionScene scene, BlockExecution block, Random random, long height) {
    TestAccount bidder = BIDDERS.get(random.nextInt(3));
    Action.Bid bid = bid(random);
    Hash32 salt = Sha256.hash(bidder.address().bytes());
    Amount least = bid.amount().mulDivCeil(1, 10);
    Amount deposit = least.plus(Amount.of(random.nextInt(80)));
    Hash32 commitment = SealedBid.commitment(bidder.address(), salt, bid);
    Action action =
        random.nextInt(5) == 0
            ? new Action.UnbondBids(TestChain.USD, Amount.of(1 + random.nextInt(60)))
            : new Action.SealBid(commitment, TestChain.USD, deposit);
    VerifiedTransaction transaction =
        TestTransaction.from(bidder)
            .nonce(0, scene.chain.nextSequence(bidder, 0))
            .lastHeight(1_000)
            .action(action)
            .sign();
    if (block.execute(transaction) instanceof Checked.Refused) {
      count("refused");
    } else if (action instanceof Action.SealBid) {
      count("sealed");
      open.put(commitment, new Sealed(bidder, bid, salt, deposit, height + REVEAL_BLOCKS));
    }
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  private static VerifiedTransaction sign(
      AuctionScene scene, TestAccount bidder, long ahead, Action.Bid bid) {
    return TestTransaction.from(bidder)
        .nonce(1, scene.chain.nextSequence(bidder, 1) + ahead)
        .lastHeight(1_000)
        .action(bid)
        .sign();
  }

  /// Losing bids need no transactions; those of these blocks lose or are delivered by nobody, which
  /// the execution leaves to whoever asks.
  private static Action.Bid bid(Random random) {
    List<RollupId> rollups =
        List.of(List.of(EAST), List.of(WEST), List.of(EAST, WEST)).get(random.nextInt(3));
    return new Action.Bid(
        rollups.stream().sorted().toList(),
        List.of(Hash32.ZERO),
        TestChain.USD,
        Amount.of(1 + random.nextInt(150)),
        0,
        random.nextInt(3),
        Amount.ZERO,
        List.of());
  }

  private void compare(String where, AuctionScene scene) {
    for (TestAccount bidder : BIDDERS) {
      List<Sealed> own =
          open.values().stream().filter(seal -> seal.bidder().equals(bidder)).toList();
      BidBond bond = scene.chain.reader().bidBond(bidder.address(), TestChain.USD);
      assertThat(bond.sealed())
          .as(where)
          .isEqualTo(own.stream().map(Sealed::deposit).reduce(Amount.ZERO, Amount::plus));
      assertThat(bond.seals()).as(where).isEqualTo(own.size());
      assertThat(bond.held()).as(where).isGreaterThanOrEqualTo(bond.sealed());
    }
    open.forEach(
        (commitment, seal) ->
            assertThat(
                    scene
                        .chain
                        .reader()
                        .seal(seal.bidder().address(), commitment)
                        .map(record -> record.lastHeight()))
                .as(where)
                .contains(seal.lastHeight()));
    assertThat(scene.chain.reader().burned(TestChain.USD)).as(where).isEqualTo(burned);
  }
}
