package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.query.Queries;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.VerifiedTransaction;

/// Rollups are registered at height 1; changes need 3 blocks of notice, and a bond comes back 5
/// blocks after closing.
final class RegistryTest {
  private static final TestAccount OWNER = TestAccount.of("owner");
  private static final TestAccount OTHER = TestAccount.of("other");
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupTerms TERMS = TestChain.terms(1_000);
  private static final Amount BOND = Amount.of(1_000_000);

  private final TestChain chain =
      new TestChain(TestChain.genesis(List.of(OWNER, OTHER), "rollup.max-bytes-per-block", "5000"));

  private VerifiedTransaction by(TestAccount account, Action... actions) {
    TestTransaction transaction =
        TestTransaction.from(account).nonce(0, chain.nextSequence(account, 0));
    for (Action action : actions) {
      transaction.action(action);
    }
    return transaction.lastHeight(chain.height() + 1).sign();
  }

  private static Action change(RollupTerms terms, long activation) {
    return new Action.ChangeRollup(EAST, terms, Optional.empty(), activation);
  }

  private Queries.RollupInfo east() {
    return Queries.rollup(chain.state(), EAST).orElseThrow();
  }

  @Test
  void takesABondAndMakesTheSignerTheOwner() {
    Amount before = chain.balance(OWNER, TestChain.WEFT);
    VerifiedTransaction register = by(OWNER, new Action.RegisterRollup(EAST, TERMS));

    chain.runAll(register);

    Amount fee = Amount.of(100L * register.transaction().size());
    assertThat(chain.balance(OWNER, TestChain.WEFT)).isEqualTo(before.minus(fee).minus(BOND));
    assertThat(east().owner()).isEqualTo(OWNER.address());
    assertThat(east().bond()).isEqualTo(BOND);
    assertThat(east().status()).isEqualTo("active");
    assertThat(east().registeredHeight()).isEqualTo(1);
  }

  @Test
  void refusesANameThatIsOrWasTaken() {
    chain.register(OWNER, TERMS, EAST);
    assertThat(chain.runRefused(by(OTHER, new Action.RegisterRollup(EAST, TERMS))).code())
        .isEqualTo(RefusalCode.NAME_TAKEN);

    chain.runAll(by(OWNER, new Action.CloseRollup(EAST, 6)));
    chain.runEmpty(20);

    Refusal refusal = chain.runRefused(by(OTHER, new Action.RegisterRollup(EAST, TERMS)));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NAME_TAKEN);
    assertThat(refusal.field()).isEqualTo("body.actions[0].register_rollup.name");
  }

  @Test
  void refusesARegistrationWithoutTheBond() {
    TestAccount poor = TestAccount.of("poor");
    chain.runAll(
        by(OWNER, new Action.Transfer(poor.address(), TestChain.WEFT, Amount.of(999_999))));

    Refusal refusal = chain.runRefused(by(poor, new Action.RegisterRollup(EAST, TERMS)));

    assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);
  }

  @Test
  void refusesTermsOutsideTheChainsLimits() {
    RollupTerms tooManyBytes = TestChain.terms(5_001);
    RollupTerms unknownAsset = terms(List.of(new AssetId("gold")), Optional.empty());
    RollupTerms tooMuchGas =
        terms(List.of(), Optional.of(new GasTerms(1, 1_000_000_000_000_001L, Amount.ZERO)));
    RollupTerms tooDearGas =
        terms(List.of(), Optional.of(new GasTerms(1, 1, Amount.of(1_000_000_000_000_000_001L))));
    for (RollupTerms terms : List.of(tooManyBytes, unknownAsset, tooMuchGas, tooDearGas)) {
      Refusal refusal = chain.runRefused(by(OWNER, new Action.RegisterRollup(EAST, terms)));

      assertThat(refusal.code()).isEqualTo(RefusalCode.TERMS_INVALID);
      assertThat(refusal.field()).startsWith("body.actions[0].register_rollup.terms.");
      assertThat(refusal.limit()).isNotEmpty();
    }
  }

  private static RollupTerms terms(List<AssetId> assets, Optional<GasTerms> gas) {
    return new RollupTerms(OWNER.address(), Policy.FIRST_COME, assets, 1_000, "", gas, List.of());
  }

  @Test
  void refusesMarketTermsOutsideTheChainsLimits() {
    MarketTerms unknownAsset = market(new AssetId("gold"), 1);
    MarketTerms tooManyNodes = market(TestChain.USD, 500_001);
    for (MarketTerms market : List.of(unknownAsset, tooManyNodes)) {
      Refusal refusal =
          chain.runRefused(
              by(OWNER, new Action.RegisterRollup(EAST, TERMS.withMarket(Optional.of(market)))));

      assertThat(refusal.code()).isEqualTo(RefusalCode.TERMS_INVALID);
      assertThat(refusal.field()).startsWith("body.actions[0].register_rollup.terms.market.");
      assertThat(refusal.limit()).isNotEmpty();
    }
    MarketTerms good = market(TestChain.USD, 500_000);
    chain.register(OWNER, TERMS.withMarket(Optional.of(good)), EAST);
    assertThat(east().terms().market()).contains(good);
  }

  private static MarketTerms market(AssetId asset, long nodeBudget) {
    Mechanism mechanism = new Mechanism(nodeBudget, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE);
    return new MarketTerms(
        List.of(new AcceptedMechanism(mechanism, 1)), asset, Amount.of(5), List.of(), List.of());
  }

  @Test
  void changesTermsAndOwnerAtTheAnnouncedHeight() {
    chain.register(OWNER, TERMS, EAST);
    RollupTerms smaller = TestChain.terms(10);
    Optional<Address> newOwner = Optional.of(OTHER.address());
    chain.runAll(by(OWNER, new Action.ChangeRollup(EAST, smaller, newOwner, 5)));
    assertThat(east().announcedTerms()).contains(smaller);
    assertThat(east().announcedHeight()).isEqualTo(5);

    chain.runEmpty(1);
    chain.runAll(by(OWNER, TestChain.submit(EAST, 11)));
    assertThat(chain.height()).isEqualTo(4);
    assertThat(chain.runRefused(by(OWNER, TestChain.submit(EAST, 11))).code())
        .isEqualTo(RefusalCode.LANE_BYTES_TOO_HIGH);

    assertThat(east().terms()).isEqualTo(smaller);
    assertThat(east().owner()).isEqualTo(OTHER.address());
    assertThat(east().announcedTerms()).isEmpty();
    assertThat(chain.runRefused(by(OWNER, change(TERMS, 50))).code())
        .isEqualTo(RefusalCode.NOT_OWNER);
  }

  @Test
  void refusesAChangeBySomebodyElseOrOfNoRollup() {
    assertThat(chain.runRefused(by(OWNER, change(TERMS, 50))).code())
        .isEqualTo(RefusalCode.ROLLUP_NOT_FOUND);
    chain.register(OWNER, TERMS, EAST);

    Refusal refusal = chain.runRefused(by(OTHER, change(TERMS, 50)));

    assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_OWNER);
    assertThat(refusal.limit()).isEqualTo(OWNER.address().toString());
  }

  @Test
  void refusesAChangeWithTooLittleNotice() {
    chain.register(OWNER, TERMS, EAST);

    Refusal refusal = chain.runRefused(by(OWNER, change(TERMS, 4)));

    assertThat(refusal.code()).isEqualTo(RefusalCode.ACTIVATION_TOO_SOON);
    assertThat(refusal.limit()).isEqualTo("height 5");
    assertThat(chain.runRefused(by(OWNER, change(TERMS, 2_000_000_000L))).code())
        .isEqualTo(RefusalCode.INVALID_FIELD);
  }

  @Test
  void refusesAChangeTooFarAhead() {
    chain.register(OWNER, TERMS, EAST);
    long latest = chain.height() + 1 + 3 + 10_000_000;

    Refusal refusal = chain.runRefused(by(OWNER, change(TERMS, latest + 2)));

    assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_FIELD);
    assertThat(refusal.limit()).isEqualTo("height " + latest);
    chain.runAll(by(OWNER, change(TERMS, latest + 1)));
  }

  @Test
  void takesOneAnnouncedChangeAtATime() {
    chain.register(OWNER, TERMS, EAST);
    chain.runAll(by(OWNER, change(TERMS, 10)));

    assertThat(chain.runRefused(by(OWNER, change(TERMS, 11))).code())
        .isEqualTo(RefusalCode.CHANGE_PENDING);
    assertThat(chain.runRefused(by(OWNER, new Action.CloseRollup(EAST, 11))).code())
        .isEqualTo(RefusalCode.CHANGE_PENDING);
  }

  @Test
  void closesAtTheAnnouncedHeightAndReturnsTheBondLater() {
    chain.register(OWNER, TERMS, EAST);
    chain.runAll(by(OWNER, new Action.CloseRollup(EAST, 5)));
    assertThat(east().status()).isEqualTo("closing");
    chain.runEmpty(1);
    chain.runAll(by(OTHER, TestChain.submit(EAST, 1)));

    Refusal refusal = chain.runRefused(by(OTHER, TestChain.submit(EAST, 1)));
    assertThat(chain.height()).isEqualTo(5);
    assertThat(refusal.code()).isEqualTo(RefusalCode.ROLLUP_CLOSED);
    assertThat(east().status()).isEqualTo("closed");
    assertThat(chain.runRefused(by(OWNER, change(TERMS, 50))).code())
        .isEqualTo(RefusalCode.ROLLUP_CLOSED);

    chain.runEmpty(3);
    assertThat(chain.claimable(OWNER, TestChain.WEFT)).isEqualTo(Amount.ZERO);
    chain.runEmpty(1);
    assertThat(chain.height()).isEqualTo(10);
    assertThat(chain.claimable(OWNER, TestChain.WEFT)).isEqualTo(BOND);
    assertThat(east().bond()).isEqualTo(Amount.ZERO);
    chain.runAll(by(OWNER, new Action.Claim(TestChain.WEFT)));
  }

  @Test
  void boundsWhatIsAnnouncedForOneHeight() {
    List<RollupId> rollups = new ArrayList<>();
    for (int i = 0; i < 257; i++) {
      rollups.add(RollupId.of("rollup-" + i));
    }
    chain.register(OWNER, TERMS, rollups.toArray(RollupId[]::new));
    List<VerifiedTransaction> changes = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      changes.add(
          TestTransaction.from(OWNER)
              .nonce(1, i)
              .action(new Action.ChangeRollup(rollups.get(i), TERMS, Optional.empty(), 50))
              .sign());
    }
    chain.runAll(changes.toArray(VerifiedTransaction[]::new));

    Refusal refusal =
        chain.runRefused(
            by(OWNER, new Action.ChangeRollup(rollups.get(256), TERMS, Optional.empty(), 50)));
    assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_FIELD);
    assertThat(refusal.limit()).isEqualTo("256 changes per height");

    chain.runEmpty(50);
    assertThat(Queries.rollups(chain.state(), "", 1_000))
        .hasSize(257)
        .allSatisfy(info -> assertThat(info.announcedHeight()).isZero());
  }

  @Test
  void undoesARegistrationWhoseTransactionFailsLater() {
    Action tooMuch = new Action.Transfer(OTHER.address(), TestChain.WEFT, TestChain.FUNDS);

    chain.runRefused(by(OWNER, new Action.RegisterRollup(EAST, TERMS), tooMuch));

    assertThat(Queries.rollup(chain.state(), EAST)).isEmpty();
    assertThat(chain.runRefused(by(OTHER, TestChain.submit(EAST, 1))).code())
        .isEqualTo(RefusalCode.ROLLUP_NOT_FOUND);
  }

  @Test
  void takesPayloadsForARollupFromTheNextTransactionOn() {
    VerifiedTransaction both =
        by(OWNER, new Action.RegisterRollup(EAST, TERMS), TestChain.submit(EAST, 1));
    VerifiedTransaction register = by(OWNER, new Action.RegisterRollup(EAST, TERMS));
    VerifiedTransaction submit = by(OTHER, TestChain.submit(EAST, 1));

    assertThat(chain.run(List.of(both, register, submit)).refusals())
        .extracting(Refusal::code)
        .containsExactly(RefusalCode.ROLLUP_NOT_FOUND);
  }
}
