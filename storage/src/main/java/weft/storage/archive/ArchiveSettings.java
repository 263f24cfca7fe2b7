package weft.storage.archive;

/// How much the archive keeps.
///
/// @param keepMs how long a bid is kept after it came in; 0 = for ever
/// @param keepBytes size of the tables above which the oldest bids go; 0 = no limit
public record ArchiveSettings(long keepMs, long keepBytes) {}
