package weft.chain.simulation;

import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import weft.chain.block.Candidates;
import weft.chain.block.PendingBid;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.VerifiedTransaction;

/// Bids of a simulated network: accounts that bond, rollups that sell, bids that every node has
/// got, some without the transactions that they name; and reports on what they brought, now and
/// then. Uses channels that nobody else does.
final class BidTraffic {
  private static final long BONDS = 70;
  private static final long BIDS = 71;
  private static final long BODIES = 72;
  private static final long SEALS = 73;
  private static final long REPORTS = 74;
  private static final AssetId WEFT = TestTransactions.WEFT;

  private final List<PrivateKey> accounts;
  private final SplittableRandom random;
  private final Map<Address, Long> nextBid = new TreeMap<>();
  private final Map<Address, Long> nextBody = new TreeMap<>();
  private final List<PendingBid> pending = new ArrayList<>();
  private final List<VerifiedTransaction> opening = new ArrayList<>();
  private final Set<Hash32> included = new TreeSet<>();
  private final Map<Address, Long> nextReport = new TreeMap<>();
  private Optional<VerifiedTransaction> report = Optional.empty();
  private int releases;
  private final Map<Address, Sealed> sealed = new TreeMap<>();
  private final Map<Address, Long> nextSeal = new TreeMap<>();
  private int auctions;
  private int shown;

  /// A bid that is to be shown once a block has its seal.
  private record Sealed(
      VerifiedTransaction seal, PrivateKey bidder, Action.Bid terms, VerifiedTransaction body) {}

  BidTraffic(List<PrivateKey> accounts, SplittableRandom random) {
    this.accounts = accounts;
    this.random = random;
    RollupTerms terms = TestMarket.deferringTerms(accounts.getFirst(), 1);
    opening.add(
        TestTransactions.plain()
            .sign(
                accounts.getFirst(),
                new Nonce(BONDS, 0),
                TestRollups.register(EAST, terms),
                TestRollups.register(WEST, terms)));
    for (PrivateKey bidder : accounts.subList(1, accounts.size())) {
      opening.add(
          TestTransactions.plain()
              .sign(
                  bidder, new Nonce(BONDS, 0), new Action.BondBids(WEFT, Amount.of(100_000_000))));
    }
  }

  /// What sets the market up, as far as no block has it, and what reporters say.
  List<VerifiedTransaction> opening() {
    List<VerifiedTransaction> all = new ArrayList<>(opening);
    sealed.values().forEach(one -> all.add(one.seal()));
    report.ifPresent(all::add);
    return all.stream().filter(one -> !included.contains(one.hash())).toList();
  }

  /// How many escrows were paid out so far.
  int releases() {
    return releases;
  }

  /// How many bids that were sealed before blocks have so far.
  int shown() {
    return shown;
  }

  /// How many blocks held auctions so far.
  int auctions() {
    return auctions;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  void committed(CommittedBlock block) {
    auctions += block.auctions().filter(record -> !record.auctions().isEmpty()).isPresent() ? 1 : 0;
    releases += block.auctions().map(record -> record.releases().size()).orElse(0);
    block
        .transactions()
        .forEach(
            one -> {
              VerifiedTransaction transaction = one.transaction();
              included.add(transaction.hash());
              Nonce nonce = transaction.body().nonce();
              shown += transaction.body().bid().flatMap(Action.Bid::salt).isPresent() ? 1 : 0;
              Map<Address, Long> next = nextOf(nonce.channel());
              if (next != null) {
                next.merge(transaction.body().account(), nonce.sequence() + 1, Math::max);
              }
            });
    if (random.nextInt(3) == 0) {
      report = Optional.of(report(block.header().height()));
    }
    pending.removeIf(bid -> isOver(bid.bid(), nextBid));
    show();
    for (int i = random.nextInt(5); i > 0; i--) {
      PrivateKey bidder = accounts.get(1 + random.nextInt(accounts.size() - 1));
      if (random.nextInt(4) == 0) {
        sealed.computeIfAbsent(bidder.address(), _ -> seal(bidder));
      } else {
        pending.add(bid(bidder));
      }
    }
  }

  private @Nullable Map<Address, Long> nextOf(long channel) {
    if (channel == REPORTS) {
      return nextReport;
    }
    if (channel == SEALS) {
      return nextSeal;
    }
    return channel == BIDS ? nextBid : channel == BODIES ? nextBody : null;
  }

  /// On one of the last blocks, whether something of it waits or not.
  private VerifiedTransaction report(long head) {
    PrivateKey reporter = accounts.getFirst();
    long height = Math.max(1, head - random.nextInt(3));
    List<Action> reports = new ArrayList<>();
    for (RollupId rollup : List.of(EAST, WEST)) {
      Signals signals = new Signals(Amount.of(random.nextInt(3)), 1, Optional.empty());
      reports.add(new Action.ReportSignals(rollup, height, signals));
    }
    return TestTransactions.plain()
        .sign(
            reporter,
            new Nonce(REPORTS, nextReport.getOrDefault(reporter.address(), 0L)),
            reports.toArray(Action[]::new));
  }

  /// Shows what was sealed, but now and then lets it be.
  private void show() {
    List<Sealed> ready =
        sealed.values().stream().filter(one -> included.contains(one.seal().hash())).toList();
    for (Sealed one : ready) {
      sealed.remove(one.bidder().address());
      if (random.nextInt(5) > 0) {
        pending.add(
            new PendingBid(
                sign(one.bidder(), one.terms().sealedWith(Hash32.ZERO)), List.of(one.body())));
      }
    }
  }

  private Sealed seal(PrivateKey bidder) {
    PendingBid open = bid(bidder);
    Action.Bid terms = open.blockBid().terms();
    Hash32 commitment = SealedBid.commitment(bidder.address(), Hash32.ZERO, terms);
    VerifiedTransaction seal =
        TestTransactions.plain()
            .sign(
                bidder,
                new Nonce(SEALS, nextSeal.getOrDefault(bidder.address(), 0L)),
                new Action.SealBid(commitment, WEFT, terms.amount().mulDivCeil(1, 10)));
    return new Sealed(seal, bidder, terms, open.named().getFirst());
  }

  private static boolean isOver(VerifiedTransaction transaction, Map<Address, Long> next) {
    return transaction.body().nonce().sequence()
        < next.getOrDefault(transaction.body().account(), 0L);
  }

  private PendingBid bid(PrivateKey bidder) {
    List<RollupId> rollups =
        List.of(List.of(EAST), List.of(WEST), List.of(EAST, WEST)).get(random.nextInt(3));
    List<Action> actions = new ArrayList<>();
    for (RollupId rollup : rollups) {
      Bytes data = Bytes.utf8("payload " + random.nextInt());
      actions.add(new Action.Submit(rollup, List.of(Payload.of(data))));
    }
    actions.add(new Action.OnlyInPackage());
    VerifiedTransaction body =
        TestTransactions.plain()
            .sign(
                bidder,
                new Nonce(BODIES, nextBody.getOrDefault(bidder.address(), 0L)),
                actions.toArray(Action[]::new));
    Action.Bid terms =
        new Action.Bid(
            rollups.stream().sorted().toList(),
            List.of(body.hash()),
            WEFT,
            // Now and then more than the bond holds.
            Amount.of(1 + random.nextInt(random.nextInt(6) == 0 ? 900_000_000 : 30_000_000)),
            0,
            random.nextInt(3),
            Amount.ZERO,
            List.of());
    return new PendingBid(sign(bidder, terms), List.of(body));
  }

  private VerifiedTransaction sign(PrivateKey bidder, Action.Bid terms) {
    long sequence = nextBid.getOrDefault(bidder.address(), 0L) + random.nextInt(2);
    return TestTransactions.plain().sign(bidder, new Nonce(BIDS, sequence), terms);
  }

  /// What waits at a node: all bids, of some only the bid, beside other candidates.
  Candidates at(Iterator<VerifiedTransaction> others) {
    List<PendingBid> here =
        pending.stream()
            .map(
                bid ->
                    random.nextInt(6) == 0 || isOver(bid.named().getFirst(), nextBody)
                        ? new PendingBid(bid.bid(), List.of())
                        : bid)
            .toList();
    return Candidates.of(others, here);
  }
}
