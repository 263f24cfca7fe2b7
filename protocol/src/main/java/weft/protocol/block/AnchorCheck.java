package weft.protocol.block;

import java.util.LinkedHashMap;
import weft.protocol.verdict.Verdict;

/// How the anchor of a proof is checked: afresh each time, or remembered. A fresh check recovers a
/// signature, about 40 µs; all lanes of one block have the same anchor.
@FunctionalInterface
public interface AnchorCheck {
  Verdict<VerifiedAnchor> check(BlockAnchor anchor);

  /// Checks each anchor afresh.
  static AnchorCheck of(TrustedValidator trusted) {
    return anchor -> AnchorVerifier.verify(anchor, trusted);
  }

  /// Remembers the latest valid anchors. Not for use by several threads at once.
  ///
  /// @param capacity how many, at least 1
  static AnchorCheck remembering(TrustedValidator trusted, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, got " + capacity);
    }
    LinkedHashMap<BlockAnchor, Verdict<VerifiedAnchor>> known = new LinkedHashMap<>();
    return anchor -> {
      Verdict<VerifiedAnchor> remembered = known.get(anchor);
      if (remembered != null) {
        return remembered;
      }
      Verdict<VerifiedAnchor> fresh = AnchorVerifier.verify(anchor, trusted);
      if (fresh.isValid()) {
        if (known.size() == capacity) {
          known.pollFirstEntry();
        }
        known.put(anchor, fresh);
      }
      return fresh;
    };
  }
}
