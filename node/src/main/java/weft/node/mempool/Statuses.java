package weft.node.mempool;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.status.TransactionStatus;

/// What became of transactions.
public interface Statuses {

  Optional<TransactionStatus> status(Hash32 transactionHash);

  /// The receipt of a transaction that this node took, as long as it knows its status. That of a
  /// final one says what the first said, and is signed anew.
  Optional<Receipt> receipt(Hash32 transactionHash);

  /// The next sequence of a channel after what is pending here.
  long nextPendingSequence(Address account, long channel);

  /// The channels of an account in which something is pending here, ascending.
  ///
  /// @param max how many at most; the lowest are answered
  List<Long> pendingChannels(Address account, int max);

  /// The bids of an account that wait here, ascending by hash.
  List<ReceivedBid> pendingBids(Address account);
}
