package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.engine.solo.BlockClock;
import weft.engine.solo.SoloEngine;
import weft.engine.solo.SoloEngineSettings;
import weft.ledger.query.ConservationCheck;
import weft.ledger.state.StateReader;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.MemoryNodeStore;
import weft.storage.NodeStore;

/// The mempool with the real ledger, chain, engine and store.
final class MempoolChainTest {
  private final TestNet net = TestNet.of(6, Map.of("account.max-channels", "1024"));
  private final NodeStore store = new MemoryNodeStore();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Mempool> source = new AtomicReference<>();
  private final Chain chain = net.open(store, this::verified);
  private final Mempool mempool = Mempool.start(MempoolSettings.defaults(2), environment());
  private final SoloEngine engine =
      new SoloEngine(
          chain, mempool, TestNet.VALIDATOR, SoloEngineSettings.manualSteps(), new StoppedClock());

  MempoolChainTest() {
    source.set(mempool);
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
    mempool.close();
    assertThat(ConservationCheck.violations(store.state())).isEmpty();
    store.close();
    assertThat(faults).isEmpty();
  }

  @Test
  void whatIsAcceptedIsIncludedInOneBlockAndRecoveredOnce() {
    register();
    List<VerifiedTransaction> sent = new ArrayList<>();
    for (int sequence = 0; sequence < 10; sequence++) {
      for (int account = 1; account < 6; account++) {
        sent.add(submission(account, sequence, TestRollups.PRIORITY, 20, 100L * account));
      }
    }
    long recoveries = mempool.counters().recoveries();
    sent.forEach(this::accept);
    CommittedBlock block = engine.produceBlock();

    assertThat(block.transactions()).hasSize(50);
    assertThat(mempool.counters().recoveries()).isEqualTo(recoveries + 50);
    assertThat(mempool.size().transactions()).isZero();
    for (VerifiedTransaction each : sent) {
      assertThat(status(each).state()).isEqualTo(TransactionState.SOFT);
    }
    assertThat(mempool.nextPendingSequence(net.account(1).address(), 0)).isEqualTo(10);
  }

  /// A tip decides who gets in and, in a lane that sells its order, the place. Where a rollup chose
  /// `first-come`, whoever came first stands first, whatever others offer.
  @Test
  void aHigherTipOvertakesOnlyWhereTheRollupChosePriority() {
    register();
    for (RollupId rollup : List.of(TestRollups.FIRST_COME, TestRollups.PRIORITY)) {
      long sequence = rollup.equals(TestRollups.FIRST_COME) ? 0 : 1;
      VerifiedTransaction early = submission(1, sequence, rollup, 20, 0);
      VerifiedTransaction late = submission(2, sequence, rollup, 20, 1_000_000);
      accept(early);
      accept(late);
      List<IncludedTransaction> included = engine.produceBlock().transactions();
      assertThat(included)
          .extracting(each -> each.transaction().hash())
          .containsExactly(early.hash(), late.hash());
      assertThat(included)
          .extracting(each -> each.lanes().getFirst().firstPayload())
          .isEqualTo(rollup.equals(TestRollups.FIRST_COME) ? List.of(0, 1) : List.of(1, 0));
    }
  }

  @Test
  void whatHasNoRoomInItsLaneWaitsForTheNextBlocks() {
    register();
    List<VerifiedTransaction> sent = new ArrayList<>();
    for (int account = 1; account < 6; account++) {
      sent.add(submission(account, 0, TestRollups.FIRST_COME, 900, 0));
    }
    sent.forEach(this::accept);
    int blocks = 0;
    while (mempool.size().transactions() > 0) {
      blocks++;
      assertThat(engine.produceBlock().transactions()).hasSize(blocks < 3 ? 2 : 1);
    }
    assertThat(blocks).isEqualTo(3);
    assertThat(sent).allMatch(each -> status(each).state() == TransactionState.SOFT);
  }

  /// Parks transactions of a sponsor that then lowers its cap per block, ahead of everybody: one
  /// gets in with each block, the others stay.
  @Test
  void aSponsorsQueueStarvesNoLane() {
    register();
    Amount cost = include(inChannel(1, 1, 0, submit(TestRollups.PRIORITY, 1))).fee();
    Amount cap = cost.plus(cost.mulDivFloor(1, 2));
    Amount much = Amount.of(1L << 50);
    include(inChannel(1, 0, 0, sponsorship(new SponsorshipTerms(much, much, much))));
    for (int channel = 10; channel < 410; channel++) {
      accept(
          TestTransactions.plain()
              .sign(
                  net.account(4),
                  new Nonce(channel, 0),
                  Optional.of(net.account(1).address()),
                  submit(TestRollups.PRIORITY, 1)));
    }
    accept(
        TestTransactions.plain()
            .withTip(1_000_000)
            .sign(
                net.account(1),
                new Nonce(0, 1),
                sponsorship(new SponsorshipTerms(cap, much, much))));
    assertThat(engine.produceBlock().transactions()).hasSize(2);
    checkThatOthersGetIn(1);
  }

  /// The same with bundles for lanes of one byte and a lane that others use.
  @Test
  void bundlesForTinyLanesStarveNoOtherLane() {
    register();
    List<RollupId> tiny = List.of(RollupId.of("tiny-1"), RollupId.of("tiny-2"));
    for (int i = 0; i < 2; i++) {
      accept(
          inChannel(
              1, 0, i, TestRollups.register(tiny.get(i), TestRollups.terms(Policy.PRIORITY, 1))));
    }
    engine.produceBlock();
    for (int channel = 10; channel < 610; channel++) {
      accept(
          TestTransactions.plain()
              .withTip(5_000)
              .sign(
                  net.account(1),
                  new Nonce(channel, 0),
                  new Action.Bundle(
                      List.of(entry(tiny.get(channel % 2), 1), entry(TestRollups.PRIORITY, 1)))));
    }
    checkThatOthersGetIn(2);
  }

  /// The same with payloads that fit their lane only while it is empty.
  @Test
  void largePayloadsThatFindALaneUsedStarveNoSmallOnes() {
    register();
    accept(inChannel(1, 1, 0, submit(TestRollups.PRIORITY, 1)));
    for (int channel = 10; channel < 410; channel++) {
      accept(
          TestTransactions.plain()
              .withTip(100)
              .sign(net.account(4), new Nonce(channel, 0), submit(TestRollups.PRIORITY, 6_000)));
    }
    long first = 500;
    for (int block = 0; block < 4; block++) {
      accept(
          TestTransactions.plain()
              .withTip(900_000)
              .sign(net.account(1), new Nonce(900 + block, 0), submit(TestRollups.PRIORITY, 1)));
      List<VerifiedTransaction> honest = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        honest.add(inChannel(2, first++, 0, submit(TestRollups.PRIORITY, 20)));
      }
      honest.forEach(this::accept);
      engine.produceBlock();
      assertThat(honest).allMatch(each -> status(each).state() == TransactionState.SOFT);
    }
  }

  /// Whoever names a sponsor and signs for all that it has reserves no more than it would cost.
  @Test
  void anUnfundedKeyLocksNobodyOutOfASponsorship() {
    register();
    Amount much = Amount.of(1L << 50);
    Address sponsor = net.account(3).address();
    include(inChannel(3, 0, 0, sponsorship(new SponsorshipTerms(much, much, much))));
    long balance =
        new StateReader(store.state()).balance(sponsor, TestTransactions.WEFT).toLongExact();
    PrivateKey pauper = PrivateKey.fromSeed(Bytes.utf8("no funds at all"));
    TestTransactions all = TestTransactions.plain().withMaxFee(balance);
    Action payload = submit(TestRollups.PRIORITY, 1);
    accept(all.sign(pauper, new Nonce(0, 5), Optional.of(sponsor), payload));
    accept(all.sign(pauper, new Nonce(1, 0), Optional.of(sponsor), payload));

    List<VerifiedTransaction> honest = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      PrivateKey user = PrivateKey.fromSeed(Bytes.utf8("sponsored user " + i));
      honest.add(
          TestTransactions.plain().sign(user, new Nonce(0, 0), Optional.of(sponsor), payload));
    }
    honest.forEach(this::accept);
    engine.produceBlock();
    assertThat(honest).allMatch(each -> status(each).state() == TransactionState.SOFT);
  }

  /// Many keys without funds reserve all that a sponsor has, and only a little of it goes with each
  /// block. The sponsor takes its money out and closes its sponsorship all the same.
  @Test
  void aSponsorLeavesWhateverIsPendingAtItsExpense() {
    register();
    long cost = include(inChannel(1, 1, 0, submit(TestRollups.PRIORITY, 1))).fee().toLongExact();
    PrivateKey sponsor = PrivateKey.fromSeed(Bytes.utf8("sponsor"));
    include(inChannel(1, 0, 0, pay(sponsor.address(), 40 * cost)));
    TestTransactions own = TestTransactions.plain().withMaxFee(3 * cost);
    Amount much = Amount.of(1L << 50);
    include(
        own.sign(
            sponsor,
            new Nonce(0, 0),
            sponsorship(new SponsorshipTerms(Amount.of(5 * cost), much, much))));
    int parked = 0;
    while (parked < 100
        && submit(sponsored(parked, sponsor.address())) instanceof Answer.Accepted) {
      parked++;
    }
    assertThat(refuse(sponsored(parked, sponsor.address())).code())
        .isEqualTo(RefusalCode.INSUFFICIENT_FUNDS);

    VerifiedTransaction withdrawal =
        own.sign(sponsor, new Nonce(1, 0), pay(net.account(1).address(), 20 * cost));
    VerifiedTransaction closing =
        own.sign(sponsor, new Nonce(0, 1), new Action.CloseSponsorship(TestRollups.PRIORITY));
    accept(withdrawal);
    accept(closing);
    engine.produceBlock();
    assertThat(List.of(withdrawal, closing))
        .allMatch(each -> status(each).state() == TransactionState.SOFT);
    engine.produceBlock();
    assertThat(mempool.size().transactions()).isZero();
  }

  private static VerifiedTransaction sponsored(int number, Address sponsor) {
    PrivateKey fresh = PrivateKey.fromSeed(Bytes.utf8("fresh key " + number));
    return TestTransactions.plain()
        .sign(fresh, new Nonce(0, 0), Optional.of(sponsor), submit(TestRollups.PRIORITY, 1));
  }

  private static Action pay(Address receiver, long units) {
    return new Action.Transfer(receiver, TestTransactions.WEFT, Amount.of(units));
  }

  private static Action sponsorship(SponsorshipTerms caps) {
    return new Action.SetSponsorship(TestRollups.PRIORITY, caps);
  }

  private void checkThatOthersGetIn(int parkedPerBlock) {
    long channel = 1_000;
    for (int block = 0; block < 6; block++) {
      List<VerifiedTransaction> honest = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        honest.add(inChannel(2, channel++, 0, submit(TestRollups.PRIORITY, 20)));
      }
      honest.forEach(this::accept);
      assertThat(engine.produceBlock().transactions()).hasSize(30 + parkedPerBlock);
      assertThat(honest).allMatch(each -> status(each).state() == TransactionState.SOFT);
    }
  }

  @Test
  void theLedgersRefusalsAreTheMempools() {
    register();
    assertThat(refuse(submission(1, 0, TestRollups.UNKNOWN, 10, 0)).code())
        .isEqualTo(RefusalCode.ROLLUP_NOT_FOUND);
    assertThat(refuse(submission(1, 0, TestRollups.RESTRICTED, 10, 0)).code())
        .isEqualTo(RefusalCode.SUBMITTER_NOT_ALLOWED);
    Refusal tooLow =
        refuse(
            TestTransactions.plain()
                .withMaxFee(1)
                .sign(net.account(1), new Nonce(0, 0), submit(TestRollups.PRIORITY, 10)));
    assertThat(tooLow.code()).isEqualTo(RefusalCode.FEE_TOO_LOW);
    assertThat(mempool.counters().recoveries()).isEqualTo(1);
  }

  /// Random submissions and blocks: whatever has a receipt ends, and the blocks hold exactly what
  /// is soft.
  @Test
  void everyReceiptEndsUnderRandomTraffic() {
    register();
    SplittableRandom random = new SplittableRandom(5);
    List<Hash32> acknowledged = new ArrayList<>();
    List<Hash32> included = new ArrayList<>();
    long[] sequences = new long[6];
    for (int round = 0; round < 30; round++) {
      for (int i = 0; i < 20; i++) {
        int account = 1 + random.nextInt(5);
        VerifiedTransaction transaction =
            TestTransactions.plain()
                .withTip(random.nextInt(100_000))
                .withLastHeight(store.head().height() + 1 + random.nextInt(6))
                .sign(
                    net.account(account),
                    new Nonce(0, sequences[account]),
                    submit(
                        random.nextBoolean() ? TestRollups.FIRST_COME : TestRollups.PRIORITY,
                        1 + random.nextInt(700)));
        if (submit(transaction) instanceof Answer.Accepted) {
          acknowledged.add(transaction.hash());
        }
        sequences[account] = mempool.nextPendingSequence(net.account(account).address(), 0);
      }
      for (IncludedTransaction each : engine.produceBlock().transactions()) {
        included.add(each.transaction().hash());
      }
    }
    for (int i = 0; i < 10; i++) {
      engine.produceBlock().transactions().forEach(each -> included.add(each.transaction().hash()));
    }
    org.awaitility.Awaitility.await().until(() -> store.journal().pending().isEmpty());
    assertThat(mempool.size().transactions()).isZero();
    assertThat(acknowledged).hasSizeGreaterThan(300);
    List<Hash32> soft =
        acknowledged.stream()
            .filter(hash -> mempool.status(hash).orElseThrow().state() == TransactionState.SOFT)
            .toList();
    assertThat(included).containsAll(soft).hasSize(soft.size());
  }

  private void register() {
    accept(
        TestTransactions.plain()
            .sign(net.account(0), new Nonce(0, 0), TestRollups.registrations(net.account(0))));
    assertThat(engine.produceBlock().transactions()).hasSize(1);
  }

  private VerifiedTransaction submission(
      int account, long sequence, RollupId rollup, int bytes, long tip) {
    return TestTransactions.plain()
        .withTip(tip)
        .sign(net.account(account), new Nonce(0, sequence), submit(rollup, bytes));
  }

  private VerifiedTransaction inChannel(
      int account, long channel, long sequence, Action... actions) {
    return TestTransactions.plain()
        .sign(net.account(account), new Nonce(channel, sequence), actions);
  }

  /// Includes one transaction in a block of its own.
  private IncludedTransaction include(VerifiedTransaction transaction) {
    accept(transaction);
    return engine.produceBlock().transactions().getFirst();
  }

  private static Action.BundleEntry entry(RollupId rollup, int bytes) {
    return new Action.BundleEntry(rollup, Payload.of(Bytes.wrap(new byte[bytes])));
  }

  private static Action submit(RollupId rollup, int bytes) {
    return new Action.Submit(rollup, List.of(Payload.of(Bytes.wrap(new byte[bytes]))));
  }

  private Answer submit(VerifiedTransaction transaction) {
    CompletableFuture<Answer> answer = mempool.submit(transaction.transaction().envelope());
    return MempoolFixture.answer(answer);
  }

  private void accept(VerifiedTransaction transaction) {
    assertThat(submit(transaction)).isInstanceOf(Answer.Accepted.class);
  }

  private Refusal refuse(VerifiedTransaction transaction) {
    return switch (submit(transaction)) {
      case Answer.Accepted _ -> throw new AssertionError("accepted");
      case Answer.Refused(Refusal refusal) -> refusal;
    };
  }

  private TransactionStatus status(VerifiedTransaction transaction) {
    return mempool.status(transaction.hash()).orElseThrow();
  }

  private weft.protocol.refusal.Checked<VerifiedTransaction> verified(Hash32 hash, Bytes envelope) {
    Mempool known = source.get();
    return known == null ? TestNet.verifyAfresh(hash, envelope) : known.verified(hash, envelope);
  }

  private MempoolEnvironment environment() {
    return MempoolEnvironment.of(
        store,
        MempoolFixture.NODE_KEY,
        TestTransactions.WEFT,
        () -> Instant.ofEpochMilli(TestNet.GENESIS_TIME_MS),
        () -> {},
        faults::add);
  }

  /// Block times follow from the parent's.
  private static final class StoppedClock implements BlockClock {
    @Override
    public long wallMs() {
      return TestNet.GENESIS_TIME_MS;
    }

    @Override
    public long monotonicMs() {
      return 0;
    }

    @Override
    public void await(long monotonicMs) {}

    @Override
    public void wake() {}
  }
}
