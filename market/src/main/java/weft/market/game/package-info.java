/// What each coalition of rollups could have earned: the cooperative game of an auction. May import
/// `weft.market.auction` and `weft.market.selection`.
@NullMarked
package weft.market.game;

import org.jspecify.annotations.NullMarked;
