package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.EASTERN;
import static weft.ledger.execution.AuctionScene.OWNER;
import static weft.ledger.execution.AuctionScene.WEST;
import static weft.ledger.execution.AuctionScene.WESTERN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestModules;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.market.ParsedModules;
import weft.ledger.market.RecordedAuction;
import weft.ledger.state.ModuleRecord;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateWriter;
import weft.market.AuctionRun;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.VerifiedTransaction;

/// Modules from their registration to the blocks whose auctions they share.
final class ModulesOnChainTest {
  private static final Bytes EXAMPLE = TestModules.splitByState();
  private static final Hash32 NAMED = Hash32.ZERO;
  private static final String FIELD = "body.actions[0].register_module.code";

  private static AuctionScene scene(String... parameters) {
    return new AuctionScene(Mechanism.DEFAULT, 0, parameters);
  }

  private static VerifiedTransaction register(AuctionScene scene, Bytes module, int later) {
    return TestTransaction.from(OWNER)
        .nonce(0, scene.chain.nextSequence(OWNER, 0) + later)
        .lastHeight(90)
        .action(new Action.RegisterModule(module))
        .sign();
  }

  private static void register(AuctionScene scene, Bytes module) {
    scene.chain.runAll(register(scene, module, 0));
  }

  private static Mechanism sharedBy(Bytes module, long fuel) {
    return mechanism(
        Pricing.FIRST, new Modules(Optional.empty(), Optional.of(Sha256.hash(module)), fuel));
  }

  private static Mechanism mechanism(Pricing pricing, Modules modules) {
    return new Mechanism(
        1_000,
        pricing,
        Sharing.EQUAL_SURPLUS,
        Refunds.NONE,
        Optional.of(modules),
        Optional.empty());
  }

  private static RollupTerms terms(TestAccount payee, Mechanism mechanism, long weight) {
    RollupTerms plain = TestChain.terms(10_000);
    return new RollupTerms(
        payee.address(),
        plain.policy(),
        List.of(),
        plain.maxBytesPerBlock(),
        "",
        Optional.empty(),
        List.of(),
        Optional.of(
            new MarketTerms(
                List.of(new AcceptedMechanism(mechanism, weight)),
                TestChain.USD,
                Amount.ZERO,
                List.of(),
                List.of())));
  }

  /// Both rollups change to a mechanism, with weights 3 and 1, and Ann and Ben bond.
  private static void sellBy(AuctionScene scene, Mechanism mechanism) {
    long sequence = scene.chain.nextSequence(OWNER, 0);
    long from = scene.chain.height() + 5;
    scene.chain.runAll(
        change(EAST, terms(EASTERN, mechanism, 3), sequence, from),
        change(WEST, terms(WESTERN, mechanism, 1), sequence + 1, from));
    scene.bond(ANN, 1_000);
    scene.bond(BEN, 1_000);
    scene.chain.runEmpty(4);
  }

  private static VerifiedTransaction change(
      RollupId rollup, RollupTerms terms, long sequence, long from) {
    return TestTransaction.from(OWNER)
        .nonce(0, sequence)
        .lastHeight(90)
        .action(new Action.ChangeRollup(rollup, terms, Optional.empty(), from))
        .sign();
  }

  /// A block in which Ann's 20 on both wins beside Ben's 10 and 6 on one each.
  private static AssetAuctionRecord sold(AuctionScene scene) {
    BlockExecution execution =
        scene.begin(
            List.of(),
            AuctionScene.bid(ANN, 0, 20, List.of(EAST, WEST), NAMED),
            AuctionScene.bid(BEN, 0, 10, List.of(EAST), NAMED),
            AuctionScene.bid(BEN, 1, 6, List.of(WEST), NAMED));
    scene.chain.commit(execution);
    AuctionRecord record = scene.record.orElseThrow();
    assertThat(AuctionRecord.decode(record.encode())).isEqualTo(record);
    return record.auctions().getFirst();
  }

  private static void assertPaid(AuctionScene scene, long eastern, long western) {
    assertThat(scene.earned(EASTERN)).isEqualTo(Amount.of(eastern));
    assertThat(scene.earned(WESTERN)).isEqualTo(Amount.of(western));
  }

  @Test
  void aModuleCostsItsFee() {
    AuctionScene scene = scene("market.module-fee", "777");
    register(scene, EXAMPLE);
    assertThat(scene.chain.reader().burned(TestChain.WEFT)).isEqualTo(Amount.of(777));
    assertThat(scene.chain.reader().module(Sha256.hash(EXAMPLE)))
        .contains(
            new ModuleRecord(true, false, EXAMPLE.size(), OWNER.address(), scene.chain.height()));
    assertThat(scene.chain.reader().moduleCode(Sha256.hash(EXAMPLE))).contains(EXAMPLE);
  }

  @Test
  void whatIsNoModuleIsRefused() {
    AuctionScene scene = scene("market.module-fee", "777");
    Refusal refusal =
        scene.chain.runRefused(register(scene, EXAMPLE.slice(0, EXAMPLE.size() - 1), 0));
    assertThat(refusal.code()).isEqualTo(RefusalCode.MODULE_REFUSED);
    assertThat(refusal.field()).isEqualTo(FIELD);
    assertThat(refusal.message()).isNotEmpty();
    assertThat(scene.chain.reader().burned(TestChain.WEFT)).isEqualTo(Amount.ZERO);
    assertThat(scene.chain.reader().moduleCount().total()).isZero();
  }

  @Test
  void aModuleIsRegisteredOnce() {
    AuctionScene scene = scene();
    register(scene, EXAMPLE);
    assertThat(scene.chain.runRefused(register(scene, EXAMPLE, 0)).code())
        .isEqualTo(RefusalCode.MODULE_EXISTS);
  }

  @Test
  void modulesAreBounded() {
    AuctionScene scene = scene("market.max-modules", "5", "market.module-fee", "1");
    List<VerifiedTransaction> five = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      five.add(register(scene, TestModules.named(TestModules.TRAPPING, i), i));
    }
    List<Refusal> refusals = scene.chain.run(five).refusals();
    assertThat(refusals).extracting(Refusal::code).containsExactly(RefusalCode.BLOCK_FULL);
    scene.chain.runAll(five.getLast());
    assertThat(scene.chain.runRefused(register(scene, EXAMPLE, 0)).code())
        .isEqualTo(RefusalCode.TOO_MANY_MODULES);
  }

  @Test
  void termsNameRegisteredModules() {
    AuctionScene scene = scene("market.max-fuel", "1000");
    Modules sharing = sharedBy(EXAMPLE, 1_000).modules().orElseThrow();
    String mechanism = "body.actions[0].change_rollup.terms.market.mechanisms[0].mechanism.";
    assertRefused(scene, mechanism(Pricing.FIRST, sharing), mechanism + "modules.sharing");
    register(scene, EXAMPLE);
    assertRefused(scene, sharedBy(EXAMPLE, 1_001), mechanism + "modules.fuel");
    Modules selecting = new Modules(sharing.sharing(), Optional.empty(), 1_000);
    assertRefused(scene, mechanism(Pricing.FIRST, selecting), mechanism + "modules.selection");
    assertRefused(scene, mechanism(Pricing.VCG, selecting), mechanism + "pricing");
    scene.chain.runAll(change(scene, mechanism(Pricing.VCG, sharing)));
  }

  private static VerifiedTransaction change(AuctionScene scene, Mechanism mechanism) {
    return change(
        EAST,
        terms(EASTERN, mechanism, 1),
        scene.chain.nextSequence(OWNER, 0),
        scene.chain.height() + 9);
  }

  private static void assertRefused(AuctionScene scene, Mechanism mechanism, String field) {
    Refusal refusal = scene.chain.runRefused(change(scene, mechanism));
    assertThat(refusal.code()).isEqualTo(RefusalCode.TERMS_INVALID);
    assertThat(refusal.field()).isEqualTo(field);
  }

  /// Equal surplus would give 12 and 8.
  @Test
  void aBlockIsSharedByAModule() {
    AuctionScene scene = scene();
    register(scene, EXAMPLE);
    sellBy(scene, sharedBy(EXAMPLE, 100_000));
    AssetAuctionRecord auction = sold(scene);
    assertThat(auction.fallbacks()).isEmpty();
    assertThat(auction.fuel()).isEqualTo(2_000_000);
    assertThat(auction.fuelUsed()).isBetween(1_000L, 2_000L);
    assertPaid(scene, 13, 7);
  }

  @Test
  void aModuleThatFailsIsRecorded() {
    AuctionScene scene = scene();
    register(scene, TestModules.TRAPPING);
    sellBy(scene, sharedBy(TestModules.TRAPPING, 1_000));
    assertThat(sold(scene).fallbacks()).containsExactly("trapped");
    assertPaid(scene, 12, 8);
  }

  /// The block's bound, and that of a run, which fell since the rollups chose their mechanism.
  @Test
  void fuelOfABlockIsBounded() {
    AuctionScene scene = scene("market.max-block-fuel", "200");
    register(scene, TestModules.ENDLESS);
    sellBy(scene, sharedBy(TestModules.ENDLESS, 1_000));
    AssetAuctionRecord auction = sold(scene);
    assertThat(auction.fallbacks()).containsExactly("out-of-block-fuel");
    assertThat(auction.fuel()).isEqualTo(200);
    assertThat(auction.fuelUsed()).isEqualTo(200);
    assertPaid(scene, 12, 8);

    AuctionScene fallen = scene();
    register(fallen, TestModules.ENDLESS);
    sellBy(fallen, sharedBy(TestModules.ENDLESS, 1_000));
    StateOverlay overlay = new StateOverlay(fallen.chain.state());
    new StateWriter(overlay).parameter("market.max-fuel", "300");
    fallen.chain.state().apply(overlay.changes());
    AssetAuctionRecord bounded = sold(fallen);
    assertThat(bounded.fallbacks()).containsExactly("out-of-fuel");
    assertThat(bounded.fuelUsed()).isEqualTo(300);
    assertThat(bounded.mechanisms()).containsExactly(sharedBy(TestModules.ENDLESS, 300));
  }

  @Test
  void theRecordIsHeldAgainWithItsModules() {
    AuctionScene scene = scene();
    register(scene, EXAMPLE);
    sellBy(scene, sharedBy(EXAMPLE, 100_000));
    AssetAuctionRecord auction = sold(scene);
    assertThat(auction.modules()).containsExactly(Sha256.hash(EXAMPLE));
    AssetAuctionRecord again =
        RecordedAuction.record(
            auction,
            AuctionRun.settle(
                RecordedAuction.auction(auction),
                id -> scene.chain.reader().moduleCode(id).flatMap(ParsedModules::parse)));
    assertThat(again).isEqualTo(auction);
  }

  /// One coalition shares by its module, another by the built-in rule, in one block.
  @Test
  void twoRegimesLiveSideBySide() {
    AuctionScene scene = scene();
    register(scene, EXAMPLE);
    RollupId north = RollupId.of("north");
    RollupId south = RollupId.of("south");
    TestAccount northern = TestAccount.of("northern payee");
    TestAccount southern = TestAccount.of("southern payee");
    Mechanism builtIn = new Mechanism(1_000, Pricing.FIRST, Sharing.EQUAL_SURPLUS, Refunds.NONE);
    scene.chain.register(OWNER, terms(northern, builtIn, 1), north);
    scene.chain.register(OWNER, terms(southern, builtIn, 1), south);
    sellBy(scene, sharedBy(EXAMPLE, 100_000));
    BlockExecution execution =
        scene.begin(
            List.of(),
            AuctionScene.bid(ANN, 0, 20, List.of(EAST, WEST), NAMED),
            AuctionScene.bid(ANN, 1, 20, List.of(north, south), NAMED),
            AuctionScene.bid(BEN, 0, 30, List.of(EAST, south), NAMED));
    scene.chain.commit(execution);
    assertPaid(scene, 15, 5);
    assertThat(scene.earned(northern)).isEqualTo(Amount.of(10));
    assertThat(scene.earned(southern)).isEqualTo(Amount.of(10));
    assertThat(scene.record.orElseThrow().voids())
        .singleElement()
        .extracting("reason")
        .isEqualTo("no-common-mechanism");
  }
}
