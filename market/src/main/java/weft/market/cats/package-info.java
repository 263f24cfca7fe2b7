/// Reads auctions from files of the Combinatorial Auction Test Suite (CATS 2.2). May import
/// `weft.market.auction` and `weft.protocol.mechanism`.
@NullMarked
package weft.market.cats;

import org.jspecify.annotations.NullMarked;
