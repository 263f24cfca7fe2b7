/// What the auctions of a block were and came to, as its preamble commits to it. May import
/// `weft.protocol.mechanism` and `weft.protocol.transaction`.
@NullMarked
package weft.protocol.auction;

import org.jspecify.annotations.NullMarked;
