package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestNetwork;
import weft.ledger.fixture.TestValidator;
import weft.ledger.genesis.GenesisValidator;
import weft.ledger.state.UpgradeRecord;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;

/// Validators of 40, 30, 20 and 10 of power decide by more than 66.
final class NetworkGovernanceTest {
  private static final TestValidator ANN = TestValidator.of("ann");
  private static final TestValidator BEN = TestValidator.of("ben");
  private static final TestValidator CID = TestValidator.of("cid");
  private static final TestValidator DOT = TestValidator.of("dot");
  private static final TestValidator EVE = TestValidator.of("eve");
  private static final Hash32 HASH = Sha256.hash(Bytes.utf8("weft-2.jar"));

  private final TestNetwork network =
      new TestNetwork(
          TestNetwork.genesis(
              List.of(bonded(ANN, 40), bonded(BEN, 30), bonded(CID, 20), bonded(DOT, 10)),
              List.of(
                  ANN.operator(), BEN.operator(), CID.operator(), DOT.operator(), EVE.operator())));

  private static GenesisValidator bonded(TestValidator validator, long power) {
    return validator.inGenesis(power * TestNetwork.POWER);
  }

  private static Action change(long height) {
    return new Action.ChangeParameter("rollup.bond", "77", height);
  }

  @Test
  void moreThanTwoThirdsOfThePowerChangeAParameter() {
    network.run(ANN.operator(), change(9));
    network.run(CID.operator(), change(9));
    assertThat(network.reader().due(9)).as("60 of 100").isEmpty();
    network.run(DOT.operator(), change(9));
    assertThat(network.reader().due(9)).as("70 of 100").hasSize(1);
    assertRefused(BEN, change(9), RefusalCode.ALREADY_APPROVED);
    network.runEmpty(4);
    assertThat(network.reader().parameter("rollup.bond")).isEmpty();
    network.runEmpty(1);
    assertThat(network.reader().parameter("rollup.bond")).contains("77");
  }

  @Test
  void powersAreTakenWhenItIsDecided() {
    network.run(ANN.operator(), change(20));
    network.run(BEN.operator(), new Action.LeaveValidators());
    network.runEmpty(2);
    // 40 of 70 now, and with another 20 more than two thirds.
    network.run(CID.operator(), change(20));
    assertThat(network.reader().due(20)).hasSize(1);

    network.run(ANN.operator(), change(21));
    network.run(ANN.operator(), new Action.LeaveValidators());
    network.runEmpty(2);
    network.run(DOT.operator(), change(21));
    assertThat(network.reader().due(21)).as("10 of 30: who left has no vote").isEmpty();
  }

  @Test
  void onlyOperatorsOfThePresentSetApprove() {
    assertRefused(EVE, change(9), RefusalCode.NOT_GOVERNANCE);
    network.run(EVE.operator(), EVE.join(50 * TestNetwork.POWER));
    assertRefused(EVE, change(9), RefusalCode.NOT_GOVERNANCE);
    network.run(EVE.operator(), change(9));
    assertRefused(EVE, change(9), RefusalCode.ALREADY_APPROVED);
    assertRefused(ANN, change(7), RefusalCode.ACTIVATION_TOO_SOON);
  }

  @Test
  void upgradeIsAnnouncedByMoreThanTwoThirds() {
    Action upgrade = new Action.AnnounceUpgrade("v2", 30, HASH);
    network.run(ANN.operator(), upgrade);
    assertThat(network.reader().upgrade()).isEmpty();
    assertRefused(ANN, upgrade, RefusalCode.ALREADY_APPROVED);
    assertRefused(EVE, upgrade, RefusalCode.NOT_GOVERNANCE);
    assertRefused(
        BEN,
        new Action.AnnounceUpgrade("v2", network.height() + 3, HASH),
        RefusalCode.ACTIVATION_TOO_SOON);
    network.run(BEN.operator(), upgrade);
    assertThat(network.reader().upgrade()).contains(new UpgradeRecord("v2", 30, HASH));
    assertRefused(CID, upgrade, RefusalCode.ALREADY_APPROVED);
  }

  @Test
  void anotherUpgradeTakesItsPlace() {
    Action first = new Action.AnnounceUpgrade("v2", 30, HASH);
    Action second = new Action.AnnounceUpgrade("v2", 40, Sha256.hash(Bytes.utf8("weft-2a.jar")));
    for (Action upgrade : List.of(first, second, first)) {
      network.run(ANN.operator(), upgrade);
      network.run(BEN.operator(), upgrade);
    }
    assertThat(network.reader().upgrade()).contains(new UpgradeRecord("v2", 30, HASH));
  }

  @Test
  void parametersOfValidatorsChangeTheNextSet() {
    Action half =
        new Action.ChangeParameter(
            "validator.bond-per-power", Long.toString(2 * TestNetwork.POWER), 9);
    network.run(ANN.operator(), half);
    network.run(BEN.operator(), half);
    network.runEmpty(6);
    assertThat(network.reader().validatorSets().next().totalPower()).isEqualTo(100);
    network.runEmpty(1);
    assertThat(network.reader().validatorSets().next().totalPower()).isEqualTo(50);
    assertThat(network.record(ANN).bond()).isEqualTo(Amount.of(40 * TestNetwork.POWER));
  }

  private void assertRefused(TestValidator by, Action action, RefusalCode code) {
    assertThat(network.runRefused(by.operator(), action).code()).isEqualTo(code);
  }
}
