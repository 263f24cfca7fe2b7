package weft.protocol.block;

import java.util.List;
import java.util.Optional;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// The first entry of a block: what follows from the rest of the block and committed state, so that
/// every validator can recompute it.
///
/// @param lanesRoot RFC 6962 root over the encoded lane headers, sorted by rollup id
/// @param laneCount number of lane headers under the root
/// @param transactionCount number of transactions that follow
/// @param auctions empty where the block has no bids, and pays out nothing that waited
public record Preamble(
    Hash32 lanesRoot, int laneCount, int transactionCount, Optional<AuctionCommitment> auctions) {

  /// Size of the fixed layout of a block without bids in bytes: version 1, then the fields in
  /// order.
  public static final int SIZE = 1 + 32 + 4 + 4;

  private static final int VERSION = 1;
  private static final int AUCTION_VERSION = 2;

  /// The preamble of a block without bids.
  public Preamble(Hash32 lanesRoot, int laneCount, int transactionCount) {
    this(lanesRoot, laneCount, transactionCount, Optional.empty());
  }

  /// Hashes of bids in the block whose transactions, so its proposer says, no block can have;
  /// ascending.
  public List<Hash32> missing() {
    return auctions.map(AuctionCommitment::missing).orElse(List.of());
  }

  /// The fixed layout of docs/protocol/blocks.md.
  public Bytes encode() {
    ByteWriter out =
        new ByteWriter(SIZE + auctions.map(AuctionCommitment::size).orElse(0))
            .u8(auctions.isPresent() ? AUCTION_VERSION : VERSION)
            .hash(lanesRoot)
            .u32(laneCount)
            .u32(transactionCount);
    auctions.ifPresent(commitment -> commitment.write(out));
    return out.toBytes();
  }

  /// SHA-256 of the fixed layout: the preamble's leaf in the tree of the block's entries.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// Reads the fixed layout.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static Preamble decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    boolean hasBids = FixedLayout.version(reader, "preamble.version", AUCTION_VERSION) > VERSION;
    Preamble preamble =
        new Preamble(
            reader.hash("preamble.lanes_root"),
            FixedLayout.count(reader, "preamble.lane_count"),
            FixedLayout.count(reader, "preamble.transaction_count"),
            hasBids ? Optional.of(AuctionCommitment.read(reader)) : Optional.empty());
    reader.expectEnd();
    return preamble;
  }
}
