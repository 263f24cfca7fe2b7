package weft.storage;

/// Settings for many small stores.
final class TestStores {
  private static final long MIB = 1L << 20;

  private TestStores() {}

  /// Buffers so small that logs and table files follow each other quickly.
  static StoreSettings tiny() {
    return new StoreSettings(0, 0, MIB, MIB, MIB, 0, RetentionSettings.keepAll());
  }

  static StoreSettings small() {
    return new StoreSettings(
        64 << 10, 64 << 10, 8 * MIB, 4 * MIB, 8 * MIB, 0, RetentionSettings.keepAll());
  }
}
