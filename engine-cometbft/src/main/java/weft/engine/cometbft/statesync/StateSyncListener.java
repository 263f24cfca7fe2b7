package weft.engine.cometbft.statesync;

import weft.chain.store.ChainHead;

/// Told what happens to snapshots; for logs and metrics. Called on several threads: returns
/// quickly.
public interface StateSyncListener {
  /// A snapshot can be had by peers from now on.
  void taken(long height, int chunks, long bytes, long tookMs);

  /// There will be no snapshot of a height.
  void skipped(long height, String reason);

  /// A snapshot could not be written, or was damaged on disk; it is gone, and the node goes on.
  void failed(long height, Throwable cause);

  /// A snapshot of a peer was not taken, or what came of it was thrown away.
  ///
  /// @param sender empty where the engine does not say
  void refused(long height, String sender, String reason);

  /// A part of a peer's snapshot is on disk.
  void received(long height, int chunk, int chunks);

  /// The store's head, state and lanes are a peer's now; nothing of before may be remembered.
  void restored(ChainHead head);
}
