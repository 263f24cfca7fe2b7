package weft.node;

import java.util.List;
import weft.engine.cometbft.application.PeerTransactions;
import weft.node.mempool.Gossip;
import weft.primitives.Bytes;

/// The mempool as the engine's connection sees it.
record EngineTransactions(Gossip gossip) implements PeerTransactions {
  @Override
  public Taken offer(Bytes bytes) {
    return switch (gossip.offer(bytes)) {
      case Gossip.Taken.Enqueued _, Gossip.Taken.Known _ -> Taken.TAKEN;
      case Gossip.Taken.Refused _ -> Taken.REFUSED;
      case Gossip.Taken.Busy _ -> Taken.BUSY;
    };
  }

  @Override
  public List<Bytes> reap(long maxBytes) {
    return gossip.reap(maxBytes);
  }
}
