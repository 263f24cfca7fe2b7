package weft.ledger.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.rules.LaneRoom;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Action.BundleEntry;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.SponsorshipTerms;

final class AdmissionRulesTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final TestAccount BOB = TestAccount.of("bob");
  private static final TestAccount POOR = TestAccount.of("poor");
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId WEST = RollupId.of("west");

  private final TestChain chain = new TestChain(TestChain.genesis(List.of(ALICE, BOB)));

  AdmissionRulesTest() {
    chain.register(BOB, TestChain.terms(1_000), EAST, WEST);
  }

  private Checked<AdmissionTerms> check(TestTransaction transaction) {
    return AdmissionRules.check(
        chain.state(), transaction.sign().transaction(), chain.height() + 1, chain.timeMs() + 1);
  }

  private AdmissionTerms admitted(TestTransaction transaction) {
    return switch (check(transaction)) {
      case Checked.Ok<AdmissionTerms>(AdmissionTerms terms) -> terms;
      case Checked.Refused<AdmissionTerms>(Refusal refusal) ->
          throw new AssertionError(refusal.toString());
    };
  }

  private Refusal refused(TestTransaction transaction) {
    return ((Checked.Refused<AdmissionTerms>) check(transaction)).refusal();
  }

  private static final RollupId SECRETIVE = RollupId.of("secretive");

  private static Action.Bid bidOn(RollupId rollup, long amount) {
    return new Action.Bid(
        List.of(rollup),
        List.of(Hash32.ZERO),
        TestChain.USD,
        Amount.of(amount),
        0,
        0,
        Amount.ZERO,
        List.of());
  }

  @Test
  void whatTakesSealedBidsOnlyAdmitsNoOthers() {
    MarketTerms market =
        MarketTerms.of(Mechanism.DEFAULT, TestChain.USD, Amount.ZERO).forSealedOnly();
    chain.register(BOB, TestChain.terms(1_000).withMarket(Optional.of(market)), SECRETIVE);
    Action.Bid bid = bidOn(SECRETIVE, 50);
    Action.Bid tooMuch = bidOn(SECRETIVE, 151);
    chain.runAll(
        TestTransaction.from(ALICE)
            .action(new Action.BondBids(TestChain.USD, Amount.of(150)))
            .action(new Action.BondBids(TestChain.WEFT, Amount.of(10_000_000)))
            .action(seal(bid, 120))
            .action(seal(tooMuch, 30))
            .sign());
    TestTransaction openly = TestTransaction.from(ALICE).nonce(1, 0);

    assertThat(refused(openly.action(bidOn(SECRETIVE, 1))).code())
        .as("seals hold the whole bond")
        .isEqualTo(RefusalCode.BID_BOND_TOO_LOW);
    assertThat(refused(shown(tooMuch)).code()).isEqualTo(RefusalCode.BID_BOND_TOO_LOW);
    assertThat(check(shown(bid))).as("from its deposit").isInstanceOf(Checked.Ok.class);
    chain.runAll(
        TestTransaction.from(ALICE)
            .nonce(0, 1)
            .action(new Action.BondBids(TestChain.USD, Amount.of(100)))
            .sign());
    Refusal refusal = refused(TestTransaction.from(ALICE).nonce(1, 0).action(bidOn(SECRETIVE, 1)));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_SEALED);
    assertThat(refusal.field()).isEqualTo("body.actions[0].bid.salt");
    assertThat(refused(shown(bidOn(SECRETIVE, 2))).code()).isEqualTo(RefusalCode.SEAL_UNKNOWN);
    assertThat(check(TestTransaction.from(ALICE).nonce(1, 0).action(bidOn(EAST, 1))))
        .isInstanceOf(Checked.Ok.class);
  }

  private static TestTransaction shown(Action.Bid bid) {
    return TestTransaction.from(ALICE).nonce(1, 0).action(bid.sealedWith(Hash32.ZERO));
  }

  private static Action seal(Action.Bid bid, long deposit) {
    Hash32 commitment = SealedBid.commitment(ALICE.address(), Hash32.ZERO, bid);
    return new Action.SealBid(commitment, TestChain.USD, Amount.of(deposit));
  }

  @Test
  void tellsTheMempoolWhatItMustKnow() {
    Payload payload = Payload.of(Bytes.wrap(new byte[30]));
    TestTransaction transaction =
        TestTransaction.from(ALICE)
            .nonce(5, 3)
            .maxFee(100_000)
            .tip(40)
            .action(TestChain.submit(EAST, 20))
            .action(
                new Action.Bundle(
                    List.of(new BundleEntry(WEST, payload), new BundleEntry(EAST, payload))))
            .action(new Action.Transfer(BOB.address(), TestChain.WEFT, Amount.of(7)))
            .action(new Action.RegisterRollup(RollupId.of("north"), TestChain.terms(1)));

    AdmissionTerms terms = admitted(transaction);

    long size = transaction.sign().transaction().size();
    assertThat(terms.nextSequence()).isZero();
    assertThat(terms.payer()).isEqualTo(ALICE.address());
    assertThat(terms.spends())
        .containsExactly(
            new Spend(
                ALICE.address(),
                TestChain.WEFT,
                TestChain.FUNDS,
                Amount.of(100_000 + 7 + 1_000_000)));
    assertThat(terms.feeNow()).isEqualTo(Amount.of(size * 100 + 80 * 10 + 40));
    assertThat(terms.tip()).isEqualTo(Amount.of(40));
    assertThat(terms.lanes()).containsExactlyInAnyOrder(EAST, WEST).isSorted();
    assertThat(terms.needs())
        .containsExactlyInAnyOrder(
            new LaneNeed(EAST, new LaneRoom(50, 2, 0)), new LaneNeed(WEST, new LaneRoom(30, 1, 0)));
    assertThat(terms.sponsored()).isEmpty();
  }

  @Test
  void countsATipInTheDefaultAsset() {
    TestTransaction inUsd =
        TestTransaction.from(ALICE)
            .feeAsset(TestChain.USD)
            .tip(41)
            .action(TestChain.submit(EAST, 1));

    assertThat(admitted(inUsd).tip()).isEqualTo(Amount.of(20));
  }

  @Test
  void countsWhatFeeTransfersAndBondsTakeOfEachBalance() {
    Action transfer = new Action.Transfer(BOB.address(), TestChain.WEFT, Amount.of(7));
    TestTransaction transaction =
        TestTransaction.from(ALICE)
            .feeAsset(TestChain.USD)
            .maxFee(100_000)
            .action(transfer)
            .action(transfer)
            .action(new Action.Transfer(BOB.address(), TestChain.USD, Amount.of(5)))
            .action(new Action.BondBids(TestChain.USD, Amount.of(9)))
            .action(new Action.RegisterRollup(RollupId.of("north"), TestChain.terms(1)));

    assertThat(admitted(transaction).spends())
        .containsExactly(
            new Spend(
                ALICE.address(),
                TestChain.USD,
                chain.balance(ALICE, TestChain.USD),
                Amount.of(100_000 + 5 + 9)),
            new Spend(
                ALICE.address(), TestChain.WEFT, TestChain.FUNDS, Amount.of(2 * 7 + 1_000_000)));
  }

  @Test
  void saysHowManyChannelsAreLeftToOpen() {
    long most = 256;
    assertThat(admitted(TestTransaction.from(ALICE)).channelsLeft()).hasValue(most);
    chain.runAll(TestTransaction.from(ALICE).sign());

    assertThat(admitted(TestTransaction.from(ALICE).nonce(0, 1)).channelsLeft()).isEmpty();
    assertThat(admitted(TestTransaction.from(ALICE).nonce(7, 0)).channelsLeft()).hasValue(most - 1);
  }

  @Test
  void takesLaterSequencesButNoUsedOnes() {
    assertThat(admitted(TestTransaction.from(ALICE).nonce(0, 1_000)).nextSequence()).isZero();
    chain.runAll(TestTransaction.from(ALICE).sign());

    assertThat(refused(TestTransaction.from(ALICE)).code()).isEqualTo(RefusalCode.NONCE_USED);
    assertThat(refused(TestTransaction.from(ALICE).nonce(0, Long.MAX_VALUE)).code())
        .isEqualTo(RefusalCode.NONCE_TOO_FAR);
  }

  @Test
  void namesTheSponsorAsPayerAndWhatIsLeftOfItsCaps() {
    SponsorshipTerms caps =
        new SponsorshipTerms(Amount.of(100_000), Amount.of(200_000), Amount.of(300_000));
    chain.runAll(
        TestTransaction.from(BOB).nonce(0, 2).action(new Action.SetSponsorship(EAST, caps)).sign());

    AdmissionTerms terms =
        admitted(
            TestTransaction.from(POOR)
                .sponsor(BOB)
                .maxFee(90_000)
                .action(TestChain.submit(EAST, 1)));

    assertThat(terms.payer()).isEqualTo(BOB.address());
    assertThat(terms.spends().getFirst().balance()).isEqualTo(chain.balance(BOB, TestChain.WEFT));
    assertThat(terms.spends().getFirst().amount())
        .isEqualTo(terms.feeNow())
        .isLessThan(Amount.of(90_000));
    assertThat(terms.sponsored())
        .contains(
            new SponsoredTerms(
                EAST, terms.feeNow(), Amount.of(200_000), Amount.of(300_000), Amount.of(100_000)));
  }

  @Test
  void readsAtMostThreeKeysForASubmission() {
    AdmissionContext context = AdmissionContext.at(chain.state(), chain.height() + 1);
    var first = TestTransaction.from(ALICE).action(TestChain.submit(EAST, 1)).sign();
    AdmissionRules.check(context, first.transaction(), chain.timeMs());
    var second = TestTransaction.from(BOB).nonce(9, 0).action(TestChain.submit(EAST, 1)).sign();
    long before = chain.state().reads();

    AdmissionRules.check(context, second.transaction(), chain.timeMs());

    assertThat(chain.state().reads() - before).isLessThanOrEqualTo(3);
  }

  @Test
  void answersManyThreadsFromOneContext() throws Exception {
    var known = TestTransaction.from(ALICE).action(TestChain.submit(EAST, 1)).sign();
    var unknown =
        TestTransaction.from(ALICE).action(TestChain.submit(RollupId.of("none"), 1)).sign();
    AdmissionContext context = AdmissionContext.at(chain.state(), chain.height() + 1);
    Checked<AdmissionTerms> admitted =
        check(TestTransaction.from(ALICE).action(TestChain.submit(EAST, 1)));
    Callable<Boolean> checks =
        () -> {
          boolean isSame = true;
          for (int i = 0; i < 2_000; i++) {
            isSame &=
                AdmissionRules.check(context, known.transaction(), chain.timeMs()).equals(admitted);
            isSame &=
                AdmissionRules.check(context, unknown.transaction(), chain.timeMs())
                    instanceof Checked.Refused<AdmissionTerms>;
          }
          return isSame;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> result : threads.invokeAll(Collections.nCopies(8, checks))) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  @Test
  void knowsWhatIsDueAtTheNextHeight() {
    chain.runAll(
        TestTransaction.from(BOB)
            .nonce(0, 2)
            .action(
                new Action.ChangeRollup(
                    EAST, TestChain.terms(10), Optional.empty(), chain.height() + 4))
            .sign());
    chain.runEmpty(1);
    assertThat(admitted(TestTransaction.from(ALICE).action(TestChain.submit(EAST, 11))))
        .isNotNull();
    chain.runEmpty(1);

    assertThat(refused(TestTransaction.from(ALICE).action(TestChain.submit(EAST, 11))).code())
        .isEqualTo(RefusalCode.LANE_BYTES_TOO_HIGH);
  }

  @Test
  void leavesTheCommittedStateAlone() {
    var before = chain.state().entries();

    check(
        TestTransaction.from(ALICE)
            .action(new Action.RegisterRollup(RollupId.of("new"), TestChain.terms(1))));

    assertThat(chain.state().entries()).isEqualTo(before);
  }
}
