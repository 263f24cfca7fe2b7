package weft.storage.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.TreeMap;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Refund;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;

/// Writes into the archive, within a transaction of its caller.
final class ArchiveWrites {
  /// Written as NULL.
  private static final Object NONE = new Object();

  private final Connection connection;

  ArchiveWrites(Connection connection) {
    this.connection = connection;
  }

  /// Adds a bid, unless it is there; of two times of receipt the earlier stays.
  void received(ArchivedBid received) throws SQLException {
    Action.Bid terms = received.bid().body().bid().orElseThrow();
    long slot = Math.max(terms.firstHeight(), received.headHeight() + 1);
    insert(received.bid(), terms, received.receivedTimeMs(), slot);
  }

  private void insert(Transaction bid, Action.Bid terms, long receivedTimeMs, long slot)
      throws SQLException {
    boolean isNew =
        update(
                """
                INSERT INTO bid
                  (hash, received_ms, slot, bidder, asset, amount, outcome, envelope)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING
                """,
                bid.hash().toArray(),
                receivedTimeMs,
                slot,
                bid.body().account().toArray(),
                terms.asset().name(),
                bytes(terms.amount()),
                ArchiveSchema.PENDING,
                bid.envelope().toArray())
            > 0;
    if (isNew) {
      long id = id(bid.hash());
      for (RollupId rollup : terms.rollups()) {
        update("INSERT INTO bid_rollup VALUES (?, ?, ?)", rollup.name(), slot, id);
      }
    } else {
      update(
          "UPDATE bid SET received_ms = ?1 WHERE hash = ?2 AND received_ms > ?1",
          receivedTimeMs,
          bid.hash().toArray());
    }
  }

  /// Adds a block, with its bids where they are not there.
  void committed(ArchivedBlock block) throws SQLException {
    long height = block.header().height();
    update(
        "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?)",
        height,
        block.blockHash().toArray(),
        block.header().parentHash().toArray(),
        block.header().proposer().toArray(),
        block.header().timeMs());
    Map<Hash32, Result> results = results(block);
    for (Transaction bid : block.bids()) {
      Action.Bid terms = bid.body().bid().orElseThrow();
      insert(bid, terms, block.header().timeMs(), height);
      Result result = results.get(bid.hash());
      if (result != null) {
        settle(bid.hash(), height, result);
      }
    }
    for (AssetAuctionRecord auction : block.auctions().auctions()) {
      for (Seller seller : auction.sellers()) {
        update(
            "INSERT OR REPLACE INTO payment VALUES (?, ?, ?, ?, ?)",
            height,
            auction.asset().name(),
            seller.rollup().name(),
            bytes(seller.payment()),
            bytes(seller.alone()));
      }
      for (Refund refund : auction.refunds()) {
        update(
            "INSERT OR REPLACE INTO refund VALUES (?, ?, ?, ?)",
            height,
            auction.asset().name(),
            refund.recipient().toArray(),
            bytes(refund.amount()));
      }
    }
  }

  void passed(long height) throws SQLException {
    update("UPDATE progress SET last_height = ?", height);
  }

  private void settle(Hash32 hash, long height, Result result) throws SQLException {
    long id = id(hash);
    update(
        "UPDATE bid SET slot = ?, outcome = ?, value = ?, reason = ? WHERE id = ?",
        height,
        result.outcome(),
        result.value(),
        result.reason(),
        id);
    update("UPDATE bid_rollup SET slot = ? WHERE bid = ?", height, id);
  }

  /// @param value 16 bytes, or none
  private record Result(int outcome, Object value, Object reason) {}

  private static Map<Hash32, Result> results(ArchivedBlock block) {
    Map<Hash32, Result> results = new TreeMap<>();
    for (AssetAuctionRecord auction : block.auctions().auctions()) {
      for (Offer offer : auction.offers()) {
        results.put(
            offer.bid(),
            offer
                .charged()
                .map(charged -> new Result(ArchiveSchema.WON, bytes(charged), NONE))
                .orElse(new Result(ArchiveSchema.LOST, NONE, NONE)));
      }
    }
    for (VoidedBid bid : block.auctions().voids()) {
      results.put(bid.bid(), new Result(ArchiveSchema.VOID, bytes(bid.forfeited()), bid.reason()));
    }
    return results;
  }

  private long id(Hash32 hash) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM bid WHERE hash = ?")) {
      statement.setBytes(1, hash.toArray());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i].equals(NONE)) {
          statement.setNull(i + 1, Types.NULL);
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      return statement.executeUpdate();
    }
  }

  private static byte[] bytes(Amount amount) {
    return amount.toBytes().toArray();
  }
}
