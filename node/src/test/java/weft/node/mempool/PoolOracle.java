package weft.node.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.Spend;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// The rules of the pool in the slowest and most obvious way: one list, searched again for every
/// question.
final class PoolOracle {
  private final MempoolSettings settings;
  private final List<Item> items = new ArrayList<>();
  private final Map<List<Object>, Long> nextSequences = new HashMap<>();
  final Map<Hash32, String> ends = new HashMap<>();
  private long height;

  PoolOracle(MempoolSettings settings) {
    this.settings = settings;
  }

  /// A queued transaction.
  static final class Item {
    final PoolEntry entry;
    boolean journalled;

    Item(PoolEntry entry) {
      this.entry = entry;
    }

    boolean sameChannel(Item other) {
      return entry.account().equals(other.entry.account())
          && entry.channel() == other.entry.channel();
    }

    long sequence() {
      return entry.sequence();
    }

    Amount rate() {
      return entry.tipRate;
    }
  }

  List<Item> items() {
    return items;
  }

  long next(Item item) {
    return nextSequences.getOrDefault(channel(item), 0L);
  }

  boolean waits(Item item) {
    for (long sequence = next(item); sequence < item.sequence(); sequence++) {
      if (at(item, sequence) == null) {
        return true;
      }
    }
    return false;
  }

  /// Takes a transaction in, or says why not.
  Optional<RefusalCode> admit(PoolEntry entry) {
    Item item = new Item(entry);
    if (item.sequence() < next(item)) {
      return Optional.of(RefusalCode.NONCE_USED);
    }
    @Nullable Item old = at(item, item.sequence());
    Optional<RefusalCode> refusal =
        firstOf(gap(item, old), channels(item), replacement(item, old), room(item, old));
    if (refusal.isPresent()) {
      return refusal;
    }
    List<Item> leaving = new ArrayList<>();
    for (RollupId lane : entry.lanes()) {
      if (!free(item, old, Optional.of(lane), leaving)) {
        return Optional.of(RefusalCode.LANE_LIMIT);
      }
    }
    if (!free(item, old, Optional.empty(), leaving)) {
      return Optional.of(RefusalCode.MEMPOOL_FULL);
    }
    if (old != null) {
      items.remove(old);
      ends.put(old.entry.hash(), "replaced");
    }
    for (Item evicted : leaving) {
      items.remove(evicted);
      ends.put(evicted.entry.hash(), "refused");
    }
    items.add(item);
    ends.remove(entry.hash());
    return Optional.empty();
  }

  void journalled(Hash32 hash) {
    items.stream()
        .filter(item -> item.entry.hash().equals(hash))
        .forEach(item -> item.journalled = true);
  }

  void dropped(Hash32 hash) {
    if (items.removeIf(item -> item.entry.hash().equals(hash))) {
      ends.put(hash, "refused");
    }
  }

  void committed(List<VerifiedTransaction> included) {
    height++;
    for (VerifiedTransaction transaction : included) {
      Item probe = new Item(new PoolEntry(transaction, terms(transaction), 0, 0));
      for (Item item : List.copyOf(items)) {
        if (item.sameChannel(probe) && item.sequence() <= probe.sequence()) {
          items.remove(item);
          boolean itself = item.entry.hash().equals(transaction.hash());
          ends.put(item.entry.hash(), itself ? "soft" : "replaced");
        }
      }
      ends.put(transaction.hash(), "soft");
      nextSequences.merge(channel(probe), probe.sequence() + 1, Math::max);
    }
    for (Item item : List.copyOf(items)) {
      if (item.entry.body().lastHeight() <= height) {
        items.remove(item);
        ends.put(item.entry.hash(), "expired");
      }
    }
  }

  /// All candidates of the next block, best first.
  List<Hash32> candidates() {
    List<Hash32> taken = new ArrayList<>();
    Map<List<Object>, Long> next = new HashMap<>(nextSequences);
    while (true) {
      Optional<Item> best =
          items.stream()
              .filter(item -> item.journalled)
              .filter(item -> item.sequence() == next.getOrDefault(channel(item), 0L))
              .min(
                  Comparator.<Item, Amount>comparing(Item::rate, Comparator.reverseOrder())
                      .thenComparingLong(item -> item.entry.arrival));
      if (best.isEmpty()) {
        return taken;
      }
      taken.add(best.get().entry.hash());
      next.put(channel(best.get()), best.get().sequence() + 1);
    }
  }

  private Optional<RefusalCode> gap(Item item, @Nullable Item old) {
    long missing = next(item);
    while (at(item, missing) != null) {
      missing++;
    }
    if (item.sequence() <= missing) {
      return Optional.empty();
    }
    List<Item> waiting = items.stream().filter(this::waits).toList();
    long ofChannel = waiting.stream().filter(item::sameChannel).count();
    long ofAccount =
        waiting.stream()
            .filter(other -> other.entry.account().equals(item.entry.account()))
            .count();
    boolean tooFar =
        item.sequence() - missing > settings.maxSequenceGap()
            || (old == null
                && (ofChannel >= settings.maxWaitingPerChannel()
                    || ofAccount >= settings.maxWaitingPerAccount()));
    return tooFar ? Optional.of(RefusalCode.NONCE_TOO_FAR) : Optional.empty();
  }

  private Optional<RefusalCode> channels(Item item) {
    OptionalLong left = item.entry.terms.channelsLeft();
    Set<Long> opening = new TreeSet<>();
    for (Item other : items) {
      if (other.entry.account().equals(item.entry.account()) && next(other) == 0) {
        opening.add(other.entry.channel());
      }
    }
    boolean tooMany =
        left.isPresent()
            && !opening.contains(item.entry.channel())
            && opening.size() >= left.getAsLong();
    return tooMany ? Optional.of(RefusalCode.TOO_MANY_CHANNELS) : Optional.empty();
  }

  private Optional<RefusalCode> replacement(Item item, @Nullable Item old) {
    if (old == null) {
      return Optional.empty();
    }
    boolean sponsored = item.entry.terms.sponsored().isPresent();
    boolean wasSponsored = old.entry.terms.sponsored().isPresent();
    Amount maxFee = item.entry.body().maxFee();
    if (sponsored) {
      boolean doubled =
          wasSponsored
              && maxFee.compareTo(old.entry.body().maxFee().times(2)) >= 0
              && maxFee.compareTo(spend(item).balance()) <= 0;
      return doubled ? Optional.empty() : Optional.of(RefusalCode.REPLACEMENT_FEE_TOO_LOW);
    }
    boolean enough =
        isStepAbove(item.rate(), old.rate())
            && (wasSponsored || isStepAbove(maxFee, old.entry.body().maxFee()));
    return enough ? Optional.empty() : Optional.of(RefusalCode.REPLACEMENT_FEE_TOO_LOW);
  }

  private boolean isStepAbove(Amount offered, Amount old) {
    Amount hundredfold = old.times(100L + settings.replacementStepPercent());
    return offered.compareTo(old) > 0 && offered.times(100).compareTo(hundredfold) >= 0;
  }

  private Optional<RefusalCode> room(Item item, @Nullable Item old) {
    int count = 1;
    long bytes = item.entry.size();
    for (Item other : items) {
      if (other != old && other.entry.account().equals(item.entry.account())) {
        count++;
        bytes += other.entry.size();
      }
    }
    Optional<RefusalCode> funds = reserves(item) ? funds(item, old) : Optional.empty();
    if (funds.isPresent()) {
      return funds;
    }
    boolean over = count > settings.maxAccountTransactions() || bytes > settings.maxAccountBytes();
    return over ? Optional.of(RefusalCode.ACCOUNT_LIMIT) : Optional.empty();
  }

  private boolean reserves(Item item) {
    return item.entry.terms.sponsored().isEmpty() || !waits(item);
  }

  private Optional<RefusalCode> funds(Item item, @Nullable Item old) {
    boolean sponsored = item.entry.terms.sponsored().isPresent();
    Amount spend = spend(item).amount();
    Amount bySender = cost(item);
    Amount byAll = cost(item);
    for (Item other : items) {
      if (other == old || !reserves(other)) {
        continue;
      }
      boolean own = other.entry.terms.sponsored().isEmpty();
      if ((sponsored || own) && other.entry.terms.payer().equals(item.entry.terms.payer())) {
        spend = spend.plus(spend(other).amount());
      }
      if (other.entry.body().sponsor().equals(item.entry.body().sponsor())
          && other.entry.lanes().getFirst().equals(item.entry.lanes().getFirst())) {
        byAll = byAll.plus(cost(other));
        if (other.entry.account().equals(item.entry.account())) {
          bySender = bySender.plus(cost(other));
        }
      }
    }
    if (spend(item).balance().isLessThan(spend)) {
      return Optional.of(RefusalCode.INSUFFICIENT_FUNDS);
    }
    Amount ofSender = bySender;
    Amount ofAll = byAll;
    return item.entry
        .terms
        .sponsored()
        .filter(
            use ->
                use.senderLeft().isLessThan(ofSender)
                    || use.totalLeft().isLessThan(ofAll)
                    || use.maxPerBlock().times(16).isLessThan(ofAll))
        .map(_ -> RefusalCode.SPONSORSHIP_EXHAUSTED);
  }

  private static Spend spend(Item item) {
    return item.entry.terms.spends().getFirst();
  }

  private static Amount cost(Item item) {
    return item.entry.terms.sponsored().map(use -> use.cost()).orElse(Amount.ZERO);
  }

  /// Adds to those who leave until the room holds the newcomer; false if it cannot.
  private boolean free(
      Item newcomer, @Nullable Item old, Optional<RollupId> lane, List<Item> leaving) {
    boolean waits = waits(newcomer);
    Amount worth = worth(newcomer);
    while (true) {
      List<Item> inside =
          items.stream()
              .filter(item -> item != old && !leaving.contains(item))
              .filter(item -> lane.isEmpty() || item.entry.lanes().contains(lane.get()))
              .toList();
      long bytes = inside.stream().mapToLong(item -> item.entry.size()).sum();
      int maxCount = lane.isEmpty() ? settings.maxTransactions() : settings.maxLaneTransactions();
      long maxBytes = lane.isEmpty() ? settings.maxBytes() : settings.maxLaneBytes();
      if (inside.size() < maxCount && bytes + newcomer.entry.size() <= maxBytes) {
        return true;
      }
      Optional<Item> weakest =
          inside.stream()
              .min(
                  Comparator.<Item, Boolean>comparing(item -> !waits(item))
                      .thenComparing(Item::rate)
                      .thenComparingLong(item -> -item.entry.arrival));
      if (weakest.isEmpty()) {
        return false;
      }
      boolean weaker =
          waits(weakest.get()) == waits
              ? weakest.get().rate().isLessThan(worth)
              : waits(weakest.get());
      if (!weaker) {
        return false;
      }
      items.stream()
          .filter(item -> item != old && !leaving.contains(item))
          .filter(weakest.get()::sameChannel)
          .max(Comparator.comparingLong(Item::sequence))
          .ifPresent(leaving::add);
    }
  }

  /// The lowest rate on a transaction's way into a block.
  private Amount worth(Item item) {
    Amount lowest = item.rate();
    for (Item other : items) {
      if (other.sameChannel(item) && other.sequence() < item.sequence()) {
        lowest = lowest.min(other.rate());
      }
    }
    return lowest;
  }

  private @Nullable Item at(Item probe, long sequence) {
    for (Item item : items) {
      if (item.sameChannel(probe) && item.sequence() == sequence) {
        return item;
      }
    }
    return null;
  }

  private static weft.ledger.admission.AdmissionTerms terms(VerifiedTransaction transaction) {
    return new weft.ledger.admission.AdmissionTerms(
        0,
        OptionalLong.empty(),
        transaction.body().account(),
        List.of(),
        Optional.empty(),
        Amount.ZERO,
        transaction.body().tip(),
        List.of());
  }

  @SafeVarargs
  private static Optional<RefusalCode> firstOf(Optional<RefusalCode>... refusals) {
    for (Optional<RefusalCode> refusal : refusals) {
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static List<Object> channel(Item item) {
    return List.of(item.entry.account(), item.entry.channel());
  }

  Set<Hash32> hashes() {
    Set<Hash32> hashes = new TreeSet<>();
    items.forEach(item -> hashes.add(item.entry.hash()));
    return hashes;
  }

  static String name(TransactionStatus status) {
    return status.state().id();
  }
}
