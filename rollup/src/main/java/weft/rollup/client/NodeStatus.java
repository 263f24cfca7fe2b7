package weft.rollup.client;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;

/// What a node says about itself.
///
/// @param node the address that signs receipts
/// @param validator the address that signs commits; the zero address on a network
/// @param height the latest block; 0 before the first
/// @param appHash state root after that block
/// @param network empty where the chain has one validator
/// @param isCatchingUp whether the node is still fetching blocks that others have
public record NodeStatus(
    String version,
    long chainId,
    String chainName,
    Hash32 genesisHash,
    Address node,
    Address validator,
    long height,
    Hash32 blockHash,
    long blockTimeMs,
    Hash32 appHash,
    long earliestHeight,
    int mempoolTransactions,
    long mempoolBytes,
    long uptimeMs,
    AssetId defaultAsset,
    Optional<Network> network,
    boolean isCatchingUp) {

  /// The set of a network that attests its newest block.
  public record Network(Hash32 validatorsHash, int validators, long totalPower) {}
}
