package weft.protocol.validator;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import weft.primitives.BlsSignature;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;

/// What a validator adds to its vote for a block: a version byte, then sections, each a kind (u8),
/// a length (u16) and that many bytes, in rising order of kind. Sections of unknown kinds are
/// passed over, so that later versions may add some.
///
/// @param attestation its BLS signature over the block's [BlockStatement], 96 bytes, not checked
/// @param clockMs its clock, Unix time in milliseconds
/// @param bids hashes of bids that it has seen for the next block and whose transactions it holds,
///   each once, at most [#MAX_BIDS]
public record VoteExtension(Bytes attestation, long clockMs, List<Hash32> bids) {
  /// The longest that is accepted, in bytes. However many validators there are, each says so much
  /// at most.
  public static final int MAX_SIZE = 2048;

  /// With so many an extension has 1,650 bytes.
  public static final int MAX_BIDS = 48;

  private static final int VERSION = 1;
  private static final int ATTESTATION = 1;
  private static final int CLOCK = 2;
  private static final int BIDS = 3;

  public VoteExtension {
    bids = List.copyOf(bids);
  }

  /// One that reports no bids.
  public VoteExtension(Bytes attestation, long clockMs) {
    this(attestation, clockMs, List.of());
  }

  public Bytes encode() {
    ByteWriter out =
        new ByteWriter(MAX_SIZE)
            .u8(VERSION)
            .u8(ATTESTATION)
            .u16(attestation.size())
            .bytes(attestation)
            .u8(CLOCK)
            .u16(Long.BYTES)
            .u64(clockMs);
    if (!bids.isEmpty()) {
      out.u8(BIDS).u16(bids.size() * Hash32.SIZE);
      bids.forEach(out::hash);
    }
    return out.toBytes();
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
    List<Hash32> bids = List.of();
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
        case BIDS -> bids = bids(section);
        default -> {
          // Of a later version.
        }
      }
    }
    boolean isWhole = attestation.size() == BlsSignature.SIZE && clockMs >= 0;
    return isWhole ? new VoteExtension(attestation, clockMs, bids) : null;
  }

  /// A section that is no list of bids reports none; the rest of what is said counts all the same.
  private static List<Hash32> bids(Bytes section) {
    int count = section.size() / Hash32.SIZE;
    if (section.size() % Hash32.SIZE != 0 || count > MAX_BIDS) {
      return List.of();
    }
    ByteReader reader = new ByteReader(section);
    SortedSet<Hash32> bids = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      bids.add(reader.hash("extension.bid"));
    }
    return bids.size() == count ? List.copyOf(bids) : List.of();
  }

  private static long clock(Bytes section) {
    return new ByteReader(section).u64("extension.clock_ms");
  }
}
