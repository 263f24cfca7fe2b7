package weft.node.mempool;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// What is to go out to the peers: each pending transaction of the node's own clients once, and
/// again after [#FIRST_AGAIN_MS], twice that, and so on up to [#LONGEST_AGAIN_MS], because nobody
/// says whether it arrived. Where the node relays, also each of a peer: when it is admitted, and
/// when it is offered again.
///
/// Holds nothing that is not in the pool. Has a lock of its own, so that the engine waits neither
/// for the pool nor for a block.
final class GossipQueue {
  static final long FIRST_AGAIN_MS = 2_000;
  static final long LONGEST_AGAIN_MS = 60_000;

  /// Most transactions that are handed out at once, and of them such as were handed out before,
  /// which take at most one part in so many of the bytes.
  static final int MAX_REAPED = 2_048;

  static final int MAX_AGAIN = 512;
  static final int AGAIN_PART = 4;
  private static final long DEFAULT_BYTES = 4 << 20;

  private final GossipMode mode;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Hash32, Offer> offers = new HashMap<>();
  private final LinkedHashSet<Offer> fresh = new LinkedHashSet<>();
  private final TreeSet<Offer> again =
      new TreeSet<>(
          Comparator.<Offer>comparingLong(offer -> offer.dueMs)
              .thenComparingLong(offer -> offer.arrival));
  private boolean againFirst;
  final LongAdder handedOut = new LongAdder();
  final LongAdder handedOutAgain = new LongAdder();

  /// A transaction of the pool that the peers are to have.
  private static final class Offer {
    final Hash32 hash;
    final Bytes envelope;
    final long arrival;

    /// Whether this node offers it again by itself.
    boolean own;

    /// How often it was handed out.
    int times;

    long lastMs;
    long dueMs;

    /// The mark of a peer's offer that is passed on.
    OptionalInt mark = OptionalInt.empty();

    Offer(PoolEntry entry, boolean own) {
      this.hash = entry.hash();
      this.envelope = entry.verified.transaction().envelope();
      this.arrival = entry.arrival;
      this.own = own;
    }
  }

  GossipQueue(GossipMode mode, InstantSource clock) {
    this.mode = mode;
    this.clock = clock;
  }

  /// Follows a step of the pool.
  void follow(Changes changes) {
    boolean nothing =
        changes.shared.isEmpty() && changes.adopted.isEmpty() && changes.left.isEmpty();
    if (mode == GossipMode.NONE || nothing) {
      return;
    }
    lock.lock();
    try {
      changes.shared.forEach(this::share);
      changes.adopted.forEach(this::adopt);
      changes.left.forEach(this::remove);
    } finally {
      lock.unlock();
    }
  }

  /// What is back after a restart: peers have it already, as far as they were reached before.
  void restore(Changes changes) {
    changes.adopted.addAll(changes.shared);
    changes.shared.clear();
    follow(changes);
  }

  /// A peer offers again what is in the pool: other peers may have missed it too.
  void passOn(Hash32 hash, int mark) {
    if (mode != GossipMode.RELAY) {
      return;
    }
    lock.lock();
    try {
      @Nullable Offer offer = offers.get(hash);
      long nowMs = clock.millis();
      boolean isDue = offer != null && offer.times > 0 && nowMs - offer.lastMs >= FIRST_AGAIN_MS;
      if (offer != null && isDue && !offer.own) {
        again.remove(offer);
        offer.mark = OptionalInt.of(mark);
        offer.dueMs = nowMs;
        again.add(offer);
      }
    } finally {
      lock.unlock();
    }
  }

  List<Bytes> reap(long maxBytes) {
    lock.lock();
    try {
      Harvest harvest = new Harvest(maxBytes <= 0 ? DEFAULT_BYTES : maxBytes, clock.millis());
      againFirst = !againFirst;
      if (againFirst) {
        harvest.takeAgain();
        harvest.takeFresh();
      } else {
        harvest.takeFresh();
        harvest.takeAgain();
      }
      return harvest.taken;
    } finally {
      lock.unlock();
    }
  }

  /// How many transactions are kept.
  int size() {
    lock.lock();
    try {
      return offers.size();
    } finally {
      lock.unlock();
    }
  }

  private void share(PoolEntry entry) {
    if (entry.own || mode == GossipMode.RELAY) {
      Offer offer = new Offer(entry, entry.own);
      offers.put(offer.hash, offer);
      fresh.add(offer);
    }
  }

  /// Others have it already, so there is no hurry.
  private void adopt(PoolEntry entry) {
    Offer offer = offers.computeIfAbsent(entry.hash(), _ -> new Offer(entry, true));
    offer.own = true;
    if (!fresh.contains(offer)) {
      again.remove(offer);
      offer.mark = OptionalInt.empty();
      offer.times = Math.max(offer.times, 1);
      offer.dueMs = clock.millis() + FIRST_AGAIN_MS;
      again.add(offer);
    }
  }

  private void remove(PoolEntry entry) {
    @Nullable Offer offer = offers.remove(entry.hash());
    if (offer != null) {
      fresh.remove(offer);
      again.remove(offer);
    }
  }

  /// How long it stays before it is handed out again.
  static long backOffMs(int times) {
    return Math.min(LONGEST_AGAIN_MS, FIRST_AGAIN_MS << Math.min(times - 1, 8));
  }

  private final class Harvest {
    private final long nowMs;
    private final long againBytes;
    private long leftBytes;
    private final List<Bytes> taken = new ArrayList<>();

    Harvest(long maxBytes, long nowMs) {
      this.nowMs = nowMs;
      this.leftBytes = maxBytes;
      this.againBytes = maxBytes / AGAIN_PART;
    }

    void takeFresh() {
      Iterator<Offer> each = fresh.iterator();
      while (each.hasNext() && taken.size() < MAX_REAPED) {
        Offer offer = each.next();
        if (!take(new GossipFrame(offer.envelope, OptionalInt.empty()), leftBytes)) {
          return;
        }
        each.remove();
        handedOut.increment();
        handedOut(offer);
      }
    }

    void takeAgain() {
      long allowed = Math.min(againBytes, leftBytes);
      for (int i = 0; i < MAX_AGAIN && taken.size() < MAX_REAPED && !again.isEmpty(); i++) {
        Offer offer = again.first();
        GossipFrame frame = new GossipFrame(offer.envelope, markOf(offer));
        if (offer.dueMs > nowMs || !take(frame, allowed)) {
          return;
        }
        allowed -= frame.size();
        again.remove(offer);
        handedOutAgain.increment();
        handedOut(offer);
      }
    }

    /// The second of this moment: nodes whose clients sent the same transaction often mark it
    /// alike, and one copy reaches each peer.
    private OptionalInt markOf(Offer offer) {
      return offer.mark.isPresent() ? offer.mark : OptionalInt.of((int) (nowMs / 1_000));
    }

    private boolean take(GossipFrame frame, long allowed) {
      if (frame.size() > allowed && !taken.isEmpty()) {
        return false;
      }
      taken.add(frame.write());
      leftBytes -= frame.size();
      return true;
    }

    private void handedOut(Offer offer) {
      offer.times++;
      offer.lastMs = nowMs;
      offer.mark = OptionalInt.empty();
      if (offer.own) {
        offer.dueMs = nowMs + backOffMs(offer.times);
        again.add(offer);
      }
    }
  }
}
