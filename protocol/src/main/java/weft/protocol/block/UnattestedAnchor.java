package weft.protocol.block;

/// In the place of a network's anchor: too few validators attested the block, and no more will.
/// What was in it is proven by what came later, see rule `LANE-21` of docs/protocol/lanes.md.
public record UnattestedAnchor() implements BlockAnchor {}
