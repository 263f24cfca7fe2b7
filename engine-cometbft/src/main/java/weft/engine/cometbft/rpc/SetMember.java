package weft.engine.cometbft.rpc;

import weft.primitives.Bytes;

/// A validator of one height's set.
///
/// @param address 20 bytes
/// @param keyType such as `tendermint/PubKeyEd25519`
/// @param publicKey of that type
/// @param power at least 1
/// @param proposerPriority the highest proposes next
public record SetMember(
    Bytes address, String keyType, Bytes publicKey, long power, long proposerPriority) {}
