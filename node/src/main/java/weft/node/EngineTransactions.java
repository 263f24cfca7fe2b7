package weft.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import weft.engine.cometbft.application.PeerTransactions;
import weft.node.mempool.Gossip;
import weft.node.mempool.GossipBundle;
import weft.primitives.Bytes;

/// The mempool as the engine's connection sees it.
///
/// Asked more often than every [#GATHER_MS], it hands out nothing: each byte string costs each peer
/// a call of its engine, which waits with votes meanwhile. What comes alone does not wait.
final class EngineTransactions implements PeerTransactions {
  static final long GATHER_MS = 25;

  private final Gossip gossip;
  private final LongSupplier nanoTime;
  private long lastNs;

  /// @param nanoTime as [System#nanoTime]
  EngineTransactions(Gossip gossip, LongSupplier nanoTime) {
    this.gossip = gossip;
    this.nanoTime = nanoTime;
    this.lastNs = nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
  }

  /// Takes all of a bundle, and says of it what is most worth to be told: that it may come again,
  /// that something was taken, that all of it was refused.
  @Override
  public Taken offer(Bytes bytes) {
    Optional<List<Bytes>> offers = GossipBundle.split(bytes);
    if (offers.isEmpty()) {
      return Taken.REFUSED;
    }
    Taken answer = Taken.REFUSED;
    for (Bytes offer : offers.get()) {
      Taken one = take(offer);
      if (one == Taken.BUSY || answer == Taken.REFUSED) {
        answer = one;
      }
    }
    return answer;
  }

  private Taken take(Bytes offer) {
    return switch (gossip.offer(offer)) {
      case Gossip.Taken.Enqueued _, Gossip.Taken.Known _ -> Taken.TAKEN;
      case Gossip.Taken.Refused _ -> Taken.REFUSED;
      case Gossip.Taken.Busy _ -> Taken.BUSY;
    };
  }

  /// Each bundle is a few bytes larger than its offers together; the engine's own limit on what it
  /// sends at once is for single ones, and it divides the rest.
  @Override
  public List<Bytes> reap(long maxBytes) {
    long nowNs = nanoTime.getAsLong();
    if (nowNs - lastNs < TimeUnit.MILLISECONDS.toNanos(GATHER_MS)) {
      return List.of();
    }
    List<Bytes> reaped = GossipBundle.join(gossip.reap(maxBytes));
    if (!reaped.isEmpty()) {
      lastNs = nowNs;
    }
    return reaped;
  }
}
