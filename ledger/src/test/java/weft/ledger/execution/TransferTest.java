package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;

final class TransferTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final TestAccount BOB = TestAccount.of("bob");

  private final TestChain chain = new TestChain(TestChain.genesis(List.of(ALICE)));

  @Test
  void movesTheAmountAndChargesTheSenderTheFee() {
    var transaction = TestTransaction.from(ALICE).action(transfer(BOB.address(), 5)).sign();

    chain.runAll(transaction);

    Amount fee = Amount.of(100L * transaction.transaction().size());
    assertThat(chain.balance(BOB, TestChain.WEFT)).isEqualTo(Amount.of(5));
    assertThat(chain.balance(ALICE, TestChain.WEFT))
        .isEqualTo(TestChain.FUNDS.minus(fee).minus(Amount.of(5)));
  }

  @Test
  void refusesMoreThanThereIs() {
    Refusal refusal =
        chain.runRefused(
            TestTransaction.from(ALICE)
                .action(transfer(BOB.address(), TestChain.FUNDS.toLongExact()))
                .sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
    assertThat(refusal.field()).isEqualTo("body.actions[0].transfer.amount");
    assertThat(refusal.limit()).endsWith(" weft");
  }

  @Test
  void refusesATransferToOneself() {
    Refusal refusal =
        chain.runRefused(TestTransaction.from(ALICE).action(transfer(ALICE.address(), 1)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_FIELD);
    assertThat(refusal.field()).isEqualTo("body.actions[0].transfer.to");
  }

  private static Action transfer(Address to, long amount) {
    return new Action.Transfer(to, TestChain.WEFT, Amount.of(amount));
  }
}
