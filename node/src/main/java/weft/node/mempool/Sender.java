package weft.node.mempool;

/// Who brought a transaction: a client of this node, which gets an answer, or a peer, which gets
/// none.
sealed interface Sender permits PendingAnswer, Sender.Peer {

  default boolean isOwnClient() {
    return this instanceof PendingAnswer;
  }

  record Peer() implements Sender {}
}
