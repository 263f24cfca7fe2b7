package weft.protocol.block;

import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// What a validator of an embedded engine signs for a block.
public final class CommitDigest {
  private static final String DOMAIN = "weft/commit/v1";
  private static final int SIZE = 2 + DOMAIN.length() + 8 + 8 + 3 * Hash32.SIZE;

  private CommitDigest() {}

  /// SHA-256 over the domain text (a u16 length, then UTF-8), chain id, height, block hash, lanes
  /// root and the state root after the block.
  public static Hash32 of(
      long chainId, long height, Hash32 blockHash, Hash32 lanesRoot, Hash32 appHash) {
    return Sha256.hash(
        new ByteWriter(SIZE)
            .text(DOMAIN)
            .u64(chainId)
            .u64(height)
            .hash(blockHash)
            .hash(lanesRoot)
            .hash(appHash)
            .toBytes());
  }
}
