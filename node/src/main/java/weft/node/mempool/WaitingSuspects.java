package weft.node.mempool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;

/// The accounts in whose name a forged transaction came lately, and what waits in their names. What
/// they are said to offer proves nothing, so tips do not count: account by account, first come,
/// first served, and what finds no place is turned away.
final class WaitingSuspects {
  /// How long an account stays suspect after a forgery.
  static final long MEMORY_MS = 10_000;

  /// What all of them, and one of them, may take of the places: one part of so many.
  static final int ALL_PART = 8;

  static final int ACCOUNT_PART = 64;

  private static final int MAX_ACCOUNTS = 8_192;

  private final Places places;
  private final Places accountPlaces;

  /// When each account was forged last, the longest ago first.
  private final LinkedHashMap<Address, Long> forged = new LinkedHashMap<>();

  /// The account that was served longest ago first; none without anything that waits.
  private final LinkedHashMap<Address, Row> rows = new LinkedHashMap<>();

  private int count;
  private long bytes;

  /// What waits in one name, by arrival number, in the order of arrival.
  private static final class Row {
    final LinkedHashMap<Long, Incoming> waiting = new LinkedHashMap<>();
    long bytes;

    Incoming front() {
      return waiting.firstEntry().getValue();
    }
  }

  /// @param whole the places of the whole queue
  WaitingSuspects(Places whole) {
    this.places = whole.part(ALL_PART);
    this.accountPlaces = whole.part(ACCOUNT_PART);
  }

  /// Remembers a forgery.
  void note(Address account, long nowMs) {
    forged.remove(account);
    forged.put(account, nowMs);
    if (forged.size() > MAX_ACCOUNTS) {
      forged.pollFirstEntry();
    }
  }

  boolean isSuspect(Address account, long nowMs) {
    @Nullable Long since = forged.get(account);
    return since != null && nowMs - since < MEMORY_MS;
  }

  /// Whether something waits in an account's name here.
  boolean has(Address account) {
    return rows.containsKey(account);
  }

  /// @return false if there is no place
  boolean add(Incoming incoming) {
    int size = incoming.size();
    @Nullable Row row = rows.get(incoming.account());
    boolean fits =
        places.hold(count + 1, bytes + size)
            && (row == null || accountPlaces.hold(row.waiting.size() + 1, row.bytes + size));
    if (fits) {
      Row into = rows.computeIfAbsent(incoming.account(), _ -> new Row());
      into.waiting.put(incoming.arrival(), incoming);
      into.bytes += size;
      count++;
      bytes += size;
    }
    return fits;
  }

  /// Takes out what waits here.
  void remove(Incoming incoming) {
    Row row = rows.get(incoming.account());
    if (row == null) {
      throw new IllegalStateException("what waits stands in a row");
    }
    row.waiting.remove(incoming.arrival());
    row.bytes -= incoming.size();
    count--;
    bytes -= incoming.size();
    if (row.waiting.isEmpty()) {
      rows.remove(incoming.account());
    }
  }

  /// Takes out all that waits of an account.
  List<Incoming> removeAll(Address account) {
    @Nullable Row row = rows.get(account);
    List<Incoming> all = row == null ? List.of() : List.copyOf(row.waiting.values());
    all.forEach(this::remove);
    return all;
  }

  /// What is next; null if there is nothing.
  ///
  /// @param atWork the channels of which none may be taken
  @Nullable Incoming first(Set<ChannelId> atWork) {
    for (Row row : rows.values()) {
      if (!atWork.contains(row.front().channel())) {
        return row.front();
      }
    }
    return null;
  }

  /// Takes out what is served; its account is last from now on.
  void serve(Incoming incoming) {
    remove(incoming);
    @Nullable Row row = rows.remove(incoming.account());
    if (row != null) {
      rows.put(incoming.account(), row);
    }
  }

  /// How many wait of a channel.
  int count(ChannelId channel) {
    @Nullable Row row = rows.get(channel.account());
    return row == null
        ? 0
        : Math.toIntExact(
            row.waiting.values().stream().filter(each -> each.channel().equals(channel)).count());
  }
}
