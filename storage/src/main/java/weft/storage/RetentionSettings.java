package weft.storage;

/// How much history is kept. State is always kept.
///
/// @param keepBlocks newest blocks that are kept, with their lane blocks and statuses; 0 = all
/// @param keepBytes bytes of blocks and lane blocks that are kept; 0 = no cap. The newest
///   [Retention#MIN_KEPT_BLOCKS] stay even where they are larger
/// @param keepStatusesMs how long the status of a transaction that was never included is kept, in
///   milliseconds of block time; 0 = forever
public record RetentionSettings(long keepBlocks, long keepBytes, long keepStatusesMs) {
  public RetentionSettings {
    if (keepBlocks < 0 || keepBytes < 0 || keepStatusesMs < 0) {
      throw new IllegalArgumentException("a retention limit must not be negative");
    }
  }

  public static RetentionSettings keepAll() {
    return new RetentionSettings(0, 0, 0);
  }
}
