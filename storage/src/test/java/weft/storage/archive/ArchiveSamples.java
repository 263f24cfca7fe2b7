package weft.storage.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.block.BlockHeader;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

/// Bids and blocks for the tests.
final class ArchiveSamples {
  static final AssetId WEFT = new AssetId("weft");
  static final RollupId EAST = RollupId.of("east");
  static final RollupId WEST = RollupId.of("west");
  static final Address PROPOSER = key("proposer").address();

  /// Whom all bids name as order flow.
  static final Address FLOW = key("flow").address();

  private ArchiveSamples() {}

  static PrivateKey key(String name) {
    return PrivateKey.fromSeed(Bytes.utf8(name));
  }

  static Transaction bid(
      PrivateKey bidder, long sequence, long amount, long firstHeight, RollupId... rollups) {
    Action.Bid terms =
        new Action.Bid(
            List.copyOf(new TreeSet<>(List.of(rollups))),
            List.of(Sha256.hash(Bytes.utf8("named " + sequence))),
            WEFT,
            Amount.of(amount),
            firstHeight,
            0,
            Amount.ZERO,
            List.of(),
            List.of(new OrderFlow(0, FLOW, 40)));
    TransactionBody body =
        new TransactionBody(
            7,
            bidder.address(),
            new Nonce(1, sequence),
            firstHeight + 1_000,
            0,
            WEFT,
            Amount.of(1_000),
            Amount.ZERO,
            Optional.empty(),
            List.of(terms));
    return TransactionSigner.sign(body, SignatureScheme.EIP712, bidder);
  }

  static Hash32 blockHash(long height) {
    return Sha256.hash(Bytes.utf8("block " + height));
  }

  /// A block in which some bids win at their amounts, one more is void, and the others lose.
  static ArchivedBlock block(
      long height,
      List<Transaction> bids,
      List<Transaction> winners,
      List<Transaction> voids,
      Refund... refunds) {
    List<Seller> sellers = new ArrayList<>();
    for (RollupId rollup : List.of(EAST, WEST)) {
      sellers.add(
          new Seller(rollup, Amount.ZERO, List.of(1L), Amount.of(height), Amount.of(10 * height)));
    }
    List<Offer> offers = new ArrayList<>();
    for (Transaction bid : bids) {
      if (!voids.contains(bid)) {
        Amount amount = bid.body().bid().orElseThrow().amount();
        offers.add(
            new Offer(
                bid.hash(),
                0,
                List.of(),
                amount,
                0,
                0,
                List.of(),
                winners.contains(bid) ? Optional.of(amount) : Optional.empty()));
      }
    }
    AuctionRecord record =
        new AuctionRecord(
            height,
            List.of(
                new AssetAuctionRecord(
                    WEFT,
                    sellers,
                    List.of(),
                    List.of(),
                    offers,
                    true,
                    1,
                    List.of(),
                    List.of(refunds))),
            voids.stream()
                .map(bid -> new VoidedBid(bid.hash(), "bond-too-low", Amount.of(3)))
                .toList());
    BlockHeader header =
        new BlockHeader(
            7, height, height * 1_000, blockHash(height - 1), Hash32.ZERO, Hash32.ZERO, PROPOSER);
    return new ArchivedBlock(header, blockHash(height), bids, record);
  }
}
