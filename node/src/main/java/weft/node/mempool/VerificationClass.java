package weft.node.mempool;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;

/// Transactions of one kind of senders that wait for a verifier thread, the best first; see
/// [WaitingLines]. Where too much waits, the lowest tip per byte has to go, so that fees and not
/// arrival decide who gets in.
///
/// Of one channel only one is out at a time, in the order of their sequences: otherwise a thread
/// that is held up would let later sequences overtake, and those would be refused for the gap
/// before them.
///
/// Tip and account are not proven here, so anybody can promise a high tip in another's name. After
/// a forgery its account is suspect for a while: what comes in its name has places of its own, see
/// [WaitingSuspects], and at least every [#SUSPECT_TURN]th verification. The forger displaces
/// nobody any more, and whoever really owns the account is served all the same.
///
/// Belongs to whoever holds the lock of its [VerificationQueue].
final class VerificationClass {
  /// Which of the handed out goes to a suspect account, while others wait too.
  static final int SUSPECT_TURN = 4;

  /// How long a transaction may wait. Who offers so little that better ones always come first is
  /// told so then.
  static final long MAX_WAIT_MS = 2_000;

  /// All that waits, by arrival number, the longest first.
  private final LinkedHashMap<Long, Incoming> waiting = new LinkedHashMap<>();

  private final Set<ChannelId> atWork = new HashSet<>();
  private final WaitingLines lines;
  private final WaitingSuspects suspects;
  private long handedOut;
  private Amount lastRate = Amount.ZERO;

  /// @param places for what waits; those of suspects are beside them
  VerificationClass(Places places) {
    this.lines = new WaitingLines(places, atWork);
    this.suspects = new WaitingSuspects(places);
  }

  /// Adds a transaction.
  ///
  /// @param displaced told those that have to go now: for it, or because they waited too long; the
  ///   transaction itself if it finds no place
  void add(Incoming incoming, long nowMs, List<Displaced> displaced) {
    removeOverdue(nowMs, displaced);
    waiting.put(incoming.arrival(), incoming);
    Address account = incoming.account();
    if (suspects.isSuspect(account, nowMs)) {
      suspect(incoming, displaced);
    } else {
      suspects.removeAll(account).forEach(each -> trust(each, displaced));
      trust(incoming, displaced);
    }
  }

  /// Whether there is a next one.
  boolean hasNext() {
    return lines.first() != null || suspects.first(atWork) != null;
  }

  /// Hands the next one out; null if there is none.
  @Nullable Incoming next() {
    @Nullable Incoming best = lines.first();
    boolean suspectsTurn = best == null || (handedOut + 1) % SUSPECT_TURN == 0;
    @Nullable Incoming suspect = suspectsTurn ? suspects.first(atWork) : null;
    @Nullable Incoming next = suspect == null ? best : suspect;
    if (next == null) {
      return null;
    }
    handedOut++;
    atWork.add(next.channel());
    waiting.remove(next.arrival());
    if (suspect == null) {
      lastRate = next.tipRate();
      lines.remove(next);
    } else {
      suspects.serve(next);
    }
    return next;
  }

  /// One that was handed out is dealt with: the next of its channel may be.
  void done(Incoming taken, boolean genuine, long nowMs, List<Displaced> displaced) {
    atWork.remove(taken.channel());
    lines.release(taken.channel());
    if (!genuine) {
      suspects.note(taken.account(), nowMs);
      lines.of(taken.account()).stream()
          .sorted(Comparator.comparingLong(Incoming::arrival))
          .forEach(
              each -> {
                lines.remove(each);
                suspect(each, displaced);
              });
    }
    removeOverdue(nowMs, displaced);
  }

  /// How many transactions of a channel wait or are being verified.
  int underWay(ChannelId channel) {
    return lines.count(channel) + suspects.count(channel) + (atWork.contains(channel) ? 1 : 0);
  }

  /// Takes out all that waits.
  List<Incoming> drain() {
    List<Incoming> left = List.copyOf(waiting.values());
    left.forEach(this::remove);
    return left;
  }

  private void trust(Incoming incoming, List<Displaced> displaced) {
    lines.add(
        incoming,
        each -> {
          waiting.remove(each.incoming().arrival());
          displaced.add(each);
        });
  }

  private void suspect(Incoming incoming, List<Displaced> displaced) {
    if (!suspects.add(incoming)) {
      waiting.remove(incoming.arrival());
      displaced.add(new Displaced(incoming, Optional.empty()));
    }
  }

  /// Takes out what has waited for too long.
  void removeOverdue(long nowMs, List<Displaced> displaced) {
    while (!waiting.isEmpty()) {
      Incoming oldest = waiting.firstEntry().getValue();
      if (nowMs - oldest.receivedTimeMs() <= MAX_WAIT_MS) {
        return;
      }
      boolean tipHelps =
          !suspects.has(oldest.account()) && oldest.tipRate().compareTo(lastRate) <= 0;
      remove(oldest);
      displaced.add(new Displaced(oldest, tipHelps ? Optional.of(lastRate) : Optional.empty()));
    }
  }

  private void remove(Incoming incoming) {
    waiting.remove(incoming.arrival());
    if (suspects.has(incoming.account())) {
      suspects.remove(incoming);
    } else {
      lines.remove(incoming);
    }
  }
}
