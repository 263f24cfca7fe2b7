package weft.protocol.block;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;

/// What the preamble of a block with bids says about its auctions.
///
/// @param recordHash hash of the block's auction record
/// @param missing hashes of bids in the block whose transactions, so its proposer says, no block
///   can have; ascending, at most [#MAX_MISSING]
public record AuctionCommitment(Hash32 recordHash, List<Hash32> missing) {
  /// Three times what one validator lists: more cannot be attested.
  public static final int MAX_MISSING = 144;

  public AuctionCommitment {
    missing = List.copyOf(missing);
  }

  /// Bytes that it takes in the preamble.
  public int size() {
    return size(missing.size());
  }

  /// Bytes that a commitment with so many missing takes in the preamble.
  public static int size(int missingCount) {
    return Hash32.SIZE + 1 + missingCount * Hash32.SIZE;
  }

  void write(ByteWriter out) {
    out.hash(recordHash).u8(missing.size());
    missing.forEach(out::hash);
  }

  static AuctionCommitment read(ByteReader reader) {
    Hash32 recordHash = reader.hash("preamble.auction_hash");
    int count = reader.u8("preamble.missing_count");
    if (count > MAX_MISSING) {
      throw new MalformedException(
          "preamble.missing_count", "is at most " + MAX_MISSING + ", got " + count);
    }
    List<Hash32> missing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Hash32 next = reader.hash("preamble.missing");
      if (i > 0 && missing.getLast().compareTo(next) >= 0) {
        throw new MalformedException("preamble.missing", "ascends, each once");
      }
      missing.add(next);
    }
    return new AuctionCommitment(recordHash, missing);
  }
}
