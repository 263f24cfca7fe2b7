/// Follows a lane and believes nothing: each lane block is verified, and a node that lies is
/// stopped with the evidence. May import `weft.primitives`, `weft.protocol` and
/// `weft.rollup.client`.
@NullMarked
package weft.rollup.lane;

import org.jspecify.annotations.NullMarked;
