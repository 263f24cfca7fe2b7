package weft.node.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import weft.primitives.Address;
import weft.protocol.transaction.RollupId;

/// The rules of the verification queue in the slowest and most obvious way: one list, searched
/// again for every question.
final class VerificationOracle {
  private final int count;
  private final long bytes;
  private final Map<Address, Long> forgedAtMs = new HashMap<>();
  final List<Item> items = new ArrayList<>();
  final Set<ChannelId> atWork = new HashSet<>();

  VerificationOracle(int count, long bytes) {
    this.count = count;
    this.bytes = bytes;
  }

  /// What waits, and whether as a suspect's.
  record Item(Incoming incoming, boolean suspect) {
    boolean hasLane(RollupId lane) {
      return incoming.newcomer().lanes().contains(lane);
    }
  }

  /// @return what goes
  Set<Long> add(Incoming incoming, long nowMs) {
    Set<Long> gone = overdue(nowMs);
    long forged = forgedAtMs.getOrDefault(incoming.account(), Long.MIN_VALUE / 2);
    if (nowMs - forged < 10_000) {
      suspect(incoming, gone);
    } else {
      for (Item item : ofAccount(incoming.account())) {
        if (item.suspect) {
          items.remove(item);
          trust(item.incoming, gone);
        }
      }
      trust(incoming, gone);
    }
    return gone;
  }

  Set<Long> done(Incoming taken, boolean genuine, long nowMs) {
    Set<Long> gone = new HashSet<>();
    atWork.remove(taken.channel());
    if (!genuine) {
      forgedAtMs.put(taken.account(), nowMs);
      for (Item item : ofAccount(taken.account())) {
        if (!item.suspect) {
          items.remove(item);
          suspect(item.incoming, gone);
        }
      }
    }
    gone.addAll(overdue(nowMs));
    return gone;
  }

  Set<Long> overdue(long nowMs) {
    Set<Long> gone = new HashSet<>();
    for (Item item : List.copyOf(items)) {
      if (nowMs - item.incoming.receivedTimeMs() > 2_000) {
        items.remove(item);
        gone.add(item.incoming.arrival());
      }
    }
    return gone;
  }

  /// Takes out what the queue handed out, after it was found to be allowed.
  void taken(Item item) {
    items.remove(item);
    atWork.add(item.incoming.channel());
  }

  /// What may be handed out in the first place: of a trusted channel its front.
  List<Item> fronts() {
    return items.stream()
        .filter(item -> !item.suspect && !atWork.contains(item.incoming.channel()))
        .filter(item -> items.stream().noneMatch(other -> isBefore(other, item)))
        .toList();
  }

  /// Of a suspect account the longest there, if its channel is free.
  List<Item> suspects() {
    return items.stream()
        .filter(item -> item.suspect && !atWork.contains(item.incoming.channel()))
        .filter(
            item ->
                ofAccount(item.incoming.account()).stream()
                    .allMatch(other -> other.incoming.arrival() >= item.incoming.arrival()))
        .toList();
  }

  private static boolean isBefore(Item other, Item item) {
    if (!other.incoming.channel().equals(item.incoming.channel()) || other.equals(item)) {
      return false;
    }
    long a = other.incoming.newcomer().nonce().sequence();
    long b = item.incoming.newcomer().nonce().sequence();
    int byTip = other.incoming.tipRate().compareTo(item.incoming.tipRate());
    return a < b
        || (a == b
            && (byTip > 0 || (byTip == 0 && other.incoming.arrival() < item.incoming.arrival())));
  }

  private List<Item> ofAccount(Address account) {
    return items.stream()
        .filter(item -> item.incoming.account().equals(account))
        .sorted(Comparator.comparingLong(item -> item.incoming.arrival()))
        .toList();
  }

  private void suspect(Incoming incoming, Set<Long> gone) {
    Item item = new Item(incoming, true);
    items.add(item);
    boolean fits =
        !isOver(Item::suspect, 8)
            && !isOver(
                each -> each.suspect && each.incoming.account().equals(incoming.account()), 64);
    if (!fits) {
      items.remove(item);
      gone.add(incoming.arrival());
    }
  }

  private void trust(Incoming incoming, Set<Long> gone) {
    items.add(new Item(incoming, false));
    while (isOver(item -> !item.suspect, 1)) {
      Item weakest = weakestOf(greedy());
      items.remove(weakest);
      gone.add(weakest.incoming.arrival());
    }
  }

  /// All of the accounts that take too much; if there are none, of the lanes; if none, all.
  private List<Item> greedy() {
    List<Item> trusted = items.stream().filter(item -> !item.suspect).toList();
    List<Item> ofAccounts =
        trusted.stream()
            .filter(
                item ->
                    isOver(
                        other ->
                            !other.suspect
                                && other.incoming.account().equals(item.incoming.account()),
                        8))
            .toList();
    List<Item> ofLanes =
        trusted.stream()
            .filter(
                item ->
                    item.incoming.newcomer().lanes().stream()
                        .anyMatch(lane -> isOver(each -> !each.suspect && each.hasLane(lane), 2)))
            .toList();
    return !ofAccounts.isEmpty() ? ofAccounts : !ofLanes.isEmpty() ? ofLanes : trusted;
  }

  private static Item weakestOf(List<Item> some) {
    return some.stream()
        .min(
            Comparator.<Item, weft.primitives.Amount>comparing(item -> item.incoming.tipRate())
                .thenComparingLong(item -> -item.incoming.arrival()))
        .orElseThrow();
  }

  private boolean isOver(Predicate<Item> share, int part) {
    long inside = items.stream().filter(share).count();
    long size = items.stream().filter(share).mapToLong(item -> item.incoming.size()).sum();
    return inside > 1 && (inside > Math.max(1, count / part) || size > bytes / part);
  }
}
