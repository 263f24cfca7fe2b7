package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.admission.AdmissionContext;
import weft.ledger.admission.AdmissionRules;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.protocol.lane.LaneHeader;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// How many submissions of 256 bytes one thread executes, and checks, per second. The limits are a
/// tenth of what a quiet machine does, so that only a change of order fails.
final class ExecutionSpeedTest {
  private static final int ACCOUNTS = 1_000;
  private static final int PER_ACCOUNT = 4;
  private static final int ROUNDS = 40;
  private static final RollupId[] ROLLUPS = {
    RollupId.of("east"), RollupId.of("west"), RollupId.of("north"), RollupId.of("south")
  };

  private final List<TestAccount> accounts = new ArrayList<>();
  private final TestChain chain;

  ExecutionSpeedTest() {
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts.add(TestAccount.of("account " + i));
    }
    chain = new TestChain(TestChain.genesis(accounts));
    chain.register(accounts.getFirst(), TestChain.terms(4_000_000), ROLLUPS);
  }

  @Test
  void executesSubmissionsFastEnough() {
    List<VerifiedTransaction> transactions = transactions();
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long startNs = System.nanoTime();
      execute(transactions);
      best = Math.max(best, perSecond(transactions.size(), startNs));
    }
    System.out.printf("executed: %,.0f submissions/s on one thread%n", best);

    assertThat(best).isGreaterThan(10_000);
  }

  @Test
  void checksSubmissionsFastEnough() {
    List<VerifiedTransaction> transactions = transactions();
    AdmissionContext context = AdmissionContext.at(chain.state(), chain.height() + 1);
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long startNs = System.nanoTime();
      for (VerifiedTransaction transaction : transactions) {
        requireAccepted(AdmissionRules.check(context, transaction.transaction(), chain.timeMs()));
      }
      best = Math.max(best, perSecond(transactions.size(), startNs));
    }
    System.out.printf("checked: %,.0f submissions/s on one thread%n", best);

    assertThat(best).isGreaterThan(10_000);
  }

  private void execute(List<VerifiedTransaction> transactions) {
    BlockExecution execution = chain.begin();
    for (VerifiedTransaction transaction : transactions) {
      requireAccepted(execution.execute(transaction));
    }
    List<LaneHeader> headers = execution.lanes().stream().map(chain::headerOf).toList();
    execution.end(headers);
  }

  private List<VerifiedTransaction> transactions() {
    List<VerifiedTransaction> transactions = new ArrayList<>();
    for (int round = 0; round < PER_ACCOUNT; round++) {
      for (int i = 0; i < ACCOUNTS; i++) {
        TestAccount account = accounts.get(i);
        transactions.add(
            TestTransaction.from(account)
                .nonce(1, round)
                .tip(5)
                .action(TestChain.submit(ROLLUPS[(i + round) % ROLLUPS.length], 256))
                .sign());
      }
    }
    return transactions;
  }

  private static void requireAccepted(Checked<?> checked) {
    if (checked instanceof Checked.Refused<?>(Refusal refusal)) {
      throw new AssertionError(refusal.toString());
    }
  }

  private static double perSecond(int count, long startNs) {
    return count * 1e9 / (System.nanoTime() - startNs);
  }
}
