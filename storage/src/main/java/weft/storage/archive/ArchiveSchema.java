package weft.storage.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import weft.storage.StoreException;

/// The tables of the archive; what they mean says docs/operations.md.
///
/// Amounts are 16 bytes, big endian, so that SQLite orders them as numbers. A bid is in one block
/// at most, as that uses up its sequence: so its outcome is a part of it.
final class ArchiveSchema {
  private static final int VERSION = 2;

  private static final int VERSION_WITHOUT_REFUNDS = 1;

  /// Outcomes of a bid, as they are written.
  static final int PENDING = 0;

  static final int WON = 1;
  static final int LOST = 2;
  static final int VOID = 3;

  private static final String REFUND =
      """
      CREATE TABLE refund (
        height INTEGER NOT NULL,
        asset TEXT NOT NULL,
        recipient BLOB NOT NULL,
        amount BLOB NOT NULL,
        PRIMARY KEY (height, asset, recipient)) WITHOUT ROWID
      """;

  private static final String WRITE_VERSION = "PRAGMA user_version = " + VERSION;

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE bid (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            received_ms INTEGER NOT NULL,
            slot INTEGER NOT NULL,
            bidder BLOB NOT NULL,
            asset TEXT NOT NULL,
            amount BLOB NOT NULL,
            outcome INTEGER NOT NULL,
            value BLOB,
            reason TEXT,
            envelope BLOB NOT NULL)
          """,
          "CREATE INDEX bid_slot ON bid (slot, id)",
          "CREATE INDEX bid_bidder ON bid (bidder, slot, id)",
          "CREATE INDEX bid_received ON bid (received_ms)",
          "CREATE INDEX bid_delivered ON bid (slot, id) WHERE outcome = 1",
          "CREATE INDEX bid_value ON bid (value, id) WHERE outcome = 1",
          """
          CREATE TABLE bid_rollup (
            rollup TEXT NOT NULL,
            slot INTEGER NOT NULL,
            bid INTEGER NOT NULL,
            PRIMARY KEY (rollup, slot, bid)) WITHOUT ROWID
          """,
          "CREATE INDEX bid_rollup_bid ON bid_rollup (bid)",
          """
          CREATE TABLE block (
            height INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            parent BLOB NOT NULL,
            proposer BLOB NOT NULL,
            time_ms INTEGER NOT NULL)
          """,
          "CREATE INDEX block_proposer ON block (proposer, height)",
          """
          CREATE TABLE payment (
            height INTEGER NOT NULL,
            asset TEXT NOT NULL,
            rollup TEXT NOT NULL,
            amount BLOB NOT NULL,
            alone BLOB NOT NULL,
            PRIMARY KEY (height, asset, rollup)) WITHOUT ROWID
          """,
          REFUND,
          "CREATE TABLE progress (last_height INTEGER NOT NULL)",
          "INSERT INTO progress VALUES (0)",
          WRITE_VERSION);

  private ArchiveSchema() {}

  /// Makes the tables where there are none, and adds what an earlier version lacks.
  ///
  /// @throws StoreException if they are those of another version
  static void open(Connection connection, String file) throws SQLException {
    int version = version(connection);
    if (version == 0) {
      execute(connection, TABLES);
    } else if (version == VERSION_WITHOUT_REFUNDS) {
      execute(connection, List.of(REFUND, WRITE_VERSION));
    } else if (version != VERSION) {
      throw new StoreException(
          "The archive %s has version %d; this software writes version %d."
              .formatted(file, version, VERSION),
          "Use the software that wrote it, or move the file away: a new one begins then.");
    }
  }

  private static void execute(Connection connection, List<String> all) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      for (String one : all) {
        statement.execute(one);
      }
      statement.execute("COMMIT");
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.getInt(1);
    }
  }
}
