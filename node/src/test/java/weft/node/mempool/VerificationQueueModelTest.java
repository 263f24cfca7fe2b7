package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;

/// Random steps on the verification queue and on a slow, obvious model of it: the same goes each
/// time, so the shares are counted exactly; what is handed out is what the model allows; and in the
/// end everything was handed out, displaced or handed back, once.
final class VerificationQueueModelTest {
  private static final int RUNS = 120;
  private static final int STEPS = 400;
  private static final List<Transaction> UNIVERSE = universe();

  @Test
  @Timeout(120)
  void theQueueDoesWhatTheModelDoes() {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed);
      run.steps();
      seen.addAll(run.seen);
    }
    assertThat(seen).contains("displaced", "forged", "suspect served", "overdue", "trusted again");
  }

  /// Few accounts, channels and sequences, many tips and sizes, so that everything collides.
  private static List<Transaction> universe() {
    SplittableRandom random = new SplittableRandom(99);
    List<PrivateKey> keys = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      keys.add(Signed.key("verified " + i));
    }
    List<Transaction> all = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      RollupId[] lanes =
          switch (random.nextInt(4)) {
            case 0 -> new RollupId[] {Signed.WEST};
            case 1 -> new RollupId[] {Signed.EAST, Signed.WEST};
            case 2 -> new RollupId[] {RollupId.of("north")};
            default -> new RollupId[] {Signed.EAST};
          };
      all.add(
          Signed.by(keys.get(random.nextInt(1 + random.nextInt(12))))
              .nonce(random.nextInt(3), random.nextInt(6))
              .to(1 + random.nextInt(4) * 100, lanes)
              .tip(random.nextLong(4) * random.nextInt(900))
              .sign());
    }
    return all;
  }

  private static final class Run {
    private final int seed;
    private final SplittableRandom random;
    private final TestLedger ledger = new TestLedger();
    private final VerificationQueue queue;
    private final VerificationOracle oracle;
    private final Map<Long, Incoming> out = new HashMap<>();
    private final Map<Long, Integer> fates = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long arrivals;
    private long nowMs = 100_000;
    private int sinceSuspect;
    private int step;

    Run(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      int count = 16 + random.nextInt(120);
      long bytes = 4_000L + random.nextInt(40_000);
      this.queue = new VerificationQueue(new Places(count, bytes));
      this.oracle = new VerificationOracle(count, bytes);
    }

    void steps() {
      for (step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> nowMs += random.nextInt(300);
          case 1 -> nowMs += random.nextInt(20) == 0 ? 11_000 : 1;
          case 2, 3 -> take();
          case 4 -> done();
          case 5 -> {
            Set<Long> expected = oracle.overdue(nowMs);
            expected.forEach(_ -> seen.add("overdue"));
            gone(queue.overdue(nowMs), expected);
          }
          default -> add();
        }
        underWay();
      }
      while (!out.isEmpty() || !oracle.items.isEmpty()) {
        take();
        done();
      }
      assertThat(queue.close()).as(where()).isEmpty();
      assertThat(fates.values()).as(where()).hasSize((int) arrivals).allMatch(times -> times == 1);
    }

    private void add() {
      Transaction transaction = UNIVERSE.get(random.nextInt(UNIVERSE.size()));
      AdmissionTerms terms =
          switch (ledger.check(transaction, 1, 0)) {
            case Checked.Refused<AdmissionTerms>(var refusal) ->
                throw new AssertionError("refused: " + refusal);
            case Checked.Ok<AdmissionTerms>(AdmissionTerms ok) -> ok;
          };
      Incoming incoming =
          new Incoming(
              Newcomer.of(transaction, terms, true),
              arrivals++,
              nowMs,
              0,
              PendingAnswer.of(transaction.hash()));
      long suspectsBefore = suspectsOf(incoming);
      Set<Long> expected = oracle.add(incoming, nowMs);
      if (suspectsBefore > 0 && suspectsOf(incoming) == 0) {
        seen.add("trusted again");
      }
      gone(queue.add(incoming, nowMs), expected);
    }

    private long suspectsOf(Incoming incoming) {
      return oracle.items.stream()
          .filter(item -> item.suspect() && item.incoming().account().equals(incoming.account()))
          .count();
    }

    private void take() {
      List<VerificationOracle.Item> fronts = oracle.fronts();
      List<VerificationOracle.Item> suspects = oracle.suspects();
      if (fronts.isEmpty() && suspects.isEmpty()) {
        return;
      }
      Incoming taken = VerificationQueueTest.taken(queue);
      List<VerificationOracle.Item> allowed = new ArrayList<>(fronts);
      allowed.addAll(suspects);
      VerificationOracle.Item item =
          allowed.stream()
              .filter(each -> each.incoming().arrival() == taken.arrival())
              .findFirst()
              .orElseThrow(() -> new AssertionError("may not be taken, " + where()));
      if (item.suspect()) {
        sinceSuspect = 0;
        seen.add("suspect served");
      } else {
        sinceSuspect = suspects.isEmpty() ? 0 : sinceSuspect + 1;
        assertThat(sinceSuspect).as(where()).isLessThan(VerificationClass.SUSPECT_TURN);
        for (VerificationOracle.Item front : fronts) {
          int byTip = front.incoming().tipRate().compareTo(taken.tipRate());
          assertThat(byTip).as("a higher tip waits, " + where()).isNotPositive();
        }
      }
      oracle.taken(item);
      out.put(taken.arrival(), taken);
      fates.merge(taken.arrival(), 1, Integer::sum);
    }

    private void done() {
      if (out.isEmpty()) {
        return;
      }
      List<Long> all = new ArrayList<>(out.keySet());
      Incoming taken = out.get(all.get(random.nextInt(all.size())));
      if (taken == null) {
        throw new AssertionError("not out, " + where());
      }
      out.remove(taken.arrival());
      boolean genuine = random.nextInt(6) > 0;
      if (!genuine) {
        seen.add("forged");
      }
      gone(queue.done(taken, genuine, nowMs), oracle.done(taken, genuine, nowMs));
    }

    private void gone(List<Displaced> displaced, Set<Long> expected) {
      Map<Long, Displaced> byArrival =
          displaced.stream()
              .collect(Collectors.toMap(each -> each.incoming().arrival(), Function.identity()));
      assertThat(byArrival.keySet()).as(where()).isEqualTo(expected);
      byArrival.forEach(
          (arrival, each) -> {
            seen.add("displaced");
            fates.merge(arrival, 1, Integer::sum);
            each.rateToBeat()
                .ifPresent(
                    rate ->
                        assertThat(each.incoming().tipRate())
                            .as("a tip that is enough goes, " + where())
                            .isLessThanOrEqualTo(rate));
          });
    }

    private void underWay() {
      for (VerificationOracle.Item item : oracle.items) {
        ChannelId channel = item.incoming().channel();
        long waiting =
            oracle.items.stream().filter(each -> each.incoming().channel().equals(channel)).count();
        assertThat((long) queue.underWay(channel, true))
            .as(where())
            .isEqualTo(waiting + (oracle.atWork.contains(channel) ? 1 : 0));
      }
    }

    private String where() {
      return "seed " + seed + ", step " + step;
    }
  }
}
