package weft.protocol.auction;

import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// The auctions of a block, so that anybody can hold them again. Its hash stands in the block's
/// preamble, so validators agreed on every part of it.
///
/// @param auctions ascending by asset, one in each that there are bids in
/// @param voids ascending by hash
/// @param releases escrows that the block pays out, in the order in which it does
public record AuctionRecord(
    long height, List<AssetAuctionRecord> auctions, List<VoidedBid> voids, List<Release> releases) {
  public AuctionRecord {
    auctions = List.copyOf(auctions);
    voids = List.copyOf(voids);
    releases = List.copyOf(releases);
  }

  /// The record of a block that pays out nothing that waited.
  public AuctionRecord(long height, List<AssetAuctionRecord> auctions, List<VoidedBid> voids) {
    this(height, auctions, voids, List.of());
  }

  /// The same auctions with what the block pays out.
  public AuctionRecord with(List<Release> paid) {
    return new AuctionRecord(height, auctions, voids, paid);
  }

  /// The fixed layout of docs/protocol/bids.md.
  public Bytes encode() {
    return AuctionLayout.write(this);
  }

  /// SHA-256 of the fixed layout.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// Reads the fixed layout.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static AuctionRecord decode(Bytes bytes) {
    return AuctionLayout.read(bytes);
  }
}
