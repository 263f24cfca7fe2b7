package weft.node.mempool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Sealed bids of peers that came before the block with their seals: looked into again with each of
/// the next few blocks. A peer would offer them again only after seconds, when their time is over.
final class EarlyReveals {
  /// Below 1 MB, as a bid has at most about 3 KB.
  static final int MAX_KEPT = 256;

  /// How many blocks one is kept for.
  static final int BLOCKS = 2;

  private final Map<Hash32, Kept> kept = new LinkedHashMap<>();

  private record Kept(Bytes envelope, long lastHeight) {}

  /// Keeps one, if there is a place.
  ///
  /// @param height of the newest block
  synchronized void keep(Hash32 hash, Bytes envelope, long height) {
    if (kept.size() < MAX_KEPT) {
      kept.putIfAbsent(hash, new Kept(envelope, height + BLOCKS));
    }
  }

  /// What is to be looked into again after a block; forgets those whose time is over.
  synchronized List<Bytes> after(long height) {
    kept.values().removeIf(each -> each.lastHeight() < height);
    return kept.values().stream().map(Kept::envelope).toList();
  }
}
