package weft.node.mempool;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.protocol.transaction.RollupId;

/// What waits in the names of accounts that nobody forged lately: one line for each channel. The
/// line with the highest tip per byte in front is next, of equal ones the one that was served
/// longest ago.
///
/// Where more waits than there are places, the lowest tip per byte goes, but first that of an
/// account, then that of a lane, which takes more than its share of the places. So none of them
/// pushes out the others, and whoever is alone may take all.
final class WaitingLines {
  /// What one account, and one lane, may take of the places: one part of so many.
  static final int ACCOUNT_PART = 8;

  static final int LANE_PART = 2;

  private final Places accountPlaces;
  private final Places lanePlaces;
  private final Set<ChannelId> atWork;
  private final WaitingShare all;
  private final Map<Address, WaitingShare> accounts = new HashMap<>();
  private final Map<RollupId, WaitingShare> lanes = new HashMap<>();

  /// Those that take more than their share; few, because a share is a large part.
  private final Set<WaitingShare> greedyAccounts = new LinkedHashSet<>();

  private final Set<WaitingShare> greedyLanes = new LinkedHashSet<>();
  private final Map<ChannelId, Line> lines = new HashMap<>();

  /// The lines of channels of which none is at work.
  private final TreeSet<Line> free = new TreeSet<>(Line::compareTurn);

  private long turns;

  /// What waits of one channel; never empty once it is in a map.
  private static final class Line {
    final TreeSet<Incoming> waiting = new TreeSet<>(Incoming.NEXT_FIRST);

    /// Since when it waits to be served.
    long turn;

    Line(long turn) {
      this.turn = turn;
    }

    Incoming front() {
      return waiting.first();
    }

    private static int compareTurn(Line a, Line b) {
      int byRate = b.front().tipRate().compareTo(a.front().tipRate());
      return byRate != 0 ? byRate : Long.compare(a.turn, b.turn);
    }
  }

  /// @param atWork the channels of which one is being verified, as they are at each call
  WaitingLines(Places places, Set<ChannelId> atWork) {
    this.all = new WaitingShare(places);
    this.accountPlaces = places.part(ACCOUNT_PART);
    this.lanePlaces = places.part(LANE_PART);
    this.atWork = atWork;
  }

  /// Takes a transaction in.
  ///
  /// @param displaced told what has to go, maybe the transaction itself
  void add(Incoming incoming, Consumer<Displaced> displaced) {
    enter(incoming);
    while (all.isOver()) {
      WaitingShare from = greediest();
      Incoming weakest = from.weakest();
      remove(weakest);
      displaced.accept(new Displaced(weakest, Optional.of(from.weakest().tipRate())));
    }
  }

  /// What is next; null if no line is free.
  @Nullable Incoming first() {
    return free.isEmpty() ? null : free.first().front();
  }

  /// None of a channel is at work any more.
  void release(ChannelId channel) {
    @Nullable Line line = lines.get(channel);
    if (line != null) {
      line.turn = ++turns;
      free.add(line);
    }
  }

  /// What waits of an account.
  List<Incoming> of(Address account) {
    @Nullable WaitingShare share = accounts.get(account);
    return share == null ? List.of() : share.all();
  }

  /// How many wait of a channel.
  int count(ChannelId channel) {
    @Nullable Line line = lines.get(channel);
    return line == null ? 0 : line.waiting.size();
  }

  /// Takes out what waits here.
  void remove(Incoming incoming) {
    ChannelId channel = incoming.channel();
    Line line = lines.get(channel);
    if (line == null) {
      throw new IllegalStateException("what waits stands in a line");
    }
    boolean wasFront = line.front().arrival() == incoming.arrival();
    if (wasFront) {
      free.remove(line);
    }
    line.waiting.remove(incoming);
    if (line.waiting.isEmpty()) {
      lines.remove(channel);
    } else if (wasFront) {
      list(line, channel);
    }
    all.remove(incoming);
    remove(incoming, incoming.account(), accounts, greedyAccounts);
    for (RollupId rollup : incoming.newcomer().lanes()) {
      remove(incoming, rollup, lanes, greedyLanes);
    }
  }

  private void enter(Incoming incoming) {
    ChannelId channel = incoming.channel();
    Line line = lines.computeIfAbsent(channel, _ -> new Line(++turns));
    boolean becomesFront =
        line.waiting.isEmpty() || Incoming.NEXT_FIRST.compare(incoming, line.front()) < 0;
    if (becomesFront && !line.waiting.isEmpty()) {
      free.remove(line);
    }
    line.waiting.add(incoming);
    if (becomesFront) {
      list(line, channel);
    }
    all.add(incoming);
    add(incoming, incoming.account(), accounts, accountPlaces, greedyAccounts);
    for (RollupId rollup : incoming.newcomer().lanes()) {
      add(incoming, rollup, lanes, lanePlaces, greedyLanes);
    }
  }

  private void list(Line line, ChannelId channel) {
    if (!atWork.contains(channel)) {
      free.add(line);
    }
  }

  /// Where something has to go: of those over their share the one with the weakest transaction.
  private WaitingShare greediest() {
    Set<WaitingShare> greedy = greedyAccounts.isEmpty() ? greedyLanes : greedyAccounts;
    return greedy.stream()
        .min(Comparator.comparing(WaitingShare::weakest, Incoming.WEAKEST_FIRST))
        .orElse(all);
  }

  private static <K> void add(
      Incoming incoming,
      K of,
      Map<K, WaitingShare> shares,
      Places places,
      Set<WaitingShare> greedy) {
    WaitingShare share = shares.computeIfAbsent(of, _ -> new WaitingShare(places));
    share.add(incoming);
    if (share.isOver()) {
      greedy.add(share);
    }
  }

  private static <K> void remove(
      Incoming incoming, K of, Map<K, WaitingShare> shares, Set<WaitingShare> greedy) {
    WaitingShare share = shares.get(of);
    if (share == null) {
      throw new IllegalStateException("what waits counts towards a share");
    }
    share.remove(incoming);
    if (!share.isOver()) {
      greedy.remove(share);
    }
    if (share.isEmpty()) {
      shares.remove(of);
    }
  }
}
