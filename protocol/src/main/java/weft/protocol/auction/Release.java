package weft.protocol.auction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// An escrow that a block pays out: what an earlier block's auction deferred, or a block's own that
/// cannot wait.
///
/// @param height of the auction
/// @param bid that won the package
/// @param parts by rollup of the package, ascending; in sum what was deferred
public record Release(long height, Hash32 bid, AssetId asset, List<Part> parts) {
  public Release {
    parts = List.copyOf(parts);
  }

  /// Whether nothing that was reported says how to divide it, so that each rollup gets what the
  /// auction gave it.
  public boolean isByDefault() {
    return parts.stream().allMatch(part -> part.signal().orElse(Amount.ZERO).isZero());
  }

  /// What one rollup gets.
  ///
  /// @param signal what its reporters said, of the kind that the mechanism divides by; empty if not
  ///   enough of them did
  public record Part(RollupId rollup, Optional<Amount> signal, Amount amount) {}
}
