/// Who among the rollups earns what of a package's price: textbook rules, and the guarantees that
/// win over them. May import `weft.market.auction`, `weft.market.selection`, `weft.market.game`,
/// `weft.market.linear` and `weft.protocol.mechanism`.
@NullMarked
package weft.market.sharing;

import org.jspecify.annotations.NullMarked;
