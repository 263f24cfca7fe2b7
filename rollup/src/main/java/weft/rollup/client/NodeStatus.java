package weft.rollup.client;

import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.block.TrustedValidator;
import weft.protocol.transaction.AssetId;

/// What a node says about itself.
///
/// @param node the address that signs receipts
/// @param validator the address that signs commits
/// @param height the latest block; 0 before the first
/// @param appHash state root after that block
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
    AssetId defaultAsset) {

  /// Whom to believe if this node's word on its validator is believed. Better: take chain id and
  /// validator from the genesis file.
  public TrustedValidator claimedValidator() {
    return new TrustedValidator(chainId, validator);
  }
}
