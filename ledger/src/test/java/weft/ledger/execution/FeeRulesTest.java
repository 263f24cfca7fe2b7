package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fee.FeeQuote;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.query.Queries;
import weft.ledger.state.Keys;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.VerifiedTransaction;

final class FeeRulesTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final TestAccount OWNER = TestAccount.of("owner");
  private static final TestAccount POOR = TestAccount.of("poor");
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId GASSY = RollupId.of("gassy");

  private final TestChain chain =
      new TestChain(TestChain.genesis(List.of(ALICE, OWNER), "fee.shares", "2500/2500/4000/1000"));

  FeeRulesTest() {
    RollupTerms plain = TestChain.terms(10_000);
    RollupTerms gas =
        new RollupTerms(
            plain.payee(),
            plain.policy(),
            List.of(),
            10_000,
            "",
            Optional.of(new GasTerms(1_000, 5_000, Amount.of(3))),
            List.of());
    chain.register(OWNER, plain, EAST);
    chain.register(OWNER, gas, GASSY);
  }

  private static TestTransaction alice() {
    return TestTransaction.from(ALICE).action(TestChain.submit(EAST, 200));
  }

  private Amount charged(VerifiedTransaction transaction) {
    Checked<TransactionOutcome> outcome = chain.run(List.of(transaction)).outcomes().getFirst();
    return ((Checked.Ok<TransactionOutcome>) outcome).value().fee();
  }

  @Test
  void chargesTheEnvelopeTheLaneBytesAndTheDeclaredGas() {
    Action submit = new Action.Submit(GASSY, List.of(new Payload(Bytes.wrap(new byte[200]), 700)));
    VerifiedTransaction transaction = TestTransaction.from(ALICE).tip(9).action(submit).sign();
    long size = transaction.transaction().size();

    assertThat(charged(transaction)).isEqualTo(Amount.of(size * 100 + 200 * 10 + 700 * 3 + 9));
    assertThat(chain.balance(ALICE, TestChain.WEFT))
        .isEqualTo(TestChain.FUNDS.minus(Amount.of(size * 100 + 200 * 10 + 700 * 3 + 9)));
  }

  @Test
  void refusesAMaximumFeeBelowTheCostAndNamesTheCost() {
    Refusal refusal = chain.runRefused(alice().maxFee(20_000).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.FEE_TOO_LOW);
    assertThat(refusal.field()).isEqualTo("body.max_fee");
    Amount required = refusal.requiredMaxFee().orElseThrow();
    assertThat(charged(alice().maxFee(required).sign())).isEqualTo(required);
  }

  @Test
  void paysNoMoreTipThanTheMaximumFeeLeaves() {
    VerifiedTransaction transaction = alice().maxFee(50_000).tip(50_000).sign();

    assertThat(charged(transaction)).isEqualTo(Amount.of(50_000));
  }

  @Test
  void convertsEachPartToTheFeeAssetRoundedUp() {
    VerifiedTransaction transaction = alice().feeAsset(TestChain.USD).tip(3).sign();
    long size = transaction.transaction().size();

    assertThat(charged(transaction)).isEqualTo(Amount.of(size * 200 + 200 * 20 + 3));
    assertThat(chain.balance(ALICE, TestChain.WEFT)).isEqualTo(TestChain.FUNDS);
  }

  @Test
  void refusesAnAssetThatTheChainTakesNoFeesIn() {
    Refusal refusal = chain.runRefused(alice().feeAsset(new AssetId("gold")).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.FEE_ASSET_NOT_ACCEPTED);
    assertThat(refusal.field()).isEqualTo("body.fee_asset");
  }

  @Test
  void refusesAPayerWithoutFunds() {
    Refusal refusal =
        chain.runRefused(TestTransaction.from(POOR).action(TestChain.submit(EAST, 1)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    assertThat(refusal.field()).isEqualTo("body.account");
    assertThat(refusal.limit()).isEqualTo("0 weft");
  }

  @Test
  void dividesTheFeeAmongProposerPoolPayeeAndBurn() {
    Amount registered = chain.claimable(TestChain.PROPOSER, TestChain.WEFT);
    Amount burned = chain.reader().burned(TestChain.WEFT);
    VerifiedTransaction transaction = alice().tip(9).sign();
    long byteFee = 100L * transaction.transaction().size();

    chain.runAll(transaction);

    long laneFee = 2_000;
    assertThat(chain.claimable(TestChain.PROPOSER, TestChain.WEFT).minus(registered))
        .isEqualTo(Amount.of(byteFee / 4 + laneFee / 4 + 9));
    assertThat(chain.claimable(TestChain.PAYEE, TestChain.WEFT))
        .isEqualTo(Amount.of(byteFee * 4 / 10 + laneFee * 4 / 10));
    assertThat(chain.reader().burned(TestChain.WEFT).minus(burned))
        .isEqualTo(Amount.of(byteFee / 10 + laneFee / 10));
  }

  @Test
  void givesTheWholeGasFeeToThePayee() {
    Action submit = new Action.Submit(GASSY, List.of(new Payload(Bytes.wrap(new byte[1]), 1_000)));
    VerifiedTransaction transaction = TestTransaction.from(ALICE).action(submit).sign();
    long byteFee = 100L * transaction.transaction().size();

    chain.runAll(transaction);

    assertThat(chain.claimable(TestChain.PAYEE, TestChain.WEFT))
        .isEqualTo(Amount.of(byteFee * 4 / 10 + 10 * 4 / 10 + 3_000));
  }

  @Test
  void creditsAnEarnerOncePerBlock() {
    BlockExecution execution = chain.begin();
    for (int i = 0; i < 20; i++) {
      assertThat(execution.execute(alice().nonce(0, i).sign())).isInstanceOf(Checked.Ok.class);
    }
    var changes = execution.end(execution.lanes().stream().map(chain::headerOf).toList());

    assertThat(changes.entries().keySet().stream().filter(key -> key.startsWith(Keys.CLAIMABLE)))
        .hasSize(3);
  }

  @Test
  void movesTheClaimableAmountIntoTheBalance() {
    chain.runAll(alice().sign());
    Action claim = new Action.Claim(TestChain.WEFT);
    VerifiedTransaction transfer =
        alice()
            .nonce(0, 1)
            .action(
                new Action.Transfer(
                    TestChain.PAYEE.address(), TestChain.WEFT, Amount.of(1_000_000)))
            .sign();
    chain.runAll(transfer);
    Amount earned = chain.claimable(TestChain.PAYEE, TestChain.WEFT);

    Amount fee = charged(TestTransaction.from(TestChain.PAYEE).action(claim).sign());

    assertThat(chain.balance(TestChain.PAYEE, TestChain.WEFT))
        .isEqualTo(Amount.of(1_000_000).minus(fee).plus(earned));
    assertThat(chain.claimable(TestChain.PAYEE, TestChain.WEFT)).isEqualTo(Amount.ZERO);
  }

  @Test
  void refusesAClaimOfNothing() {
    Refusal refusal =
        chain.runRefused(
            TestTransaction.from(ALICE).action(new Action.Claim(TestChain.USD)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.NOTHING_TO_CLAIM);
    assertThat(refusal.field()).isEqualTo("body.actions[0].claim.asset");
  }

  @Test
  void quotesWhatExecutionCharges() {
    VerifiedTransaction transaction = alice().tip(12).sign();

    var quote =
        Queries.quote(
            chain.state(),
            chain.height() + 1,
            alice().tip(12).maxFee(12).body(),
            transaction.transaction().size());

    assertThat(((Checked.Ok<FeeQuote>) quote).value().total()).isEqualTo(charged(transaction));
  }

  @Test
  void leavesTheStateOfAnEmptyBlockAsItIs() {
    chain.runAll(alice().sign());
    BlockExecution execution = chain.begin();

    assertThat(execution.end(List.of()).entries()).isEmpty();
  }
}
