package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Two of three keys must agree, with three blocks of notice.
final class GovernanceTest {
  private static final TestAccount ALICE = TestAccount.of("alice");

  private final TestChain chain =
      new TestChain(
          TestChain.genesis(
              List.of(ALICE, TestChain.GOVERNOR_1, TestChain.GOVERNOR_2, TestChain.GOVERNOR_3)));

  private VerifiedTransaction by(TestAccount account, String name, String value, long height) {
    return TestTransaction.from(account)
        .nonce(0, chain.nextSequence(account, 0))
        .action(new Action.ChangeParameter(name, value, height))
        .sign();
  }

  private void assertRefused(VerifiedTransaction transaction, RefusalCode code) {
    Refusal refusal = chain.runRefused(transaction);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.field()).isNotEmpty();
  }

  @Test
  void changesAParameterAtItsHeightOnceEnoughKeysApproved() {
    chain.runAll(by(TestChain.GOVERNOR_1, "rollup.bond", "5", 10));
    chain.runAll(by(TestChain.GOVERNOR_3, "rollup.bond", "5", 10));
    chain.runEmpty(6);

    assertThat(chain.begin().parameters().rollupBond()).isEqualTo(Amount.of(1_000_000));
    chain.runEmpty(1);
    assertThat(chain.height()).isEqualTo(9);
    assertThat(chain.begin().parameters().rollupBond()).isEqualTo(Amount.of(5));
  }

  @Test
  void changesNothingWithTooFewApprovals() {
    chain.runAll(by(TestChain.GOVERNOR_1, "rollup.bond", "5", 10));
    chain.runAll(by(TestChain.GOVERNOR_2, "rollup.bond", "6", 10));
    chain.runAll(by(TestChain.GOVERNOR_3, "rollup.bond", "5", 11));
    chain.runEmpty(20);

    assertThat(chain.begin().parameters().rollupBond()).isEqualTo(Amount.of(1_000_000));
  }

  @Test
  void takesApprovalsOfGovernanceKeysOnlyAndOnce() {
    assertRefused(by(ALICE, "rollup.bond", "5", 10), RefusalCode.NOT_GOVERNANCE);
    chain.runAll(by(TestChain.GOVERNOR_1, "rollup.bond", "5", 10));
    assertRefused(by(TestChain.GOVERNOR_1, "rollup.bond", "5", 10), RefusalCode.ALREADY_APPROVED);
    chain.runAll(by(TestChain.GOVERNOR_2, "rollup.bond", "5", 10));
    assertRefused(by(TestChain.GOVERNOR_3, "rollup.bond", "5", 10), RefusalCode.ALREADY_APPROVED);
  }

  @Test
  void refusesUnknownParameters() {
    for (String name :
        List.of("rollup.bonds", "asset-rate.weft", "asset-rate.gold", "asset-rate.")) {
      assertRefused(by(TestChain.GOVERNOR_1, name, "1/1", 10), RefusalCode.PARAMETER_UNKNOWN);
    }
  }

  @Test
  void refusesValuesOutsideTheRange() {
    assertOutOfRange("fee.change-denominator", "1");
    assertOutOfRange("fee.change-denominator", "08");
    assertOutOfRange("fee.shares", "5000/5000/1/0");
    assertOutOfRange("asset-rate.usd", "0/1");
    assertOutOfRange("asset-rate.usd", "1000000000001/1");
  }

  private void assertOutOfRange(String name, String value) {
    assertRefused(by(TestChain.GOVERNOR_1, name, value, 10), RefusalCode.PARAMETER_OUT_OF_RANGE);
  }

  @Test
  void rollupsThatCrowdAHeightDoNotCrowdOutGovernance() {
    List<RollupId> rollups = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      rollups.add(RollupId.of("rollup-" + i));
    }
    chain.register(ALICE, TestChain.terms(10_000), rollups.toArray(RollupId[]::new));
    chain.runAll(by(TestChain.GOVERNOR_1, "rollup.bond", "5", 50));
    List<VerifiedTransaction> crowd = new ArrayList<>();
    for (int i = 0; i < rollups.size(); i++) {
      crowd.add(
          TestTransaction.from(ALICE)
              .nonce(1, i)
              .action(
                  new Action.ChangeRollup(
                      rollups.get(i), TestChain.terms(10_000), Optional.empty(), 50))
              .sign());
    }
    chain.runAll(crowd.toArray(VerifiedTransaction[]::new));

    chain.runAll(by(TestChain.GOVERNOR_2, "rollup.bond", "5", 50));

    chain.runEmpty((int) (49 - chain.height()));
    assertThat(chain.begin().parameters().rollupBond()).isEqualTo(Amount.of(5));
  }

  @Test
  void boundsTheParametersThatChangeAtOneHeight() {
    List<VerifiedTransaction> approvals = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      for (TestAccount governor : List.of(TestChain.GOVERNOR_1, TestChain.GOVERNOR_2)) {
        approvals.add(
            TestTransaction.from(governor)
                .nonce(0, i)
                .action(new Action.ChangeParameter("rollup.bond", String.valueOf(i), 50))
                .sign());
      }
    }

    List<Refusal> refusals = chain.run(approvals).refusals();

    assertThat(refusals).extracting(Refusal::limit).containsExactly("32 changes per height");
  }

  @Test
  void needsNotice() {
    assertRefused(by(TestChain.GOVERNOR_1, "rollup.bond", "5", 3), RefusalCode.ACTIVATION_TOO_SOON);
  }

  @Test
  void changesAndEndsTheRateOfAFeeAsset() {
    approveByTwo("asset-rate.usd", "3/2", 8);
    approveByTwo("asset-rate.usd", "none", 12);
    chain.runEmpty(3);
    VerifiedTransaction inUsd = TestTransaction.from(ALICE).feeAsset(TestChain.USD).sign();

    chain.runAll(inUsd);

    assertThat(chain.height()).isEqualTo(8);
    assertThat(chain.balance(ALICE, TestChain.USD))
        .isEqualTo(TestChain.FUNDS.minus(Amount.of(150L * inUsd.transaction().size())));
    chain.runEmpty(3);
    assertRefused(
        TestTransaction.from(ALICE).nonce(0, 1).feeAsset(TestChain.USD).sign(),
        RefusalCode.FEE_ASSET_NOT_ACCEPTED);
  }

  private void approveByTwo(String name, String value, long height) {
    chain.runAll(by(TestChain.GOVERNOR_1, name, value, height));
    chain.runAll(by(TestChain.GOVERNOR_2, name, value, height));
  }

  @Test
  void raisesABaseFeeToANewLeastAtItsHeight() {
    approveByTwo("fee.min-base-per-byte", "500", 6);
    chain.runEmpty(3);

    Refusal refusal = chain.runRefused(TestTransaction.from(ALICE).maxFee(1).sign());

    long size = TestTransaction.from(ALICE).maxFee(1).sign().transaction().size();
    assertThat(refusal.requiredMaxFee()).contains(Amount.of(500 * size));
  }
}
