package weft.node.mempool;

import java.util.List;
import weft.primitives.Bytes;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.TransactionLimits;

/// Where transactions come in from other nodes, and go out to them. For the engine's mempool
/// connection: no call waits, touches a disk or verifies a signature, and none throws for what it
/// was given.
public interface Gossip {

  /// The most bytes that [#reap] hands out as one, and [#offer] takes: the engine must carry as
  /// many.
  int MAX_BYTES = TransactionLimits.MAX_TRANSACTION_BYTES + GossipFrame.MARK_BYTES;

  /// Takes what a peer handed out, or an envelope. It is checked later, on other threads, and has
  /// no receipt: the node that its client gave it to has it on its disk, and offers it again.
  ///
  /// @param bytes kept; must not be part of much larger ones
  Taken offer(Bytes bytes);

  /// What to send to all peers now; each transaction once, and again with growing distances until
  /// it is final.
  ///
  /// @param maxBytes most bytes in total, as far as one alone is not larger; 0 for 4 MiB
  List<Bytes> reap(long maxBytes);

  GossipCounters gossipCounters();

  /// What becomes of an offer.
  sealed interface Taken {
    /// It will be checked.
    record Enqueued() implements Taken {}

    /// It is here, or was of late.
    record Known() implements Taken {}

    /// It can be no valid transaction.
    record Refused(RefusalCode code) implements Taken {}

    /// There is too much to do: it may be offered again.
    record Busy() implements Taken {}
  }
}
