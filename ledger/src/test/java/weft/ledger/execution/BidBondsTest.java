package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.query.Queries;
import weft.ledger.state.BidBond;
import weft.ledger.state.DueChange;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.VerifiedTransaction;

/// Bonds for bids come back 4 blocks after they were asked for.
final class BidBondsTest {
  private static final TestAccount BIDDER = TestAccount.of("bidder");

  private final TestChain chain =
      new TestChain(TestChain.genesis(List.of(BIDDER), "market.unbonding-blocks", "4"));

  private VerifiedTransaction sign(Action... actions) {
    TestTransaction transaction =
        TestTransaction.from(BIDDER).nonce(0, chain.nextSequence(BIDDER, 0)).lastHeight(1_000);
    for (Action action : actions) {
      transaction.action(action);
    }
    return transaction.sign();
  }

  private static Action bond(long amount) {
    return new Action.BondBids(TestChain.USD, Amount.of(amount));
  }

  private static Action unbond(long amount) {
    return new Action.UnbondBids(TestChain.USD, Amount.of(amount));
  }

  private BidBond held() {
    return chain.reader().bidBond(BIDDER.address(), TestChain.USD);
  }

  private static BidBond bonded(long held, long leaving) {
    return new BidBond(Amount.of(held), Amount.of(leaving));
  }

  @Test
  void bondIsTakenFromTheBalanceInItsAsset() {
    chain.runAll(sign(bond(70)));
    chain.runAll(sign(bond(30)));

    assertThat(held()).isEqualTo(bonded(100, 0));
    assertThat(chain.balance(BIDDER, TestChain.USD))
        .isEqualTo(TestChain.FUNDS.minus(Amount.of(100)));
    assertThat(Queries.account(chain.state(), BIDDER.address()).bidBonds())
        .containsExactly(
            new Queries.BidBondInfo(TestChain.USD, Amount.of(100), Amount.ZERO, Amount.ZERO));
  }

  @Test
  void bondNeedsTheFunds() {
    Action tooMuch = new Action.BondBids(TestChain.USD, TestChain.FUNDS.plus(Amount.of(1)));

    Refusal refusal = chain.runRefused(sign(tooMuch));

    assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    assertThat(refusal.field()).isEqualTo("body.actions[0].bond_bids.amount");
  }

  @Test
  void bondIsHeldUntilItComesBackAfterTheDelay() {
    chain.runAll(sign(bond(100)));
    chain.runAll(sign(unbond(60)));
    long asked = chain.height();

    while (chain.height() < asked + 3) {
      assertThat(held()).isEqualTo(bonded(100, 60));
      assertThat(chain.claimable(BIDDER, TestChain.USD)).isEqualTo(Amount.ZERO);
      chain.runEmpty(1);
    }
    chain.runEmpty(1);

    assertThat(held()).isEqualTo(bonded(40, 0));
    assertThat(chain.claimable(BIDDER, TestChain.USD)).isEqualTo(Amount.of(60));
    chain.runAll(sign(unbond(40)));
    chain.runEmpty(4);
    assertThat(held()).isEqualTo(BidBond.NONE);
    assertThat(Queries.account(chain.state(), BIDDER.address()).bidBonds()).isEmpty();
    chain.runAll(sign(new Action.Claim(TestChain.USD)));
    assertThat(chain.balance(BIDDER, TestChain.USD)).isEqualTo(TestChain.FUNDS);
  }

  @Test
  void whatIsOnItsWayBackIsNotAskedForTwice() {
    chain.runAll(sign(bond(100)));
    chain.runAll(sign(unbond(60)));

    Refusal refusal = chain.runRefused(sign(unbond(41)));

    assertThat(refusal.code()).isEqualTo(RefusalCode.BID_BOND_TOO_LOW);
    assertThat(refusal.field()).isEqualTo("body.actions[0].unbond_bids.amount");
    assertThat(refusal.limit()).isEqualTo("40 usd");
    chain.runAll(sign(unbond(40)));
    assertThat(held()).isEqualTo(bonded(100, 100));
  }

  @Test
  void chargesReachABondOnItsWayBack() {
    BidBond charged = bonded(30, 60);
    assertThat(charged.free()).isEqualTo(Amount.ZERO);
    assertThat(charged.backOf(Amount.of(40))).isEqualTo(Amount.of(30));
    assertThat(charged.without(Amount.of(40))).isEqualTo(bonded(0, 20));
    assertThat(bonded(0, 20).without(Amount.of(20))).isEqualTo(BidBond.NONE);
  }

  @Test
  void aBidderTakesOnePlaceOfAHeight() {
    chain.runAll(sign(bond(100)));
    chain.runAll(sign(unbond(20), unbond(1), new Action.BondBids(TestChain.WEFT, Amount.of(5))));
    chain.runEmpty(1);
    chain.runAll(sign(unbond(2), new Action.UnbondBids(TestChain.WEFT, Amount.of(5)), unbond(3)));

    assertThat(chain.reader().due(chain.height() + 2)).containsExactly(back(TestChain.USD, 21));
    assertThat(chain.reader().due(chain.height() + 4))
        .containsExactly(back(TestChain.USD, 5), back(TestChain.WEFT, 5));
  }

  private static DueChange back(AssetId asset, long amount) {
    return new DueChange.ReturnBidBond(BIDDER.address(), asset, Amount.of(amount));
  }

  @Test
  void placesOfAHeightAreBounded() {
    List<TestAccount> many = new ArrayList<>();
    for (int i = 0; i <= DueChange.MAX_OF_BIDDERS_PER_HEIGHT; i++) {
      many.add(TestAccount.of("bidder " + i));
    }
    TestChain crowded = new TestChain(TestChain.genesis(many));
    List<VerifiedTransaction> all =
        many.stream()
            .map(one -> TestTransaction.from(one).action(bond(2)).action(unbond(1)).sign())
            .toList();

    List<Refusal> refusals = crowded.run(all).refusals();

    assertThat(refusals).extracting(Refusal::code).containsExactly(RefusalCode.INVALID_FIELD);
    assertThat(refusals.getFirst().field()).isEqualTo("body.actions[1].unbond_bids");
    assertThat(refusals.getFirst().limit()).isEqualTo("1024 changes per height");
    crowded.runAll(all.getLast());
  }
}
