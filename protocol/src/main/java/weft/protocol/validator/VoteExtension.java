package weft.protocol.validator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.BlsSignature;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// What a validator adds to its vote for a block: a version byte, then sections, each a kind (u8),
/// a length (u16) and that many bytes, in rising order of kind. Sections of unknown kinds are
/// passed over, so that later versions may add some.
///
/// @param attestation its BLS signature over the block's [BlockStatement], 96 bytes, not checked
/// @param clockMs its clock, Unix time in milliseconds
public record VoteExtension(Bytes attestation, long clockMs) {
  /// The longest that is accepted, in bytes.
  public static final int MAX_SIZE = 1024;

  private static final int VERSION = 1;
  private static final int ATTESTATION = 1;
  private static final int CLOCK = 2;

  public Bytes encode() {
    return new ByteWriter(MAX_SIZE)
        .u8(VERSION)
        .u8(ATTESTATION)
        .u16(attestation.size())
        .bytes(attestation)
        .u8(CLOCK)
        .u16(Long.BYTES)
        .u64(clockMs)
        .toBytes();
  }

  /// Reads an extension; empty for anything that is none. Whether the signature is right is not
  /// looked at. Never throws on hostile input.
  public static Optional<VoteExtension> decode(Bytes encoded) {
    if (encoded.size() > MAX_SIZE) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(read(new ByteReader(encoded)));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static @Nullable VoteExtension read(ByteReader reader) {
    if (reader.u8("extension.version") != VERSION) {
      return null;
    }
    Bytes attestation = Bytes.EMPTY;
    long clockMs = -1;
    int previous = 0;
    while (reader.remaining() > 0) {
      int kind = reader.u8("extension.kind");
      if (kind <= previous) {
        return null;
      }
      previous = kind;
      Bytes section = reader.bytes("extension.section", reader.u16("extension.length"));
      switch (kind) {
        case ATTESTATION -> attestation = section;
        case CLOCK -> clockMs = section.size() == Long.BYTES ? clock(section) : -1;
        default -> {
          // Of a later version.
        }
      }
    }
    boolean isWhole = attestation.size() == BlsSignature.SIZE && clockMs >= 0;
    return isWhole ? new VoteExtension(attestation, clockMs) : null;
  }

  private static long clock(Bytes section) {
    return new ByteReader(section).u64("extension.clock_ms");
  }
}
