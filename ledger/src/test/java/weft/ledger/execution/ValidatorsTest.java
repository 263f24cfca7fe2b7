package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestNetwork;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.fixture.TestValidator;
import weft.ledger.state.ValidatorStatus;
import weft.ledger.validator.Misbehavior.Kind;
import weft.ledger.validator.SetSelection;
import weft.ledger.validator.ValidatorUpdate;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.validator.ValidatorSet;

/// Joining, leaving, jail and slashing on a network of four.
final class ValidatorsTest {
  private static final long BOND = 10 * TestNetwork.POWER;
  private static final TestValidator ANN = TestValidator.of("ann");
  private static final TestValidator BEN = TestValidator.of("ben");
  private static final TestValidator CID = TestValidator.of("cid");
  private static final TestValidator DOT = TestValidator.of("dot");
  private static final TestValidator EVE = TestValidator.of("eve");

  private final TestNetwork network = network();

  private static TestNetwork network(String... parameters) {
    return new TestNetwork(
        TestNetwork.genesis(
            List.of(
                ANN.inGenesis(BOND), BEN.inGenesis(BOND), CID.inGenesis(BOND), DOT.inGenesis(BOND)),
            List.of(ANN.operator(), BEN.operator(), CID.operator(), DOT.operator(), EVE.operator()),
            parameters));
  }

  @Test
  void joinerIsInTheSetTwoBlocksOn() {
    assertThat(network.reader().validatorSets().next().totalPower()).isEqualTo(40);
    network.run(EVE.operator(), EVE.join(7 * TestNetwork.POWER + 999));

    assertThat(network.lastUpdates())
        .containsExactly(new ValidatorUpdate(EVE.consensusKey().publicKey(), 7));
    assertThat(network.nextPower(EVE)).isEqualTo(7);
    assertThat(network.current()).doesNotContain(EVE.address());
    network.runEmpty(1);
    assertThat(network.current()).contains(EVE.address());
    assertThat(network.reader().operatorOf(EVE.address())).contains(EVE.operator().address());
  }

  @Test
  void joinNeedsTheProofsOfBothKeys() {
    Action.JoinValidators good = EVE.join(BOND);
    Action othersConsensusKey =
        new Action.JoinValidators(
            good.consensusKey(),
            TestValidator.of("eve", ANN.operator()).join(BOND).consensusProof(),
            good.blsKey(),
            good.possession(),
            good.bond());
    Action othersBlsKey =
        new Action.JoinValidators(
            good.consensusKey(),
            good.consensusProof(),
            TestValidator.of("other").blsKey().publicKey(),
            good.possession(),
            good.bond());
    assertRefused(EVE, othersConsensusKey, RefusalCode.KEY_NOT_PROVEN);
    assertRefused(EVE, othersBlsKey, RefusalCode.KEY_NOT_PROVEN);
    network.run(EVE.operator(), good);
  }

  @Test
  void keysAndOperatorsAreOfOneValidator() {
    assertRefused(
        ANN, TestValidator.of("new", ANN.operator()).join(BOND), RefusalCode.VALIDATOR_EXISTS);
    assertRefused(
        EVE, TestValidator.of("ann", EVE.operator()).join(BOND), RefusalCode.VALIDATOR_EXISTS);
    Action.JoinValidators eve = EVE.join(BOND);
    Action copiedBlsKey =
        new Action.JoinValidators(
            eve.consensusKey(),
            eve.consensusProof(),
            ANN.blsKey().publicKey(),
            ANN.blsKey().provePossession(),
            eve.bond());
    assertRefused(EVE, copiedBlsKey, RefusalCode.VALIDATOR_EXISTS);
  }

  @Test
  void bondIsAtLeastTheParameter() {
    assertRefused(EVE, EVE.join(2 * TestNetwork.POWER - 1), RefusalCode.BOND_TOO_LOW);
    network.run(EVE.operator(), EVE.join(2 * TestNetwork.POWER));
    assertThat(network.nextPower(EVE)).isEqualTo(2);
  }

  @Test
  void addingToTheBondAddsPower() {
    network.run(ANN.operator(), new Action.AddBond(Amount.of(5 * TestNetwork.POWER)));
    assertThat(network.nextPower(ANN)).isEqualTo(15);
    assertThat(network.record(ANN).bond()).isEqualTo(Amount.of(15 * TestNetwork.POWER));
    assertRefused(EVE, new Action.AddBond(Amount.of(1)), RefusalCode.VALIDATOR_NOT_FOUND);
  }

  @Test
  void onlyTheGreatestBondsAreInTheSet() {
    TestNetwork small = network("validator.max-count", "4");
    small.run(EVE.operator(), EVE.join(BOND - 1));
    assertThat(small.nextPower(EVE)).isZero();
    small.run(EVE.operator(), new Action.AddBond(Amount.of(2)));
    assertThat(small.nextPower(EVE)).isEqualTo(10);
    assertThat(small.lastUpdates()).hasSize(2);
    assertThat(small.reader().validatorSets().next().size()).isEqualTo(4);
  }

  @Test
  void powerIsTheBondDividedAndBounded() {
    assertThat(SetSelection.power(Amount.of(999), 1000)).isZero();
    assertThat(SetSelection.power(Amount.of(1999), 1000)).isEqualTo(1);
    assertThat(SetSelection.power(Amount.MAX, 1)).isEqualTo(SetSelection.MAX_POWER);
    assertThat(SetSelection.MAX_POWER * ValidatorSet.MAX_VALIDATORS)
        .isLessThanOrEqualTo(ValidatorSet.MAX_TOTAL_POWER);
  }

  @Test
  void leaverGetsItsBondBackAfterTheDelay() {
    network.run(ANN.operator(), new Action.LeaveValidators());
    assertThat(network.record(ANN).status()).isEqualTo(ValidatorStatus.LEAVING);
    assertThat(network.nextPower(ANN)).isZero();
    assertRefused(ANN, new Action.LeaveValidators(), RefusalCode.VALIDATOR_LEAVING);
    assertRefused(ANN, new Action.AddBond(Amount.of(1)), RefusalCode.VALIDATOR_LEAVING);
    network.runEmpty(17);
    Amount before = network.claimable(ANN.operator());
    network.runEmpty(1);
    assertThat(network.claimable(ANN.operator())).isEqualTo(before.plus(Amount.of(BOND)));
    assertThat(network.record(ANN).status()).isEqualTo(ValidatorStatus.LEFT);
    // The keys are used up, the account is free.
    assertRefused(ANN, ANN.join(BOND), RefusalCode.VALIDATOR_EXISTS);
    network.run(ANN.operator(), TestValidator.of("ann again", ANN.operator()).join(BOND));
  }

  @Test
  void lastActiveValidatorStays() {
    for (TestValidator one : List.of(ANN, BEN, CID)) {
      network.run(one.operator(), new Action.LeaveValidators());
    }
    assertRefused(DOT, new Action.LeaveValidators(), RefusalCode.LAST_VALIDATOR);
    network.runEmpty(3);
    assertThat(network.current()).containsExactly(DOT.address());
  }

  @Test
  void missedBlocksAreCountedAndForgiven() {
    network.runEmpty(1);
    network.absent(ANN);
    network.runEmpty(4);
    assertThat(network.reader().downtime().missed()).containsOnly(Map.entry(ANN.address(), 4L));
    network.absent();
    network.runEmpty(1);
    assertThat(network.reader().downtime().isEmpty()).isTrue();
    network.absent(ANN);
    network.runEmpty(4);
    assertThat(network.record(ANN).status()).isEqualTo(ValidatorStatus.ACTIVE);
    network.runEmpty(1);
    assertThat(network.record(ANN).status()).isEqualTo(ValidatorStatus.JAILED);
    assertThat(network.record(ANN).bond()).isEqualTo(Amount.of(BOND));
    assertThat(network.nextPower(ANN)).isZero();
  }

  @Test
  void jailedComesBackAfterTheDelay() {
    jail(ANN);
    long until = network.record(ANN).jailedUntil();
    assertThat(until).isEqualTo(network.height() + 4);
    network.absent();
    assertRefused(ANN, new Action.Unjail(), RefusalCode.STILL_JAILED);
    assertRefused(BEN, new Action.Unjail(), RefusalCode.NOT_JAILED);
    while (network.height() + 1 < until) {
      network.runEmpty(1);
    }
    network.run(ANN.operator(), new Action.Unjail());
    assertThat(network.nextPower(ANN)).isEqualTo(10);
    assertThat(network.reader().downtime().jailings()).isEmpty();
  }

  @Test
  void unjailNeedsTheLeastBond() {
    TestNetwork harsh = network("validator.min-bond", Long.toString(BOND));
    harsh.runEmpty(1);
    harsh.absent(ANN);
    harsh.runEmpty(5);
    harsh.absent();
    harsh.run(List.of());
    approve(harsh, "validator.min-bond", Long.toString(BOND + 1));
    harsh.runEmpty(4);
    assertThat(harsh.runRefused(ANN.operator(), new Action.Unjail()).code())
        .isEqualTo(RefusalCode.BOND_TOO_LOW);
    harsh.run(ANN.operator(), new Action.AddBond(Amount.of(1)));
    harsh.run(ANN.operator(), new Action.Unjail());
  }

  /// Half of the power is away: one of two may go, as two would be more than a third.
  @Test
  void outageOfManyLeavesThePowerWithThem() {
    network.runEmpty(1);
    network.absent(ANN, BEN);
    network.runEmpty(12);
    assertThat(network.reader().downtime().jailings()).hasSize(1);
    assertThat(network.reader().validatorSets().next().totalPower()).isEqualTo(30);
    // The other is tried again, and stays as long as the first jailing counts.
    network.runEmpty(5);
    assertThat(network.reader().downtime().missed()).hasSize(1);
    network.absent();
    network.runEmpty(1);
    assertThat(network.reader().downtime().missed()).isEmpty();
  }

  @Test
  void jailingsCountForAnUnbondingDelay() {
    network.runEmpty(1);
    network.absent(ANN, BEN);
    network.runEmpty(5);
    long jailedAt = network.reader().downtime().jailings().getFirst().height();
    while (network.height() < jailedAt + 19) {
      network.runEmpty(1);
    }
    assertThat(network.reader().validatorSets().next().totalPower()).isEqualTo(30);
    network.runEmpty(1);
    // A third of the thirty that are left now.
    assertThat(network.reader().validatorSets().next().totalPower()).isEqualTo(20);
  }

  @Test
  void misbehaviourIsSlashedAndJailedForGood() {
    network.accuse(ANN, Kind.DUPLICATE_VOTE);
    network.runEmpty(1);
    Amount left = Amount.of(BOND - BOND / 20);
    assertThat(network.record(ANN).bond()).isEqualTo(left);
    assertThat(network.reader().burned(TestChain.WEFT)).isEqualTo(Amount.of(BOND / 20));
    assertThat(network.nextPower(ANN)).isZero();
    network.runEmpty(6);
    assertRefused(ANN, new Action.Unjail(), RefusalCode.STILL_JAILED);
    assertRefused(ANN, new Action.AddBond(Amount.of(1)), RefusalCode.STILL_JAILED);

    network.accuse(ANN, Kind.LIGHT_CLIENT_ATTACK);
    network.runEmpty(1);
    assertThat(network.record(ANN).bond()).as("once only").isEqualTo(left);

    network.run(ANN.operator(), new Action.LeaveValidators());
    network.runEmpty(20);
    assertThat(network.record(ANN).status()).isEqualTo(ValidatorStatus.LEFT);
    assertThat(network.record(ANN).bond()).isEqualTo(Amount.ZERO);
  }

  @Test
  void evidenceReachesABondOnItsWayBack() {
    network.run(ANN.operator(), new Action.LeaveValidators());
    network.runEmpty(18);
    network.accuse(ANN, Kind.LIGHT_CLIENT_ATTACK);
    network.runEmpty(1);
    assertThat(network.record(ANN).bond()).isEqualTo(Amount.of(BOND - BOND / 20));
    Amount before = network.claimable(ANN.operator());
    network.runEmpty(1);
    assertThat(network.claimable(ANN.operator()))
        .isEqualTo(before.plus(Amount.of(BOND - BOND / 20)));
    network.accuse(ANN, Kind.LIGHT_CLIENT_ATTACK);
    network.runEmpty(1);
    assertThat(network.reader().burned(TestChain.WEFT)).isEqualTo(Amount.of(BOND / 20));
  }

  @Test
  void setStaysWhereNobodyQualifies() {
    for (TestValidator one : List.of(ANN, BEN, CID, DOT)) {
      network.accuse(one, Kind.DUPLICATE_VOTE);
    }
    network.runEmpty(3);
    assertThat(network.reader().validatorSets().current().size()).isEqualTo(4);
    network.run(EVE.operator(), EVE.join(BOND));
    network.runEmpty(1);
    assertThat(network.current()).containsExactly(EVE.address());
  }

  @Test
  void aChainWithOneValidatorTakesNoneOfTheseActions() {
    TestChain solo = new TestChain(TestChain.genesis(List.of(ANN.operator())));
    for (Action action :
        List.of(
            ANN.join(BOND),
            new Action.AddBond(Amount.of(1)),
            new Action.LeaveValidators(),
            new Action.Unjail(),
            new Action.AnnounceUpgrade("v2", 100, Hash32.ZERO))) {
      assertThat(
              solo.runRefused(
                      TestTransaction.from(ANN.operator())
                          .nonce(0, solo.nextSequence(ANN.operator(), 0))
                          .action(action)
                          .sign())
                  .code())
          .isEqualTo(RefusalCode.NOT_A_NETWORK);
    }
    assertThat(solo.reader().parameter("validator.min-bond")).isEmpty();
    assertThat(solo.state().get(Bytes.utf8("sets"))).isNull();
  }

  private void jail(TestValidator validator) {
    network.runEmpty(1);
    network.absent(validator);
    network.runEmpty(5);
    assertThat(network.record(validator).status()).isEqualTo(ValidatorStatus.JAILED);
  }

  private void approve(TestNetwork on, String name, String value) {
    long from = on.height() + 10;
    for (TestValidator one : List.of(BEN, CID, DOT)) {
      on.run(one.operator(), new Action.ChangeParameter(name, value, from));
    }
    while (on.height() < from) {
      on.runEmpty(1);
    }
  }

  private void assertRefused(TestValidator by, Action action, RefusalCode code) {
    assertThat(network.runRefused(by.operator(), action).code()).isEqualTo(code);
  }
}
