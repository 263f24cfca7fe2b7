package weft.node.mempool;

/// What a mempool hands out for its peers.
public enum GossipMode {
  /// Nothing: there are no peers.
  NONE,
  /// What its own clients sent: enough where every node is connected with every other.
  OWN,
  /// Also what came from peers, such as a sentry does, or a node that is not connected with all.
  RELAY
}
