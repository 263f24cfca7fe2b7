/// What each winning bid pays. May import `weft.market.auction`, `weft.market.selection`,
/// `weft.market.linear` and `weft.protocol.mechanism`.
@NullMarked
package weft.market.pricing;

import org.jspecify.annotations.NullMarked;
