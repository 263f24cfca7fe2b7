package weft.protocol.lane;

import java.util.List;
import java.util.Optional;
import weft.primitives.Hash32;
import weft.protocol.block.VerifiedAnchor;

/// What a verified [ProvenLaneBlock] proves. Comes from [LaneVerifier].
///
/// @param hash the lane hash, which the next lane block names as its parent
/// @param anchor its block; empty where not the block proves it, but what came later in the lane
public record VerifiedLaneBlock(
    LaneHeader header, Hash32 hash, List<LaneEntry> entries, Optional<VerifiedAnchor> anchor) {
  public VerifiedLaneBlock {
    entries = List.copyOf(entries);
  }
}
