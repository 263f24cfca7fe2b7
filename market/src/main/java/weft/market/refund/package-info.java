/// What goes back to those whose order flow the winning bids use. May import `weft.market.auction`,
/// `weft.market.selection`, `weft.market.linear` and `weft.protocol.mechanism`.
@NullMarked
package weft.market.refund;

import org.jspecify.annotations.NullMarked;
