package weft.storage.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.Refund;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.storage.StoreException;

/// Answers one question to the archive.
final class TraceReader {
  private static final String COLUMNS =
      """
      SELECT b.slot, b.received_ms, b.outcome, b.value, b.reason, b.envelope,
             k.hash AS block_hash, k.parent, k.proposer
      FROM
      """;

  private static final String BLOCK = " LEFT JOIN block k ON k.height = b.slot AND b.outcome <> 0 ";

  private static final BidTrace.Outcome[] OUTCOMES = BidTrace.Outcome.values();

  private final Connection connection;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private TraceReader(Connection connection) {
    this.connection = connection;
  }

  static List<BidTrace> read(Connection connection, TraceQuery query) throws SQLException {
    return new TraceReader(connection).read(query);
  }

  private List<BidTrace> read(TraceQuery query) throws SQLException {
    String sql = sql(query);
    List<BidTrace> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(trace(row));
        }
      }
    }
    return found;
  }

  private String sql(TraceQuery query) {
    String slot = query.rollup().isPresent() ? "r.slot" : "b.slot";
    query.rollup().ifPresent(rollup -> where("r.rollup = ?", rollup.name()));
    query.slot().ifPresent(height -> where(slot + " = ?", height));
    query.cursor().ifPresent(height -> where(slot + " <= ?", height));
    query.bidder().ifPresent(bidder -> where("b.bidder = ?", bidder.toArray()));
    query
        .blockHash()
        .ifPresent(
            hash -> {
              where(slot + " = (SELECT height FROM block WHERE hash = ?)", hash.toArray());
              conditions.add("b.outcome <> 0");
            });
    query.proposer().ifPresent(proposer -> where("k.proposer = ?", proposer.toArray()));
    if (query.isDelivered()) {
      conditions.add("b.outcome = 1");
    }
    values.add(query.limit());
    return COLUMNS
        + (query.rollup().isPresent() ? "bid_rollup r JOIN bid b ON b.id = r.bid" : "bid b")
        + BLOCK
        + (conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions))
        + " ORDER BY "
        + switch (query.order()) {
          case NEWEST -> slot + " DESC, b.id DESC";
          case HIGHEST_VALUE -> "b.value DESC, b.id DESC";
          case LOWEST_VALUE -> "b.value, b.id";
        }
        + " LIMIT ?";
  }

  private void where(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
  }

  private BidTrace trace(ResultSet row) throws SQLException {
    Transaction transaction = transaction(row.getBytes("envelope"));
    long slot = row.getLong("slot");
    BidTrace.Outcome outcome = OUTCOMES[row.getInt("outcome")];
    byte @Nullable [] block = row.getBytes("block_hash");
    return new BidTrace(
        transaction,
        slot,
        row.getLong("received_ms"),
        outcome,
        block == null
            ? Optional.empty()
            : Optional.of(
                new BidTrace.InBlock(
                    Hash32.wrap(block),
                    Hash32.wrap(row.getBytes("parent")),
                    Address.wrap(row.getBytes("proposer")))),
        Optional.ofNullable(row.getBytes("value")).map(TraceReader::amount),
        Optional.ofNullable(row.getString("reason")),
        outcome == BidTrace.Outcome.WON
            ? payments(slot, transaction.body().bid().orElseThrow())
            : List.of(),
        outcome == BidTrace.Outcome.WON
            ? refunds(slot, transaction.body().bid().orElseThrow())
            : List.of());
  }

  private List<Refund> refunds(long height, Action.Bid bid) throws SQLException {
    SortedSet<Address> recipients = new TreeSet<>();
    bid.orderFlow().forEach(flow -> recipients.add(flow.recipient()));
    List<Refund> refunds = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT amount FROM refund WHERE height = ? AND asset = ? AND recipient = ?")) {
      for (Address recipient : recipients) {
        statement.setLong(1, height);
        statement.setString(2, bid.asset().name());
        statement.setBytes(3, recipient.toArray());
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            refunds.add(new Refund(recipient, amount(row.getBytes("amount"))));
          }
        }
      }
    }
    return refunds;
  }

  private List<BidTrace.Payment> payments(long height, Action.Bid bid) throws SQLException {
    List<BidTrace.Payment> payments = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT amount, alone FROM payment WHERE height = ? AND asset = ? AND rollup = ?")) {
      for (RollupId rollup : bid.rollups()) {
        statement.setLong(1, height);
        statement.setString(2, bid.asset().name());
        statement.setString(3, rollup.name());
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            payments.add(
                new BidTrace.Payment(
                    rollup, amount(row.getBytes("amount")), amount(row.getBytes("alone"))));
          }
        }
      }
    }
    return payments;
  }

  private static Amount amount(byte[] bytes) {
    return Amount.ofBytes(Bytes.wrap(bytes));
  }

  private static Transaction transaction(byte[] envelope) {
    return switch (TransactionCodec.decode(Bytes.wrap(envelope))) {
      case Checked.Ok<Transaction>(Transaction transaction) -> transaction;
      case Checked.Refused<Transaction>(Refusal refusal) ->
          throw new StoreException(
              "The archive holds what is no transaction: " + refusal.message() + ".",
              ArchiveErrors.BEGIN_ANEW);
    };
  }
}
