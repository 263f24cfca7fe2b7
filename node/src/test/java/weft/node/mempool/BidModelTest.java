package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.chain.block.PendingBid;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// Random pools: the bids that are offered are those that a plain reading of the rules finds among
/// all that is pending.
final class BidModelTest {
  private static final int RUNS = 300;
  private static final int STEPS = 60;
  private static final List<PrivateKey> KEYS = List.of(Signed.key("a"), Signed.key("b"));

  @Test
  void theWalkFindsWhatTheModelFinds() {
    int offered = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      offered += new Run(seed).steps();
    }
    assertThat(offered).as("bids that were offered at all").isGreaterThan(RUNS);
  }

  private static final class Run {
    private final int seed;
    private final SplittableRandom random;
    private final TestLedger ledger = new TestLedger();
    private final Map<Hash32, VerifiedTransaction> pending = new LinkedHashMap<>();
    private final List<VerifiedTransaction> bodies = new ArrayList<>();
    private final Pool pool;
    private long arrival;

    Run(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      MempoolSettings settings = MempoolSettings.defaults(1);
      this.pool = new Pool(settings, new Refusals(settings, Signed.WEFT), new Counters(), 0);
    }

    int steps() {
      int offered = 0;
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0 -> commit();
          case 1, 2, 3 -> admit(bodies.isEmpty() ? body() : bid());
          default -> admit(body());
        }
        List<Hash32> found = walk();
        assertThat(found).as("seed " + seed + ", step " + step).isEqualTo(model());
        offered += found.size();
      }
      return offered;
    }

    private Signed signed() {
      long height = ledger.height();
      return Signed.by(KEYS.get(random.nextInt(KEYS.size())))
          .nonce(random.nextInt(2), random.nextInt(5))
          .until(height + 1 + random.nextInt(4), 0);
    }

    private VerifiedTransaction body() {
      RollupId[] lanes =
          random.nextInt(4) == 0 ? new RollupId[] {Signed.WEST} : new RollupId[] {Signed.EAST};
      Signed body = signed().to(lanes);
      VerifiedTransaction made = (random.nextBoolean() ? body : body.onlyInPackage()).verify();
      bodies.add(made);
      return made;
    }

    private VerifiedTransaction bid() {
      List<Hash32> named = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        // Mostly of late, so that they still wait.
        int from = Math.max(0, bodies.size() - 6);
        Hash32 hash = bodies.get(from + random.nextInt(bodies.size() - from)).hash();
        if (!named.contains(hash)) {
          named.add(hash);
        }
      }
      long firstHeight = random.nextInt(4) == 0 ? ledger.height() + random.nextInt(3) : 0;
      return signed()
          .bidding(Signed.WEFT, 1 + random.nextInt(5), firstHeight, named.toArray(Hash32[]::new))
          .verify();
    }

    private void admit(VerifiedTransaction transaction) {
      if (ledger.check(transaction.transaction(), ledger.height() + 1, 0)
          instanceof Checked.Ok<AdmissionTerms>(AdmissionTerms terms)) {
        Changes changes = new Changes();
        PoolEntry entry = PoolEntry.ofPeer(transaction, terms, arrival++, 0);
        if (pool.admit(entry, 0, changes) instanceof Checked.Ok) {
          pending.put(transaction.hash(), transaction);
        }
        follow(changes);
      }
    }

    /// A block of an ordinary transaction, a bid with what it names, or nothing.
    private void commit() {
      List<VerifiedTransaction> block = new ArrayList<>();
      CandidateScan candidates = pool.candidates();
      List<PendingBid> bids = pool.bids().take(1_000);
      if (random.nextBoolean() && !bids.isEmpty()) {
        block.add(bids.getFirst().bid());
        block.addAll(bids.getFirst().named());
      } else {
        candidates.take(random.nextInt(2), 1_000).forEach(each -> block.add(each.verified));
      }
      Changes changes = new Changes();
      pool.committed(
          ledger.commit(ledger.height() + 1, block),
          entry -> ledger.check(entry.verified.transaction(), ledger.height() + 1, 0),
          changes);
      follow(changes);
    }

    private void follow(Changes changes) {
      changes.left.forEach(entry -> pending.remove(entry.hash()));
    }

    /// In steps of random length.
    private List<Hash32> walk() {
      BidScan scan = pool.bids();
      List<Hash32> found = new ArrayList<>();
      while (!scan.hasEnded()) {
        scan.take(1 + random.nextInt(3))
            .forEach(
                bid -> {
                  Action.Bid terms = bid.bid().body().bid().orElseThrow();
                  assertThat(bid.named())
                      .extracting(VerifiedTransaction::hash)
                      .isEqualTo(terms.transactions());
                  found.add(bid.bid().hash());
                });
      }
      return found;
    }

    private List<Hash32> model() {
      return pending.values().stream()
          .filter(each -> each.body().bid().isPresent())
          .filter(bid -> isOffered(bid.body(), bid.body().bid().orElseThrow()))
          .map(VerifiedTransaction::hash)
          .sorted()
          .toList();
    }

    private boolean isOffered(TransactionBody body, Action.Bid bid) {
      long height = ledger.height() + 1;
      if (bid.firstHeight() > height || body.lastHeight() < height || isCancelled(body)) {
        return false;
      }
      Map<List<Object>, Long> next = new LinkedHashMap<>();
      TreeSet<RollupId> rollups = new TreeSet<>();
      for (Hash32 hash : bid.transactions()) {
        @Nullable VerifiedTransaction named = pending.get(hash);
        if (named == null || channel(named.body()).equals(channel(body))) {
          return false;
        }
        TransactionBody of = named.body();
        long expected =
            Optional.ofNullable(next.get(channel(of)))
                .orElseGet(() -> ledger.nextSequence(of.account(), of.nonce().channel()));
        if (of.nonce().sequence() != expected) {
          return false;
        }
        next.put(channel(of), expected + 1);
        rollups.addAll(of.rollups());
      }
      return rollups.equals(new TreeSet<>(bid.rollups()));
    }

    private boolean isCancelled(TransactionBody bid) {
      return pending.values().stream()
          .map(VerifiedTransaction::body)
          .anyMatch(
              other ->
                  other.bid().isEmpty()
                      && other.account().equals(bid.account())
                      && other.nonce().equals(bid.nonce()));
    }

    private static List<Object> channel(TransactionBody body) {
      return List.of(body.account(), body.nonce().channel());
    }
  }
}
