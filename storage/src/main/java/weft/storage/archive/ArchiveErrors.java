package weft.storage.archive;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import weft.storage.StoreException;

/// SQLite's errors in the words of an operator.
final class ArchiveErrors {
  static final String BEGIN_ANEW =
      "Stop the node, move the file away (with its -wal and -shm), and start again: a new one"
          + " begins, with what the kept blocks hold; bids that no block has are lost with the old"
          + " one. Or set archive.enabled to false. The chain does not need the archive.";

  private ArchiveErrors() {}

  static StoreException of(String file, SQLException cause) {
    return switch (code(cause)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT ->
          new StoreException("The archive " + file + " is damaged.", BEGIN_ANEW, cause);
      case SQLITE_FULL ->
          new StoreException(
              "There is no space left for the archive " + file + ".",
              "Free disk space, or lower archive.keep-days or archive.keep-bytes.",
              cause);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StoreException(
              "Another program holds the archive " + file + ".",
              "Open it read-only (sqlite3 -readonly), or close that program.",
              cause);
      default ->
          new StoreException(
              "The archive " + file + " cannot be used: " + cause.getMessage() + ".",
              "Check the disk and the rights on the file; or set archive.enabled to false.",
              cause);
    };
  }

  static boolean isInterrupted(SQLException error) {
    return code(error) == SQLiteErrorCode.SQLITE_INTERRUPT;
  }

  /// Whether it is more than a wrong call, such as to roll back what is over.
  static boolean isSerious(SQLException error) {
    return code(error) != SQLiteErrorCode.SQLITE_ERROR;
  }

  /// The primary code, without what SQLite adds to it.
  private static SQLiteErrorCode code(SQLException error) {
    return error instanceof SQLiteException ofSqlite
        ? SQLiteErrorCode.getErrorCode(ofSqlite.getResultCode().code & 0xff)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
