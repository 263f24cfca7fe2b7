/// From what rollups and bidders said on chain to a block's auctions, and back to bonds and payees.
/// May import `weft.primitives`, `weft.protocol`, `weft.market`, `weft.ledger.fee`,
/// `weft.ledger.parameter`, `weft.ledger.rules` and `weft.ledger.state`.
@NullMarked
package weft.ledger.market;

import org.jspecify.annotations.NullMarked;
