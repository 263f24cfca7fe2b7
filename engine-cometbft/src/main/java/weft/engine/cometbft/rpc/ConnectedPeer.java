package weft.engine.cometbft.rpc;

/// A node that an engine is connected to.
///
/// @param nodeId 40 lower-case hexadecimal digits
/// @param moniker as that node calls itself: any text
/// @param address where the connection comes from or goes to, without a port
/// @param isOutbound whether this engine dialled
public record ConnectedPeer(String nodeId, String moniker, String address, boolean isOutbound) {}
