package weft.node;

import java.util.List;
import java.util.Optional;
import weft.engine.cometbft.application.PeerTransactions;
import weft.node.mempool.Gossip;
import weft.node.mempool.GossipBundle;
import weft.primitives.Bytes;

/// The mempool as the engine's connection sees it.
record EngineTransactions(Gossip gossip) implements PeerTransactions {

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
    return GossipBundle.join(gossip.reap(maxBytes));
  }
}
