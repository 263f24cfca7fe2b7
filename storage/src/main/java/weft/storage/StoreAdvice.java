package weft.storage;

/// What an operator does next, in the words of every message.
final class StoreAdvice {
  static final String RESTORE =
      "Stop the node, keep a copy of the directory, and start from a snapshot or another node's"
          + " data.";
  static final String FREE_SPACE =
      "Free disk space or lower the retention limits, then start the node again; nothing that was"
          + " acknowledged is lost.";
  static final String CHECK_DISK =
      "Check the disk and the rights on the directory, then start the node again; nothing that was"
          + " acknowledged is lost.";
  static final String CLOSED = "Open the store again.";

  private StoreAdvice() {}
}
