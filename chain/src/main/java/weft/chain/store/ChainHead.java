package weft.chain.store;

import weft.primitives.Hash32;

/// The newest committed block. Before the first block: height 0, the genesis time, the genesis hash
/// as block hash, and the state root of the genesis.
///
/// @param appHash state root after the block
public record ChainHead(long height, long timeMs, Hash32 blockHash, Hash32 appHash) {}
