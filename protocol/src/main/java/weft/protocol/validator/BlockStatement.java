package weft.protocol.validator;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// What the validators of a network attest about a block, all of them in the same bytes.
///
/// @param height from 1 on
/// @param timeMs the block time of its lanes, Unix time in milliseconds
/// @param blockHash the hash of CometBFT's header
/// @param lanesRoot RFC 6962 root over the encoded lane headers, sorted by rollup id
/// @param laneCount number of lane headers under the root
/// @param stateRoot state root after the block
/// @param nextValidatorsHash [ValidatorSet#hash] of the set that attests the next height
public record BlockStatement(
    long chainId,
    long height,
    long timeMs,
    Hash32 blockHash,
    Hash32 lanesRoot,
    int laneCount,
    Hash32 stateRoot,
    Hash32 nextValidatorsHash) {

  private static final String DOMAIN = "weft/attestation/v1";

  /// Size of the fixed layout in bytes.
  public static final int SIZE = 2 + 19 + 3 * Long.BYTES + 4 * Hash32.SIZE + Integer.BYTES;

  /// The domain text (a u16 length, then UTF-8), then the fields in order.
  public Bytes encode() {
    return new ByteWriter(SIZE)
        .text(DOMAIN)
        .u64(chainId)
        .u64(height)
        .u64(timeMs)
        .hash(blockHash)
        .hash(lanesRoot)
        .u32(laneCount)
        .hash(stateRoot)
        .hash(nextValidatorsHash)
        .toBytes();
  }

  /// SHA-256 of the encoding: the message that is signed.
  public Hash32 digest() {
    return Sha256.hash(encode());
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static BlockStatement decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    String domain = reader.text("statement.domain", DOMAIN.length());
    if (!domain.equals(DOMAIN)) {
      throw new MalformedException("statement.domain", "must be " + DOMAIN);
    }
    BlockStatement statement =
        new BlockStatement(
            reader.u64("statement.chain_id"),
            reader.u64("statement.height"),
            reader.u64("statement.time_ms"),
            reader.hash("statement.block_hash"),
            reader.hash("statement.lanes_root"),
            count(reader.u32("statement.lane_count")),
            reader.hash("statement.state_root"),
            reader.hash("statement.next_validators_hash"));
    reader.expectEnd();
    if (statement.height < 1) {
      throw new MalformedException("statement.height", "must be at least 1");
    }
    return statement;
  }

  private static int count(long value) {
    if (value > Integer.MAX_VALUE) {
      throw new MalformedException("statement.lane_count", "exceeds 2^31-1, got " + value);
    }
    return (int) value;
  }
}
