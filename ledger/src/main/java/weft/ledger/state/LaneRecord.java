package weft.ledger.state;

import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// What changes of a rollup whenever its lane gets payloads: one record, so one write per block.
///
/// @param laneHeight height of the newest lane block, 0 before the first
/// @param laneHash its hash, zero before the first
/// @param feesHeight the block height that the two base fees hold for; they fall from there on for
///   each block without payloads, which is worked out when they are read
/// @param baseFeePerByte default asset
/// @param baseFeePerGas default asset; zero where the rollup had no gas dimension
public record LaneRecord(
    long laneHeight,
    Hash32 laneHash,
    long feesHeight,
    Amount baseFeePerByte,
    Amount baseFeePerGas) {

  /// A lane without lane blocks. Its base fees are the least that the rules allow.
  public static final LaneRecord NEW = new LaneRecord(0, Hash32.ZERO, 0, Amount.ZERO, Amount.ZERO);

  private static final int SIZE = 8 + Hash32.SIZE + 8 + 2 * Amount.SIZE;

  public Bytes encode() {
    return new ByteWriter(SIZE)
        .u64(laneHeight)
        .hash(laneHash)
        .u64(feesHeight)
        .amount(baseFeePerByte)
        .amount(baseFeePerGas)
        .toBytes();
  }

  public static LaneRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    LaneRecord record =
        new LaneRecord(
            reader.u64("laneHeight"),
            reader.hash("laneHash"),
            reader.u64("feesHeight"),
            reader.amount("baseFeePerByte"),
            reader.amount("baseFeePerGas"));
    reader.expectEnd();
    return record;
  }
}
