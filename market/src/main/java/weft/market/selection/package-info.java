/// Winner determination: which bids win, exactly, or within a node budget and flagged. May import
/// `weft.market.auction` and `weft.protocol.mechanism`.
@NullMarked
package weft.market.selection;

import org.jspecify.annotations.NullMarked;
