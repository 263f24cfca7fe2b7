package weft.engine.cometbft.rpc;

import java.time.Instant;

/// Where an engine stands.
///
/// @param nodeId 40 lower-case hexadecimal digits
/// @param chainId the engine's name of the chain
/// @param height of the last block; 0 before the first
/// @param blockTime of the last block
/// @param earliestHeight of the first block that it still has
/// @param isCatchingUp whether it fetches old blocks and does not vote yet
public record EngineStatus(
    String nodeId,
    String chainId,
    long height,
    Instant blockTime,
    long earliestHeight,
    boolean isCatchingUp) {}
