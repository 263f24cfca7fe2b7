package weft.engine.cometbft.application;

import java.util.List;
import weft.primitives.Bytes;

/// The node's mempool as the engine's mempool connection sees it. Never waits, touches a disk or
/// verifies a signature, and never throws for what it was given.
public interface PeerTransactions {

  /// Takes a transaction from a peer.
  Taken offer(Bytes bytes);

  /// What to send to all peers now.
  ///
  /// @param maxBytes most bytes in total; 0 for the mempool's own limit
  List<Bytes> reap(long maxBytes);

  /// What became of an offer.
  enum Taken {
    /// It is, or was, here, or will be checked.
    TAKEN,
    /// It can be no valid transaction.
    REFUSED,
    /// There is too much to do; it may be offered again.
    BUSY
  }
}
