package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.ledger.admission.AdmissionRules;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.execution.RandomTransactions.Scale;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.genesis.Genesis;
import weft.ledger.state.StateChanges;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Random blocks of all actions, compared with [ReferenceLedger]; [TestChain] checks conservation
/// after each of them.
final class LedgerOracleTest {
  private static final int SEEDS = 6;
  private static final int BLOCKS = 40;
  private static final int BLOCK_SIZE = 25;
  private static final TestAccount OWNER = TestAccount.of("owner");
  private static final RollupId LANE = RollupId.of("lane");

  private final Map<RefusalCode, Integer> refused = new EnumMap<>(RefusalCode.class);
  private int accepted;

  @ParameterizedTest
  @EnumSource
  void agreesWithAPlainLedgerOnRandomBlocks(Scale scale) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Genesis genesis = RandomTransactions.genesis(scale);
      TestChain chain = new TestChain(genesis);
      ReferenceLedger reference = new ReferenceLedger(genesis);
      RandomTransactions transactions = new RandomTransactions(new Random(seed), chain, scale);
      runBoth("seed " + seed, chain, reference, transactions.opening());
      for (int block = 0; block < BLOCKS; block++) {
        String where = scale + " seed " + seed + " block " + block;
        runBoth(where, chain, reference, transactions.block(BLOCK_SIZE));
        compare(where, chain, reference);
        chain.runEmpty(block % 5 == 0 ? 2 : 0);
        skipEmpty(reference, chain);
        compare(where + " and empty ones", chain, reference);
      }
    }
    System.out.println("accepted " + accepted + ", refused " + refused);
    assertThat(accepted).isGreaterThan(SEEDS * BLOCKS * BLOCK_SIZE / 10);
    assertThat(refused).hasSizeGreaterThan(22);
  }

  /// The lane's target is about 66 payloads, or 1,000 bytes: now one is passed, now the other.
  @Test
  void agreesOnLanesFullOfSmallPayloads() {
    Genesis genesis =
        TestChain.genesis(
            List.of(OWNER),
            "fee.lane-target-permille",
            "1",
            "fee.min-lane-base-per-byte",
            "1000000");
    for (long seed = 300; seed < 300 + SEEDS; seed++) {
      Random random = new Random(seed);
      TestChain chain = new TestChain(genesis);
      ReferenceLedger reference = new ReferenceLedger(genesis);
      runBoth("opening", chain, reference, List.of(register(1_000_000)));
      for (int block = 0; block < BLOCKS; block++) {
        String where = "seed " + seed + " block " + block;
        runBoth(where, chain, reference, List.of(smallPayloads(random, chain)));
        compare(where, chain, reference);
      }
    }
    assertThat(refused).isEmpty();
  }

  private static VerifiedTransaction register(long cap) {
    return TestTransaction.from(OWNER)
        .action(new Action.RegisterRollup(LANE, TestChain.terms(cap)))
        .sign();
  }

  private static VerifiedTransaction smallPayloads(Random random, TestChain chain) {
    Payload payload = Payload.of(Bytes.wrap(new byte[1 + random.nextInt(30)]));
    return TestTransaction.from(OWNER)
        .nonce(0, chain.nextSequence(OWNER, 0))
        .maxFee(TestChain.FUNDS.mulDivFloor(1, BLOCKS))
        .action(new Action.Submit(LANE, Collections.nCopies(1 + random.nextInt(130), payload)))
        .sign();
  }

  private long referenceHeight;

  private void skipEmpty(ReferenceLedger reference, TestChain chain) {
    while (referenceHeight < chain.height()) {
      referenceHeight++;
      reference.begin(
          new BlockContext(referenceHeight, chain.timeMs(), TestChain.PROPOSER.address()));
      reference.end();
    }
  }

  private void runBoth(
      String where,
      TestChain chain,
      ReferenceLedger reference,
      List<VerifiedTransaction> transactions) {
    reference.begin(
        new BlockContext(
            chain.height() + 1,
            chain.timeMs() + TestChain.BLOCK_INTERVAL_MS,
            TestChain.PROPOSER.address()));
    List<Checked<TransactionOutcome>> outcomes = chain.run(transactions).outcomes();
    for (int i = 0; i < outcomes.size(); i++) {
      VerifiedTransaction transaction = transactions.get(i);
      String expected;
      try {
        expected = reference.execute(transaction).toString();
      } catch (ReferenceLedger.No no) {
        expected = no.code.id();
      }
      assertThat(describe(outcomes.get(i))).as(where + " transaction " + i).isEqualTo(expected);
    }
    assertThat(chain.lastLanes()).as(where + " lanes").isEqualTo(reference.end());
    referenceHeight = chain.height();
  }

  private String describe(Checked<TransactionOutcome> outcome) {
    return switch (outcome) {
      case Checked.Ok<TransactionOutcome>(TransactionOutcome ok) -> {
        accepted++;
        yield ok.fee().toString();
      }
      case Checked.Refused<TransactionOutcome>(Refusal refusal) -> {
        refused.merge(refusal.code(), 1, Integer::sum);
        yield refusal.code().id();
      }
    };
  }

  private static void compare(String where, TestChain chain, ReferenceLedger reference) {
    NavigableMap<Bytes, Bytes> expected = ReferenceState.of(reference.genesis, reference.world);
    NavigableMap<Bytes, Bytes> actual = chain.state().entries();
    assertThat(differences(expected, actual)).as(where).isEmpty();
  }

  /// One line for each key whose value differs.
  private static List<String> differences(
      NavigableMap<Bytes, Bytes> expected, NavigableMap<Bytes, Bytes> actual) {
    NavigableSet<Bytes> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(expected.get(key), actual.get(key)))
        .map(
            key ->
                "%s (%s): %s, got %s"
                    .formatted(
                        key.toUtf8().replaceFirst("(?s)/.*", "/…"),
                        key,
                        expected.get(key),
                        actual.get(key)))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoTraceOfRefusedTransactions(Scale scale) {
    for (long seed = 100; seed < 100 + SEEDS; seed++) {
      TestChain chain = new TestChain(RandomTransactions.genesis(scale));
      RandomTransactions transactions = new RandomTransactions(new Random(seed), chain, scale);
      chain.run(transactions.opening());
      for (int block = 0; block < BLOCKS; block++) {
        BlockExecution withRefused = chain.begin();
        BlockExecution without = chain.begin();
        for (VerifiedTransaction transaction : transactions.block(BLOCK_SIZE)) {
          Checked<TransactionOutcome> outcome = withRefused.execute(transaction);
          if (outcome instanceof Checked.Ok<TransactionOutcome>) {
            assertThat(without.execute(transaction)).isEqualTo(outcome);
          }
        }
        assertThat(withRefused.lanes()).as("seed " + seed).isEqualTo(without.lanes());
        StateChanges expected = without.end(without.lanes().stream().map(chain::headerOf).toList());
        chain.commit(withRefused);
        expected
            .entries()
            .forEach(
                (key, value) -> assertThat(chain.state().get(key)).isEqualTo(value.orElse(null)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void admitsExactlyWhatAnEmptyBlockWouldTake(Scale scale) {
    for (long seed = 200; seed < 200 + SEEDS; seed++) {
      TestChain chain = new TestChain(RandomTransactions.genesis(scale));
      RandomTransactions transactions = new RandomTransactions(new Random(seed), chain, scale);
      chain.run(transactions.opening());
      for (int block = 0; block < BLOCKS / 2; block++) {
        List<VerifiedTransaction> next = transactions.block(BLOCK_SIZE);
        for (VerifiedTransaction transaction : next) {
          compareAdmission("seed " + seed + " block " + block, chain, transaction);
        }
        chain.run(next);
      }
    }
  }

  private static void compareAdmission(
      String where, TestChain chain, VerifiedTransaction transaction) {
    Checked<AdmissionTerms> admitted =
        AdmissionRules.check(
            chain.state(),
            transaction.transaction(),
            chain.height() + 1,
            chain.timeMs() + TestChain.BLOCK_INTERVAL_MS);
    switch (chain.begin().execute(transaction)) {
      case Checked.Ok<TransactionOutcome>(TransactionOutcome outcome) ->
          assertThat(((Checked.Ok<AdmissionTerms>) admitted).value().feeNow())
              .as(where)
              .isEqualTo(outcome.fee());
      case Checked.Refused<TransactionOutcome>(Refusal refusal) -> {
        // A gap may close and a package may be sold; both are later blocks' matter.
        if (refusal.code() != RefusalCode.NONCE_TOO_FAR
            && refusal.code() != RefusalCode.NOT_IN_PACKAGE) {
          assertThat(admitted).as(where).isEqualTo(Checked.refused(refusal));
        }
      }
    }
  }
}
