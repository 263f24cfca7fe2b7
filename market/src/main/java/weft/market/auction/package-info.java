/// What is sold and to whom: rollups by index, bids, reserves, budgets, mechanisms. May import
/// `weft.protocol.mechanism`.
@NullMarked
package weft.market.auction;

import org.jspecify.annotations.NullMarked;
