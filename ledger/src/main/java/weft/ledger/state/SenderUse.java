package weft.ledger.state;

import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// What one sender has used of a sponsorship, default asset, in one life of it.
public record SenderUse(long life, Amount used) {

  public Bytes encode() {
    return new ByteWriter().u64(life).amount(used).toBytes();
  }

  public static SenderUse decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    SenderUse use = new SenderUse(reader.u64("life"), reader.amount("used"));
    reader.expectEnd();
    return use;
  }
}
