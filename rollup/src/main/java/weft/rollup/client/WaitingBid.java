package weft.rollup.client;

import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;

/// A bid that waits at a node.
///
/// @param receivedTimeMs when it came there first, Unix time by the node's clock
public record WaitingBid(Transaction transaction, long receivedTimeMs) {

  public Action.Bid terms() {
    return transaction.body().bid().orElseThrow();
  }
}
