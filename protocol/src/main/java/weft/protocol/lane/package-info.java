/// What a rollup gets: lane blocks, their entries and headers, and the verifiers of proofs about
/// them. May import `weft.primitives`, `weft.protocol.block`, `weft.protocol.transaction` and
/// `weft.protocol.verdict`.
@NullMarked
package weft.protocol.lane;

import org.jspecify.annotations.NullMarked;
