/// Judges what a node shows of its auctions, for anybody who has no state: is the record the
/// block's, and right; and what of it is a rollup's. Pure. May import the floors below.
@NullMarked
package weft.chain.audit;

import org.jspecify.annotations.NullMarked;
