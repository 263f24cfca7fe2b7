package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.ledger.execution.AuctionScene.ANN;
import static weft.ledger.execution.AuctionScene.BEN;
import static weft.ledger.execution.AuctionScene.EAST;
import static weft.ledger.execution.AuctionScene.EASTERN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.state.BidBond;
import weft.ledger.state.DueChange;
import weft.ledger.state.SealRecord;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.auction.VoidedBid;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.VerifiedTransaction;

/// Seals may be opened in the two blocks after theirs; of a bidder three are open at most.
final class SealedBidsTest {
  private static final Hash32 SALT = Sha256.hash(Bytes.utf8("salt"));

  private final AuctionScene scene =
      new AuctionScene(
          Mechanism.DEFAULT, 0, "market.max-bids-per-bidder", "3", "market.reveal-blocks", "2");

  private static Action.Bid terms(long amount, Hash32 named) {
    return new Action.Bid(
        List.of(EAST),
        List.of(named),
        TestChain.USD,
        Amount.of(amount),
        0,
        0,
        Amount.ZERO,
        List.of());
  }

  private VerifiedTransaction seal(TestAccount bidder, Hash32 commitment, long deposit) {
    return TestTransaction.from(bidder)
        .nonce(0, scene.chain.nextSequence(bidder, 0))
        .lastHeight(1_000)
        .action(new Action.SealBid(commitment, TestChain.USD, Amount.of(deposit)))
        .sign();
  }

  private VerifiedTransaction seal(TestAccount bidder, Action.Bid bid, long deposit) {
    return seal(bidder, SealedBid.commitment(bidder.address(), SALT, bid), deposit);
  }

  private static VerifiedTransaction shown(TestAccount bidder, long sequence, Action.Bid bid) {
    return TestTransaction.from(bidder)
        .nonce(1, sequence)
        .lastHeight(1_000)
        .action(bid.sealedWith(SALT))
        .sign();
  }

  private BidBond bond(TestAccount bidder) {
    return scene.chain.reader().bidBond(bidder.address(), TestChain.USD);
  }

  private static BidBond bonded(long held, long leaving, long sealed, int seals) {
    return new BidBond(Amount.of(held), Amount.of(leaving), Amount.of(sealed), seals);
  }

  private Amount burned() {
    return scene.chain.reader().burned(TestChain.USD);
  }

  @Test
  void aSealedBidThatIsShownInTimeTakesPartLikeAnyOther() {
    scene.bond(ANN, 100);
    scene.bond(BEN, 100);
    VerifiedTransaction body = scene.body(ANN, 2, EAST);
    Action.Bid bid = terms(90, body.hash());
    scene.chain.runAll(seal(ANN, bid, 20));
    assertThat(bond(ANN)).isEqualTo(bonded(100, 0, 20, 1));
    Hash32 commitment = SealedBid.commitment(ANN.address(), SALT, bid);
    long height = scene.chain.height();
    assertThat(scene.chain.reader().seal(ANN.address(), commitment))
        .contains(new SealRecord(TestChain.USD, Amount.of(20), height, height + 2));

    VerifiedTransaction open = AuctionScene.bid(BEN, 0, 80, List.of(EAST), Hash32.ZERO);
    scene.end(scene.begin(List.of(), shown(ANN, 0, bid), open), body);

    assertThat(bond(ANN)).as("the deposit is free again").isEqualTo(bonded(10, 0, 0, 0));
    assertThat(scene.earned(EASTERN)).isEqualTo(Amount.of(90));
    assertThat(scene.chain.reader().seal(ANN.address(), commitment)).isEmpty();
    scene.chain.runEmpty(3);
    assertThat(bond(ANN)).isEqualTo(bonded(10, 0, 0, 0));
    assertThat(burned()).isEqualTo(Amount.ZERO);
  }

  @Test
  void whatIsNotShownInTimeIsLostAndBurned() {
    scene.bond(ANN, 100);
    Action.Bid bid = terms(90, Hash32.ZERO);
    scene.chain.runAll(seal(ANN, bid, 20));
    scene.chain.runEmpty(1);
    assertThat(scene.chain.begin().takeBid(shown(ANN, 0, bid))).isEmpty();
    scene.chain.runEmpty(1);
    assertThat(bond(ANN)).isEqualTo(bonded(100, 0, 20, 1));
    assertThat(scene.chain.begin().takeBid(shown(ANN, 0, bid)))
        .hasValueSatisfying(no -> assertThat(no.code()).isEqualTo(RefusalCode.SEAL_UNKNOWN));
    Amount before = scene.earned(EASTERN);

    scene.chain.runEmpty(1);

    assertThat(bond(ANN)).isEqualTo(bonded(80, 0, 0, 0));
    assertThat(burned()).isEqualTo(Amount.of(20));
    assertThat(scene.earned(EASTERN)).isEqualTo(before);
    assertThat(scene.chain.claimable(TestChain.PROPOSER, TestChain.USD)).isEqualTo(Amount.ZERO);
  }

  @Test
  void aBidIsNotShownInTheBlockThatSealsIt() {
    scene.bond(ANN, 100);
    Action.Bid bid = terms(90, Hash32.ZERO);
    BlockExecution block = scene.chain.begin();
    assertThat(block.takeBid(shown(ANN, 0, bid)))
        .hasValueSatisfying(no -> assertThat(no.code()).isEqualTo(RefusalCode.SEAL_UNKNOWN));
  }

  @Test
  void aSealNeedsBondThatNothingElseHolds() {
    scene.bond(ANN, 100);
    scene.chain.runAll(
        TestTransaction.from(ANN)
            .nonce(0, 1)
            .action(new Action.UnbondBids(TestChain.USD, Amount.of(30)))
            .sign());
    scene.chain.runAll(seal(ANN, terms(1, Hash32.ZERO), 50));

    Checked<TransactionOutcome> tooMuch =
        scene.chain.begin().execute(seal(ANN, terms(2, Hash32.ZERO), 21));

    assertThat(tooMuch)
        .isInstanceOfSatisfying(
            Checked.Refused.class, no -> assertThat(no.refusal().limit()).isEqualTo("20 usd"));
    assertThat(refusal(tooMuch)).contains(RefusalCode.BID_BOND_TOO_LOW);
    VerifiedTransaction back =
        TestTransaction.from(ANN)
            .nonce(0, 3)
            .action(new Action.UnbondBids(TestChain.USD, Amount.of(21)))
            .sign();
    assertThat(refusal(scene.chain.begin().execute(back))).contains(RefusalCode.BID_BOND_TOO_LOW);
    scene.chain.runAll(seal(ANN, terms(2, Hash32.ZERO), 20));
    assertThat(bond(ANN)).isEqualTo(bonded(100, 30, 70, 2));
  }

  @Test
  void openSealsAreBounded() {
    scene.bond(ANN, 100);
    BlockExecution block = scene.chain.begin();
    List<Optional<RefusalCode>> refusals = new ArrayList<>();
    long sequence = 1;
    for (String salt : List.of("a", "b", "b", "c", "d")) {
      Optional<RefusalCode> refused =
          refusal(
              block.execute(
                  TestTransaction.from(ANN)
                      .nonce(0, sequence)
                      .action(
                          new Action.SealBid(
                              Sha256.hash(Bytes.utf8(salt)), TestChain.USD, Amount.of(1)))
                      .sign()));
      refusals.add(refused);
      sequence += refused.isPresent() ? 0 : 1;
    }
    assertThat(refusals)
        .containsExactly(
            Optional.empty(),
            Optional.empty(),
            Optional.of(RefusalCode.SEAL_OPEN),
            Optional.empty(),
            Optional.of(RefusalCode.TOO_MANY_SEALS));
  }

  private static Optional<RefusalCode> refusal(Checked<TransactionOutcome> outcome) {
    return outcome instanceof Checked.Refused<TransactionOutcome>(Refusal refusal)
        ? Optional.of(refusal.code())
        : Optional.empty();
  }

  @Test
  void sealsThatRunOutAtOneHeightAreBounded() {
    List<TestAccount> many = new ArrayList<>();
    for (int i = 0; i <= DueChange.MAX_SEALS_PER_HEIGHT / 2; i++) {
      many.add(TestAccount.of("bidder " + i));
    }
    TestChain crowded = new TestChain(TestChain.genesis(many));
    List<VerifiedTransaction> all =
        many.stream()
            .map(
                one ->
                    TestTransaction.from(one)
                        .action(new Action.BondBids(TestChain.USD, Amount.of(2)))
                        .action(new Action.SealBid(SALT, TestChain.USD, Amount.of(1)))
                        .action(new Action.SealBid(Hash32.ZERO, TestChain.USD, Amount.of(1)))
                        .sign())
            .toList();

    List<Refusal> refusals = crowded.run(all).refusals();

    assertThat(refusals).extracting(Refusal::code).containsExactly(RefusalCode.BLOCK_FULL);
    assertThat(refusals.getFirst().limit()).isEqualTo("512 seals");
    crowded.runAll(all.getLast());
    crowded.runEmpty(11);
    assertThat(crowded.reader().burned(TestChain.USD)).isEqualTo(Amount.of(514));
  }

  @Test
  void whatASealHoldsPaysNothingElse() {
    scene.bond(ANN, 100);
    Action.Bid bid = terms(30, Hash32.ZERO);
    scene.chain.runAll(seal(ANN, bid, 60));
    VerifiedTransaction other = AuctionScene.bid(ANN, 0, 41, List.of(EAST), Hash32.ZERO);

    scene.chain.commit(scene.begin(List.of(), other));

    assertThat(scene.record.orElseThrow().voids())
        .containsExactly(new VoidedBid(other.hash(), "bond-too-low", Amount.ZERO));
    Action.Bid whole = terms(100, Hash32.ZERO);
    AuctionScene alone = new AuctionScene(Mechanism.DEFAULT, 0, "market.reveal-blocks", "2");
    alone.bond(ANN, 100);
    Hash32 commitment = SealedBid.commitment(ANN.address(), SALT, whole);
    alone.chain.runAll(
        TestTransaction.from(ANN)
            .nonce(0, 1)
            .action(new Action.SealBid(commitment, TestChain.USD, Amount.of(60)))
            .sign());
    alone.chain.commit(alone.begin(List.of(), shown(ANN, 0, whole)));
    assertThat(alone.record.orElseThrow().voids()).as("its own deposit pays too").isEmpty();
  }

  @Test
  void whoLetsASealedBidBeVoidLosesItsDeposit() {
    scene.bond(ANN, 100);
    Action.Bid first = terms(70, Hash32.ZERO);
    Action.Bid second = terms(80, Hash32.ZERO);
    scene.chain.runAll(seal(ANN, first, 10));
    scene.chain.runAll(seal(ANN, second, 10));

    VerifiedTransaction one = shown(ANN, 0, first);
    VerifiedTransaction two = shown(ANN, 1, second);
    BlockExecution block = scene.begin(List.of(), one, two);
    assertThat(scene.record.orElseThrow().voids())
        .singleElement()
        .satisfies(bid -> assertThat(bid.reason()).isEqualTo("bond-too-low"));
    scene.chain.commit(block);
    assertThat(bond(ANN).seals()).isEqualTo(1);
    scene.chain.runEmpty(2);

    assertThat(burned()).isEqualTo(Amount.of(10));
    assertThat(bond(ANN).seals()).isZero();
  }

  @Test
  void aSealedBidWhoseTransactionsAreMissingForfeitsFromItsDeposit() {
    scene.bond(ANN, 100);
    Action.Bid bid = terms(95, Hash32.ZERO);
    scene.chain.runAll(seal(ANN, bid, 100));
    VerifiedTransaction shown = shown(ANN, 0, bid);

    scene.chain.commit(scene.begin(List.of(shown.hash()), shown));

    assertThat(scene.record.orElseThrow().voids())
        .containsExactly(new VoidedBid(shown.hash(), "missing-transaction", Amount.of(10)));
    assertThat(bond(ANN)).isEqualTo(bonded(90, 0, 0, 0));
    assertThat(scene.earned(EASTERN)).isEqualTo(Amount.of(10));
  }

  @Test
  void oneSealThatTwoBidsShowEndsOnce() {
    scene.bond(ANN, 100);
    Action.Bid bid = terms(20, Hash32.ZERO);
    scene.chain.runAll(seal(ANN, bid, 50));
    scene.chain.runAll(seal(ANN, terms(21, Hash32.ZERO), 40));

    scene.chain.commit(scene.begin(List.of(), shown(ANN, 0, bid), shown(ANN, 1, bid)));

    assertThat(scene.record.orElseThrow().voids()).isEmpty();
    assertThat(bond(ANN).sealed()).isEqualTo(Amount.of(40));
    assertThat(bond(ANN).seals()).isEqualTo(1);
  }

  @Test
  void aCommitmentMayBeUsedAgainOnceItsSealHasEnded() {
    scene.bond(ANN, 100);
    Action.Bid bid = terms(20, Hash32.ZERO);
    scene.chain.runAll(seal(ANN, bid, 50));
    BlockExecution block = scene.begin(List.of(), shown(ANN, 0, bid));
    assertThat(refusal(block.execute(seal(ANN, bid, 30)))).isEmpty();
    scene.chain.commit(block);
    scene.chain.runEmpty(2);
    assertThat(bond(ANN).sealed()).as("its own time has not come").isEqualTo(Amount.of(30));
    scene.chain.runEmpty(1);
    assertThat(bond(ANN).sealed()).isEqualTo(Amount.ZERO);
    assertThat(burned()).isEqualTo(Amount.of(30));
  }

  @Test
  void aRollupForSealedBidsOnlyTakesNoOthers() {
    AuctionScene other = new AuctionScene(Mechanism.DEFAULT, 0, "market.reveal-blocks", "2");
    var plain = other.chain.reader().rollup(EAST).orElseThrow().terms();
    other.chain.runAll(
        TestTransaction.from(AuctionScene.OWNER)
            .nonce(0, other.chain.nextSequence(AuctionScene.OWNER, 0))
            .lastHeight(1_000)
            .action(
                new Action.ChangeRollup(
                    EAST,
                    plain.withMarket(plain.market().map(market -> market.forSealedOnly())),
                    Optional.empty(),
                    other.chain.height() + 110))
            .sign());
    other.chain.runEmpty(110);
    other.chain.runAll(
        TestTransaction.from(ANN)
            .lastHeight(1_000)
            .action(new Action.BondBids(TestChain.USD, Amount.of(100)))
            .action(new Action.BondBids(TestChain.WEFT, Amount.of(1_000_000_000)))
            .sign());
    Action.Bid bid = terms(20, Hash32.ZERO);
    other.chain.runAll(
        TestTransaction.from(ANN)
            .nonce(0, 1)
            .lastHeight(1_000)
            .action(
                new Action.SealBid(
                    SealedBid.commitment(ANN.address(), SALT, bid), TestChain.USD, Amount.of(2)))
            .sign());
    VerifiedTransaction openly =
        TestTransaction.from(ANN).nonce(1, 3).lastHeight(1_000).action(terms(90, SALT)).sign();

    BlockExecution block = other.begin(List.of(), openly, shown(ANN, 0, bid));

    assertThat(other.record.orElseThrow().voids())
        .containsExactly(new VoidedBid(openly.hash(), "not-sealed", Amount.ZERO));
    assertThat(block.winners()).hasSize(1);
  }
}
