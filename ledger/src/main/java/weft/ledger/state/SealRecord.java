package weft.ledger.state;

import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.transaction.AssetId;

/// A bid that an account committed to and did not show yet.
///
/// @param asset of the bid
/// @param deposit what of the bond in that asset is held for it
/// @param height of the block that has the seal
/// @param lastHeight the last block that may show the bid
public record SealRecord(AssetId asset, Amount deposit, long height, long lastHeight) {

  public Bytes encode() {
    return new ByteWriter(48)
        .text(asset.name())
        .amount(deposit)
        .u64(height)
        .u64(lastHeight)
        .toBytes();
  }

  public static SealRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    SealRecord record =
        new SealRecord(
            new AssetId(reader.text("asset", AssetId.MAX_NAME_LENGTH)),
            reader.amount("deposit"),
            reader.u64("height"),
            reader.u64("lastHeight"));
    reader.expectEnd();
    return record;
  }
}
