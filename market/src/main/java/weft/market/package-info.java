/// Joint auctions across rollups: [weft.market.AuctionRun] takes an auction and gives its outcome.
/// May import `weft.primitives`, the packages of `weft.market`, and `weft.protocol.mechanism`.
@NullMarked
package weft.market;

import org.jspecify.annotations.NullMarked;
