package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.chain.block.Proposal;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Random steps on the pool and on a slow, obvious model of it: the same answers, the same queues,
/// the same candidates, the same ends.
final class PoolModelTest {
  private static final int RUNS = 150;
  private static final int STEPS = 250;
  private static final int UNIVERSE = 3_000;
  private static final List<PrivateKey> KEYS =
      List.of(Signed.key("a"), Signed.key("b"), Signed.key("c"), Signed.key("d"));
  private static final Address SPONSOR = KEYS.getLast().address();
  private static final List<VerifiedTransaction> TRANSACTIONS = universe();

  @Test
  void thePoolDoesWhatTheModelDoes() {
    Set<RefusalCode> refusals = new TreeSet<>();
    Set<String> ends = new TreeSet<>();
    for (int seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed);
      run.steps();
      refusals.addAll(run.refusals);
      ends.addAll(run.ends.values());
    }
    assertThat(refusals)
        .containsExactlyInAnyOrder(
            RefusalCode.NONCE_TOO_FAR,
            RefusalCode.TOO_MANY_CHANNELS,
            RefusalCode.INSUFFICIENT_FUNDS,
            RefusalCode.SPONSORSHIP_EXHAUSTED,
            RefusalCode.REPLACEMENT_FEE_TOO_LOW,
            RefusalCode.MEMPOOL_FULL,
            RefusalCode.ACCOUNT_LIMIT,
            RefusalCode.LANE_LIMIT);
    assertThat(ends).containsExactlyInAnyOrder("soft", "replaced", "expired", "refused");
  }

  /// Few accounts, channels and sequences, many tips and sizes, so that everything collides.
  private static List<VerifiedTransaction> universe() {
    SplittableRandom random = new SplittableRandom(4711);
    List<VerifiedTransaction> all = new ArrayList<>();
    for (int i = 0; i < UNIVERSE; i++) {
      RollupId[] lanes =
          switch (random.nextInt(4)) {
            case 0 -> new RollupId[] {Signed.EAST};
            case 1 -> new RollupId[] {Signed.WEST};
            case 2 -> new RollupId[] {Signed.EAST, Signed.WEST};
            default -> new RollupId[] {RollupId.of("north")};
          };
      Signed each =
          Signed.by(KEYS.get(random.nextInt(KEYS.size())))
              .tip(random.nextLong(4) * random.nextInt(2_000));
      all.add(
          (random.nextInt(3) > 0 ? each : each.tip(0).sponsoredBy(SPONSOR))
              .nonce(random.nextInt(3), random.nextInt(30))
              .to(1 + random.nextInt(5) * 100, lanes)
              .maxFee(10_000L + 2_000L * random.nextInt(20))
              .until(2 + random.nextInt(60), 0)
              .verify());
    }
    return all;
  }

  private static final class Run {
    private final int seed;
    private final SplittableRandom random;
    private final MempoolSettings settings;
    private final TestLedger ledger = new TestLedger();
    private final Pool pool;
    private final PoolOracle oracle;
    private final Map<Hash32, PoolEntry> waitingForDisk = new HashMap<>();
    private final Map<Hash32, String> ends = new HashMap<>();
    private final List<VerifiedTransaction> offered = new ArrayList<>();
    private boolean building;
    private boolean justCommitted;
    private final List<PoolEntry> handedOver = new ArrayList<>();
    private final Set<RefusalCode> refusals = new TreeSet<>();
    private long arrival;
    private int step;

    Run(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.settings = settings(random);
      Refusals refusals = new Refusals(settings, Signed.WEFT);
      this.pool = new Pool(settings, refusals, new Counters(), 0);
      this.oracle = new PoolOracle(settings);
      KEYS.forEach(key -> ledger.fund(key.address(), 100_000 + random.nextInt(500_000)));
      ledger.fund(SPONSOR, 10_000 + random.nextInt(90_000));
      ledger.allowChannels(2 + random.nextInt(2));
      ledger.capSenders(10_000 + random.nextInt(30_000));
      ledger.capSponsorships(20_000 + random.nextInt(60_000), 1_000 + random.nextInt(5_000));
    }

    private static MempoolSettings settings(SplittableRandom random) {
      MempoolSettings base =
          MempoolFixture.settings(
              6 + random.nextInt(20), 5 + random.nextInt(8), 4 + random.nextInt(12));
      return new MempoolSettings(
          base.maxTransactions(),
          2_000 + random.nextInt(8_000),
          base.maxAccountTransactions(),
          1_500 + random.nextInt(3_000),
          base.maxLaneTransactions(),
          1_500 + random.nextInt(4_000),
          1 + random.nextInt(4),
          1 + random.nextInt(6),
          1 + random.nextInt(8),
          10,
          100,
          1 << 20,
          100,
          1,
          100,
          1 << 20,
          1_000,
          10,
          base.retryAfter(),
          base.lateBlockMs(),
          base.maxBids(),
          base.maxAccountBids());
    }

    void steps() {
      for (step = 0; step < STEPS; step++) {
        Changes changes = new Changes();
        justCommitted = false;
        switch (random.nextInt(16)) {
          case 0 -> commit(changes);
          case 1 -> drop(changes);
          case 4 -> offer();
          case 2, 3 -> diskSync(changes);
          default -> admit(changes);
        }
        record(changes);
        compare();
      }
    }

    private void admit(Changes changes) {
      VerifiedTransaction transaction = TRANSACTIONS.get(random.nextInt(UNIVERSE));
      for (int i = 0; i < 20 && !isNear(transaction); i++) {
        transaction = TRANSACTIONS.get(random.nextInt(UNIVERSE));
      }
      if (pool.find(transaction.hash()) != null
          || !(ledger.check(transaction.transaction(), ledger.height() + 1, 0)
              instanceof Checked.Ok<AdmissionTerms>(AdmissionTerms terms))) {
        return;
      }
      PoolEntry entry = new PoolEntry(transaction, terms, arrival++, 0);
      Newcomer newcomer = Newcomer.of(transaction.transaction(), terms, true);
      boolean wouldBePlaced = pool.place(newcomer, 0) instanceof Checked.Ok<Placement>;
      boolean screened =
          pool.place(newcomer, PlacementRules.ANY_GAP) instanceof Checked.Ok<Placement>;
      Optional<RefusalCode> refusal =
          switch (pool.admit(entry, 0, changes)) {
            case Checked.Refused<PoolEntry>(Refusal reason) -> Optional.of(reason.code());
            case Checked.Ok<PoolEntry> _ -> Optional.empty();
          };
      assertThat(refusal).as(where()).isEqualTo(oracle.admit(entry));
      refusal.ifPresent(refusals::add);
      assertThat(wouldBePlaced).as(where()).isEqualTo(refusal.isEmpty());
      assertThat(screened || !wouldBePlaced).as(where()).isTrue();
      if (refusal.isEmpty()) {
        ends.remove(entry.hash());
        waitingForDisk.put(entry.hash(), entry);
        if (random.nextInt(4) > 0) {
          diskSync(changes);
        }
      }
    }

    /// Whether a transaction is one of the next few of its channel.
    private boolean isNear(VerifiedTransaction transaction) {
      Nonce nonce = transaction.body().nonce();
      long next = ledger.nextSequence(transaction.body().account(), nonce.channel());
      return nonce.sequence() >= next && nonce.sequence() < next + 5;
    }

    private void diskSync(Changes changes) {
      waitingForDisk
          .values()
          .forEach(
              entry -> {
                pool.journalled(entry, receipt(entry), changes);
                oracle.journalled(entry.hash());
              });
      waitingForDisk.clear();
    }

    private void drop(Changes changes) {
      if (building) {
        return;
      }
      List<Hash32> candidates = candidates();
      if (!candidates.isEmpty()) {
        Hash32 unlucky = candidates.get(random.nextInt(candidates.size()));
        Refusal reason = Refusal.of(RefusalCode.SUBMITTER_NOT_ALLOWED, "", "", "dropped");
        List<Proposal.Dropped> dropped = List.of(new Proposal.Dropped(unlucky, reason));
        pool.dropped(dropped, _ -> Checked.refused(reason), changes);
        oracle.dropped(unlucky);
      }
    }

    /// Begins to build a block; it is committed some steps later.
    private void offer() {
      offered.clear();
      CandidateScan scan = pool.candidates();
      scan.take(random.nextInt(8), 1_000).forEach(candidate -> offered.add(candidate.verified));
      building = true;
    }

    /// A block of what was offered, and now and then of a transaction from elsewhere.
    private void commit(Changes changes) {
      if (!building) {
        offer();
      }
      List<VerifiedTransaction> block = new ArrayList<>(offered);
      if (random.nextInt(3) == 0) {
        addStranger(block);
      }
      for (VerifiedTransaction included : offered) {
        assertThat(ends)
            .as("ended before its block, " + where())
            .doesNotContainKey(included.hash());
      }
      offered.clear();
      building = false;
      pool.committed(
          ledger.commit(ledger.height() + 1, block), entry -> Checked.ok(entry.terms), changes);
      oracle.committed(block);
      justCommitted = true;
    }

    private void addStranger(List<VerifiedTransaction> block) {
      VerifiedTransaction stranger = TRANSACTIONS.get(random.nextInt(UNIVERSE));
      long next = ledger.nextSequence(stranger.body().account(), stranger.body().nonce().channel());
      boolean channelTaken =
          block.stream()
              .anyMatch(
                  other ->
                      other.body().account().equals(stranger.body().account())
                          && other.body().nonce().channel() == stranger.body().nonce().channel());
      if (!channelTaken && stranger.body().nonce().sequence() == next) {
        block.add(stranger);
      }
    }

    private List<Hash32> candidates() {
      CandidateScan scan = pool.candidates();
      List<Hash32> all = new ArrayList<>();
      while (!scan.hasEnded()) {
        scan.take(1 + random.nextInt(5), 1 + random.nextInt(5))
            .forEach(entry -> all.add(entry.hash()));
      }
      return all;
    }

    private void record(Changes changes) {
      changes.ended.forEach(entry -> ends.put(entry.hash(), state(entry)));
      handedOver.addAll(changes.ended);
      changes.statuses.stream()
          .map(StatusChange::status)
          .filter(status -> status.progress() instanceof TransactionStatus.Soft)
          .forEach(status -> ends.put(status.transactionHash(), "soft"));
      if (random.nextInt(3) == 0) {
        pool.finished(handedOver, new Changes());
        handedOver.clear();
      }
    }

    private void compare() {
      if (!building) {
        assertThat(candidates()).as(where()).isEqualTo(oracle.candidates());
      }
      assertThat(pool.size().transactions()).as(where()).isEqualTo(oracle.items().size());
      long bytes = oracle.items().stream().mapToLong(item -> item.entry.size()).sum();
      assertThat(pool.size().bytes()).as(where()).isEqualTo(bytes);
      for (PoolOracle.Item item : oracle.items()) {
        assertThat(item.entry.outcome).as(where()).isNull();
        assertThat(item.entry.waiting).as(where()).isEqualTo(oracle.waits(item));
      }
      oracle.ends.forEach(
          (hash, end) -> {
            if (justCommitted && !waitingForDisk.containsKey(hash)) {
              assertThat(ends).as(where()).containsEntry(hash, end);
            }
          });
    }

    private String where() {
      return "seed " + seed + ", step " + step;
    }

    private static String state(PoolEntry entry) {
      return entry.status(entry.outcome()).state().id();
    }

    private static Receipt receipt(PoolEntry entry) {
      return new Receipt(
          entry.hash(),
          0,
          entry.body().lastHeight(),
          KEYS.getFirst().address(),
          new MerkleProof(0, 1, List.of()),
          entry.verified.transaction().signature());
    }
  }
}
