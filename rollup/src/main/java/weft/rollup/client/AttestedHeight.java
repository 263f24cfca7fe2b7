package weft.rollup.client;

import java.util.Optional;
import weft.protocol.block.BlockAnchor;

/// Who vouches for a block, as a node sent it, unverified.
///
/// @param anchor empty where too few of a network's validators attested the block, and no more will
public record AttestedHeight(long height, Optional<BlockAnchor> anchor) {}
