package weft.cli.testnet;

/// One node as it was seen last.
///
/// @param http where it answers
/// @param height of its last block; -1 before it was seen
/// @param appHash state root after that block; empty before it was seen
/// @param peers that its engine is connected to; -1 where that is not known
/// @param mempool transactions that wait there
/// @param mempoolBytes of these
/// @param intervalMs mean time between its last blocks
record NodeView(
    int index,
    String http,
    long height,
    String appHash,
    int peers,
    int mempool,
    long mempoolBytes,
    NodeState state,
    long intervalMs) {}
