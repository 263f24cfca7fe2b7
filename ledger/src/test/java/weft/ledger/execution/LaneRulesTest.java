package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.BundleRoot;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Action.BundleEntry;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.VerifiedTransaction;

final class LaneRulesTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final TestAccount BOB = TestAccount.of("bob");
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId WEST = RollupId.of("west");
  private static final RollupId GASSY = RollupId.of("gassy");
  private static final RollupId PRIVATE = RollupId.of("private");

  private final TestChain chain = new TestChain(TestChain.genesis(List.of(ALICE, BOB)));

  LaneRulesTest() {
    chain.register(BOB, TestChain.terms(1_000), EAST, WEST);
    chain.register(
        BOB,
        new RollupTerms(
            TestChain.PAYEE.address(),
            Policy.PRIORITY,
            List.of(),
            1_000,
            "",
            Optional.of(new GasTerms(500, 1_000, Amount.of(1))),
            List.of()),
        GASSY);
    chain.register(
        BOB,
        new RollupTerms(
            TestChain.PAYEE.address(),
            Policy.FIRST_COME,
            List.of(TestChain.USD),
            1_000,
            "",
            Optional.empty(),
            List.of(BOB.address())),
        PRIVATE);
  }

  private static TestTransaction alice(int sequence) {
    return TestTransaction.from(ALICE).nonce(0, sequence);
  }

  private static Action gas(long... limits) {
    List<Payload> payloads = new ArrayList<>();
    for (long limit : limits) {
      payloads.add(new Payload(Bytes.wrap(new byte[10]), limit));
    }
    return new Action.Submit(GASSY, payloads);
  }

  private Refusal refused(Action action) {
    return chain.runRefused(alice(0).action(action).sign());
  }

  @Test
  void refusesAnUnknownRollup() {
    Refusal refusal = refused(TestChain.submit(RollupId.of("nowhere"), 1));

    assertThat(refusal.code()).isEqualTo(RefusalCode.ROLLUP_NOT_FOUND);
    assertThat(refusal.field()).isEqualTo("body.actions[0].submit.rollup");
  }

  @Test
  void namesTheRollupOfABundleEntryThatIsUnknown() {
    Payload payload = Payload.of(Bytes.utf8("x"));
    Refusal refusal =
        refused(
            new Action.Bundle(
                List.of(
                    new BundleEntry(EAST, payload),
                    new BundleEntry(RollupId.of("nowhere"), payload))));

    assertThat(refusal.field()).isEqualTo("body.actions[0].bundle.entries[1].rollup");
  }

  @Test
  void takesPayloadsFromListedSubmittersOnly() {
    Refusal refusal =
        chain.runRefused(
            alice(0).feeAsset(TestChain.USD).action(TestChain.submit(PRIVATE, 1)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.SUBMITTER_NOT_ALLOWED);
    chain.runAll(
        TestTransaction.from(BOB)
            .nonce(1, 0)
            .feeAsset(TestChain.USD)
            .action(TestChain.submit(PRIVATE, 1))
            .sign());
    chain.runAll(alice(0).action(TestChain.submit(EAST, 1)).sign());
  }

  @Test
  void takesFeesInTheRollupsAssetsOnly() {
    Refusal refusal =
        chain.runRefused(
            TestTransaction.from(BOB).nonce(1, 0).action(TestChain.submit(PRIVATE, 1)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.FEE_ASSET_NOT_ACCEPTED);
    assertThat(refusal.limit()).isEqualTo("usd");
  }

  @Test
  void needsAGasLimitWhereThereIsAGasDimensionAndNoneElsewhere() {
    Refusal missing = refused(gas(5, 0));
    assertThat(missing.code()).isEqualTo(RefusalCode.GAS_LIMIT_REQUIRED);
    assertThat(missing.field()).isEqualTo("body.actions[0].submit.payloads[1].gas_limit");

    Payload withGas = new Payload(Bytes.utf8("x"), 1);
    Refusal needless = refused(new Action.Submit(EAST, List.of(withGas)));
    assertThat(needless.code()).isEqualTo(RefusalCode.GAS_LIMIT_NOT_ALLOWED);
  }

  @Test
  void refusesMoreGasThanTheLaneTakesPerBlock() {
    assertThat(refused(gas(600, 401)).code()).isEqualTo(RefusalCode.GAS_LIMIT_TOO_HIGH);
    assertThat(refused(gas(Long.MAX_VALUE)).code()).isEqualTo(RefusalCode.GAS_LIMIT_TOO_HIGH);
    chain.runAll(alice(0).action(gas(600, 400)).sign());
  }

  @Test
  void tellsALaneThatIsFullNowFromAnActionThatNeverFits() {
    Refusal never = refused(TestChain.submit(EAST, 1_001));
    assertThat(never.code()).isEqualTo(RefusalCode.LANE_BYTES_TOO_HIGH);
    assertThat(never.limit()).isEqualTo("1000 bytes");

    VerifiedTransaction later = alice(1).action(TestChain.submit(EAST, 401)).sign();
    List<Refusal> refusals =
        chain.run(List.of(alice(0).action(TestChain.submit(EAST, 600)).sign(), later)).refusals();
    assertThat(refusals).extracting(Refusal::code).containsExactly(RefusalCode.BLOCK_FULL);

    chain.runAll(later);
  }

  @Test
  void tellsGasThatIsUsedUpNowFromGasThatNeverFits() {
    VerifiedTransaction later = alice(1).action(gas(401)).sign();

    List<Refusal> refusals = chain.run(List.of(alice(0).action(gas(600)).sign(), later)).refusals();

    assertThat(refusals).extracting(Refusal::code).containsExactly(RefusalCode.BLOCK_FULL);
    chain.runAll(later);
  }

  @Test
  void putsAllOfABundleIntoItsLanesOrNothing() {
    Bytes big = Bytes.wrap(new byte[600]);
    Action bundle =
        new Action.Bundle(
            List.of(
                new BundleEntry(WEST, Payload.of(big)), new BundleEntry(EAST, Payload.of(big))));

    List<Refusal> refusals =
        chain
            .run(
                List.of(
                    alice(0).action(TestChain.submit(EAST, 600)).sign(),
                    alice(1).action(bundle).sign()))
            .refusals();

    assertThat(refusals).extracting(Refusal::code).containsExactly(RefusalCode.BLOCK_FULL);
    assertThat(chain.lastLanes()).extracting(LaneIntake::rollup).containsExactly(EAST);
  }

  @Test
  void handsOutTheUnitsOfEachLaneInBlockOrder() {
    List<BundleEntry> entries =
        List.of(
            new BundleEntry(WEST, Payload.of(Bytes.utf8("w0"))),
            new BundleEntry(EAST, Payload.of(Bytes.utf8("e1"))),
            new BundleEntry(WEST, Payload.of(Bytes.utf8("w2"))));
    VerifiedTransaction first =
        alice(0).action(TestChain.submit(EAST, 3)).action(TestChain.submit(EAST, 4)).sign();
    VerifiedTransaction second = alice(1).tip(77).action(new Action.Bundle(entries)).sign();

    chain.runAll(first, second);

    List<LaneIntake> lanes = chain.lastLanes();
    assertThat(lanes)
        .extracting(LaneIntake::rollup)
        .isSorted()
        .containsExactlyInAnyOrder(EAST, WEST);
    LaneIntake east = lanes.get(lanes.get(0).rollup().equals(EAST) ? 0 : 1);
    LaneIntake west = lanes.get(lanes.get(0).rollup().equals(EAST) ? 1 : 0);
    assertThat(east.units()).extracting(LaneUnit::transactionIndex).containsExactly(0, 0, 1);
    assertThat(east.units()).extracting(LaneUnit::actionIndex).containsExactly(0, 1, 0);
    assertThat(east.units().get(0).entries().get(0).bundleRoot()).isEqualTo(Hash32.ZERO);
    assertThat(west.head()).isEqualTo(new LaneHead(0, Hash32.ZERO));
    LaneUnit unit = west.units().getFirst();
    assertThat(unit.tip()).isEqualTo(Amount.of(77));
    assertThat(unit.entries()).extracting(entry -> entry.payloadIndex()).containsExactly(0, 2);
    assertThat(unit.entries())
        .allSatisfy(
            entry -> {
              assertThat(entry.bundleRoot()).isEqualTo(BundleRoot.of(entries));
              assertThat(entry.transactionHash()).isEqualTo(second.hash());
              assertThat(entry.sender()).isEqualTo(ALICE.address());
            });
  }

  @Test
  void chainsTheHeadsOfALane() {
    chain.runAll(alice(0).action(TestChain.submit(EAST, 1)).sign());
    Hash32 firstHash = chain.reader().lane(EAST).laneHash();
    chain.runEmpty(1);
    chain.runAll(alice(1).action(TestChain.submit(EAST, 1)).sign());

    assertThat(chain.lastLanes().getFirst().head()).isEqualTo(new LaneHead(1, firstHash));
    assertThat(chain.reader().lane(EAST).laneHash()).isNotEqualTo(firstHash);
    assertThat(chain.reader().lane(EAST).laneHeight()).isEqualTo(2);
  }

  @Test
  void refusesToEndWithHeadersOfOtherLanes() {
    BlockExecution execution = chain.begin();
    execution.execute(alice(0).action(TestChain.submit(EAST, 1)).sign());

    assertThatThrownBy(() -> execution.end(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 lane headers");
  }
}
