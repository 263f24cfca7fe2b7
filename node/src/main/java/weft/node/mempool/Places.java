package weft.node.mempool;

/// How much may wait: so many transactions and so many bytes, but always one.
record Places(int count, long bytes) {

  /// One part of so many.
  Places part(int parts) {
    return new Places(Math.max(1, count / parts), bytes / parts);
  }

  boolean hold(int someCount, long someBytes) {
    return someCount <= 1 || (someCount <= count && someBytes <= bytes);
  }
}
