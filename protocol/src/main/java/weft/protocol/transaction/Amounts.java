package weft.protocol.transaction;

import java.nio.ByteBuffer;
import weft.primitives.Amount;
import weft.primitives.Bytes;

/// An amount as the two halves of a `Uint128`.
final class Amounts {
  private Amounts() {}

  static Amount of(long high, long low) {
    return high == 0 && low >= 0
        ? Amount.of(low)
        : Amount.ofBytes(
            Bytes.wrap(ByteBuffer.allocate(Amount.SIZE).putLong(high).putLong(low).array()));
  }

  static long high(Bytes bigEndian) {
    return bigEndian.asBuffer().getLong(0);
  }

  static long low(Bytes bigEndian) {
    return bigEndian.asBuffer().getLong(Long.BYTES);
  }
}
