package weft.storage;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.chain.store.CommittedBlock;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.transaction.RollupId;

/// Layout of what the auctions of a block came to, and of their index. Blocks without bids that pay
/// out nothing have neither.
final class AuctionRecords {
  private AuctionRecords() {}

  static Bytes record(AuctionRecord auctions) {
    Bytes encoded = auctions.encode();
    return new ByteWriter(1 + encoded.size()).u8(RecordReader.VERSION).bytes(encoded).toBytes();
  }

  static AuctionRecord readRecord(Bytes record) {
    return RecordReader.read(
        "auction record",
        record,
        reader -> AuctionRecord.decode(reader.bytes("auctions", reader.remaining())));
  }

  /// The ids of the rollups that bids of the block are on, also void ones, and of those that it
  /// pays what waited; ascending.
  static Bytes index(CommittedBlock block, AuctionRecord auctions) {
    SortedSet<Hash32> sellers = new TreeSet<>();
    auctions
        .auctions()
        .forEach(
            auction -> auction.sellers().forEach(seller -> sellers.add(seller.rollup().hash())));
    auctions
        .releases()
        .forEach(release -> release.parts().forEach(part -> sellers.add(part.rollup().hash())));
    block
        .transactions()
        .forEach(
            included ->
                included
                    .transaction()
                    .body()
                    .bid()
                    .ifPresent(bid -> bid.rollups().forEach(one -> sellers.add(one.hash()))));
    ByteWriter writer =
        new ByteWriter(1 + Integer.BYTES + sellers.size() * Hash32.SIZE)
            .u8(RecordReader.VERSION)
            .u32(sellers.size());
    sellers.forEach(writer::hash);
    return writer.toBytes();
  }

  static boolean hasSeller(Bytes index, RollupId rollup) {
    List<Hash32> sellers =
        RecordReader.read(
            "auction index", index, reader -> BlockRecords.readHashes(reader, "seller"));
    return sellers.contains(rollup.hash());
  }
}
