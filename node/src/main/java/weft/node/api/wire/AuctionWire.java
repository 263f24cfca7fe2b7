package weft.node.api.wire;

import weft.node.api.answer.AuctionAnswers;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.wire.AuctionResult;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.ListAuctionsResponse;
import weft.storage.StoredBlock;

/// Auctions in wire form.
final class AuctionWire {
  private AuctionWire() {}

  static BlockAuctions toWire(AuctionAnswers.OfBlock found) {
    StoredBlock block = found.block();
    BlockAuctions.Builder wire =
        BlockAuctions.newBuilder()
            .setHeight(block.header().height())
            .setBlockHash(WireFields.toWire(block.blockHash()))
            .setPreamble(WireFields.toWire(block.entries().getFirst()))
            .setPreambleProof(WireFields.toWire(found.preambleProof()));
    block.seal().anchor().ifPresent(anchor -> wire.setAnchor(LaneWire.toWire(anchor)));
    if (block.entries().size() - block.transactions().size() > 1) {
      wire.setVotes(WireFields.toWire(block.entries().get(1)));
    }
    found
        .engineHeader()
        .ifPresent(header -> wire.setEngineHeader(WireFields.toWire(header.encode())));
    found.auctions().ifPresent(record -> wire.setRecord(WireFields.toWire(record.encode())));
    return wire.build();
  }

  static ListAuctionsResponse toWire(AuctionAnswers.Page page) {
    ListAuctionsResponse.Builder wire =
        ListAuctionsResponse.newBuilder()
            .setNextHeight(page.nextHeight().orElse(0))
            .setEarliestHeight(page.earliest())
            .setLatestHeight(page.latest());
    page.auctions().forEach(record -> wire.addAuctions(toWire(record)));
    return wire.build();
  }

  static AuctionResult toWire(AuctionRecord record) {
    return AuctionResult.newBuilder()
        .setHeight(record.height())
        .setRecord(WireFields.toWire(record.encode()))
        .build();
  }
}
