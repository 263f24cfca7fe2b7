package weft.storage.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Deletes the oldest bids, and the blocks that no bid is left of.
final class ArchiveRetention {
  /// Bids that one step deletes: readers and new bids come in between.
  static final int STEP = 1_000;

  private static final String OLDEST =
      "(SELECT id FROM bid WHERE received_ms < ? ORDER BY received_ms, id LIMIT " + STEP + ")";

  private static final List<String> BY_HEIGHT = List.of("block", "payment", "refund");

  private final Connection connection;
  private final ArchiveSettings settings;

  ArchiveRetention(Connection connection, ArchiveSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /// One step, within a transaction of its caller.
  ///
  /// @return whether there was something to delete, so that there may be more
  boolean step(long nowMs) throws SQLException {
    boolean isTooLarge = settings.keepBytes() > 0 && usedBytes() > settings.keepBytes();
    int deleted = isTooLarge ? delete(Long.MAX_VALUE) : 0;
    if (!isTooLarge && settings.keepMs() > 0) {
      deleted = delete(nowMs - settings.keepMs());
    }
    if (deleted == 0) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : BY_HEIGHT) {
        statement.executeUpdate(
            "DELETE FROM " + table + " WHERE height < (SELECT coalesce(min(slot), 0) FROM bid)");
      }
    }
    return true;
  }

  /// Gives the space of what was deleted back to the disk, a piece at a time.
  void shrink() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA incremental_vacuum(" + STEP + ")");
    }
  }

  private int delete(long beforeMs) throws SQLException {
    try (PreparedStatement rollups =
            connection.prepareStatement("DELETE FROM bid_rollup WHERE bid IN " + OLDEST);
        PreparedStatement bids =
            connection.prepareStatement("DELETE FROM bid WHERE id IN " + OLDEST)) {
      rollups.setLong(1, beforeMs);
      rollups.executeUpdate();
      bids.setLong(1, beforeMs);
      return bids.executeUpdate();
    }
  }

  /// Bytes of the tables, without what was deleted and is not given back yet.
  long usedBytes() throws SQLException {
    return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
  }

  private long pragma(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getLong(1);
    }
  }
}
