package weft.ledger.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.TransactionPlan;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.VerifiedTransaction;

final class BidAdmissionTest {
  private static final TestAccount ANN = TestAccount.of("ann");

  private final TestChain chain =
      new TestChain(TestChain.genesis(List.of(ANN), "account.max-channels", "2"));

  private static TestTransaction bid() {
    return TestTransaction.from(ANN)
        .nonce(1, 0)
        .action(
            new Action.Bid(
                List.of(RollupId.of("east")),
                List.of(Hash32.ZERO),
                TestChain.USD,
                Amount.of(5),
                0,
                0,
                Amount.ZERO,
                List.of()));
  }

  private void assertRefused(TestTransaction transaction, RefusalCode code, String field) {
    Checked<TransactionPlan> checked = check(transaction);
    assertThat(checked).isInstanceOf(Checked.Refused.class);
    Refusal refusal = ((Checked.Refused<TransactionPlan>) checked).refusal();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo(field);
  }

  private Checked<TransactionPlan> check(TestTransaction transaction) {
    VerifiedTransaction signed = transaction.sign();
    BlockTerms terms = new BlockTerms(chain.state(), chain.height() + 1);
    return BidAdmission.check(terms, chain.reader(), signed.body(), signed.transaction().size());
  }

  private static Action.Bid sealed(long amount) {
    return new Action.Bid(
            List.of(RollupId.of("east")),
            List.of(Hash32.ZERO),
            TestChain.USD,
            Amount.of(amount),
            0,
            0,
            Amount.ZERO,
            List.of())
        .sealedWith(Hash32.ZERO);
  }

  @Test
  void aSealedBidNeedsItsSealInTheStateBeforeTheBlock() {
    bond(0, 1_000_000);
    TestTransaction shown = TestTransaction.from(ANN).nonce(1, 0).action(sealed(50));
    assertRefused(shown, RefusalCode.SEAL_UNKNOWN, "body.actions[0].bid.salt");
    chain.runAll(
        TestTransaction.from(ANN)
            .nonce(0, 1)
            .action(new Action.BondBids(TestChain.USD, Amount.of(20)))
            .action(seal(sealed(50), TestChain.USD))
            .action(seal(sealed(60), TestChain.USD))
            .action(seal(sealed(51), TestChain.WEFT))
            .sign());
    assertThat(check(shown)).isInstanceOf(Checked.Ok.class);
    assertRefused(
        TestTransaction.from(ANN).nonce(1, 0).action(sealed(60)),
        RefusalCode.SEAL_TOO_LOW,
        "body.actions[0].bid.amount");
    assertRefused(
        TestTransaction.from(ANN).nonce(1, 0).action(sealed(51)),
        RefusalCode.SEAL_UNKNOWN,
        "body.actions[0].bid.salt");
  }

  private static Action seal(Action.Bid bid, AssetId asset) {
    Hash32 commitment = SealedBid.commitment(ANN.address(), Hash32.ZERO, bid);
    return new Action.SealBid(commitment, asset, Amount.of(5));
  }

  private void bond(long sequence, long weft) {
    chain.runAll(
        TestTransaction.from(ANN)
            .nonce(0, sequence)
            .action(new Action.BondBids(TestChain.WEFT, Amount.of(weft)))
            .sign());
  }

  @Test
  void judgesABidByTheStateBeforeTheBlock() {
    assertRefused(bid(), RefusalCode.BID_BOND_TOO_LOW, "body.fee_asset");
    bond(0, 1_000);
    assertRefused(bid(), RefusalCode.BID_BOND_TOO_LOW, "body.fee_asset");
    bond(1, 1_000_000);
    assertThat(check(bid())).isInstanceOf(Checked.Ok.class);
    assertThat(check(bid().nonce(1, 9_999))).as("gaps are allowed").isInstanceOf(Checked.Ok.class);

    assertRefused(bid().lastTimeMs(9_000_000), RefusalCode.INVALID_FIELD, "body.last_time_ms");
    assertRefused(bid().lastHeight(chain.height()), RefusalCode.EXPIRED, "body.last_height");
    assertRefused(bid().chainId(8), RefusalCode.WRONG_CHAIN, "body.chain_id");
    assertRefused(bid().maxFee(1), RefusalCode.FEE_TOO_LOW, "body.max_fee");
    assertRefused(bid().nonce(0, 1), RefusalCode.NONCE_USED, "body.sequence");
    assertRefused(bid().nonce(1, Long.MAX_VALUE), RefusalCode.NONCE_TOO_FAR, "body.sequence");
    assertRefused(bid().sponsor(ANN), RefusalCode.SPONSORSHIP_NOT_APPLICABLE, "body.sponsor");
    chain.runAll(TestTransaction.from(ANN).nonce(5, 0).sign());
    assertRefused(bid(), RefusalCode.TOO_MANY_CHANNELS, "body.channel");
    assertThat(check(bid().nonce(5, 1))).isInstanceOf(Checked.Ok.class);
  }
}
