package weft.protocol.comet;

import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// A time as CometBFT signs it: Unix time in whole seconds and nanoseconds, from the year 1 to
/// 9999.
///
/// @param seconds negative before 1970
/// @param nanos 0 to 999,999,999
public record CometTime(long seconds, int nanos) {
  /// Go's zero time, the start of the year 1: of a vote that is not there.
  public static final CometTime ZERO = new CometTime(-62_135_596_800L, 0);

  private static final long END_SECONDS = 253_402_300_800L;
  private static final int NANOS_IN_A_SECOND = 1_000_000_000;

  Bytes encode() {
    return new ProtoWriter().varint(1, seconds).varint(2, nanos).toBytes();
  }

  static CometTime decode(Bytes encoded, String name) {
    ProtoReader reader = new ProtoReader(encoded);
    CometTime time = new CometTime(reader.varint(1, name), reader.count(2, name));
    reader.expectEnd();
    if (time.seconds < ZERO.seconds
        || time.seconds >= END_SECONDS
        || time.nanos >= NANOS_IN_A_SECOND) {
      throw new MalformedException(name, "is no time of the years 1 to 9999");
    }
    return time;
  }
}
