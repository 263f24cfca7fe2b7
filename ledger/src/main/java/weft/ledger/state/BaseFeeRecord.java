package weft.ledger.state;

import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// The block's base fee per byte, default asset. It falls with each block without transactions from
/// there on, which is worked out when it is read, so that an empty block leaves the state as it is.
///
/// @param height the block height that the fee holds for
public record BaseFeeRecord(long height, Amount perByte) {

  public Bytes encode() {
    return new ByteWriter(Long.BYTES + Amount.SIZE).u64(height).amount(perByte).toBytes();
  }

  public static BaseFeeRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    BaseFeeRecord record = new BaseFeeRecord(reader.u64("height"), reader.amount("perByte"));
    reader.expectEnd();
    return record;
  }
}
