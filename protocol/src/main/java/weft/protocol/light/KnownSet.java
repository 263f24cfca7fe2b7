package weft.protocol.light;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.MalformedException;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// A set of validators, and the heights that it is known to attest.
///
/// @param firstHeight the first of them
/// @param newestHeight the highest that it was seen to attest; the one before `firstHeight` if none
/// @param timeMs the time of that, Unix time in milliseconds: how fresh the knowledge is
record KnownSet(long firstHeight, ValidatorSet validators, long newestHeight, long timeMs) {
  private static final int MAX_SET_BYTES = 2 + ValidatorSet.MAX_VALIDATORS * Validator.SIZE;

  KnownSet seen(long height, long atMs) {
    return new KnownSet(
        firstHeight, validators, Math.max(newestHeight, height), Math.max(timeMs, atMs));
  }

  void write(ByteWriter out) {
    out.u64(firstHeight).lengthPrefixed(validators.encode()).u64(newestHeight).u64(timeMs);
  }

  static KnownSet read(ByteReader reader) {
    KnownSet read =
        new KnownSet(
            reader.u64("set.first_height"),
            ValidatorSet.decode(reader.lengthPrefixed("set.validators", MAX_SET_BYTES)),
            reader.u64("set.newest_height"),
            reader.u64("set.time_ms"));
    if (read.firstHeight < 1 || read.newestHeight < read.firstHeight - 1) {
      throw new MalformedException("set.first_height", "must be at least 1 and fit the newest");
    }
    return read;
  }
}
