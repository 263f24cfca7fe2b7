/// Two AMM rollups, the bots that trade on them, what is counted of both and how it is shown: what
/// the devnet and the testnet have in common. May import every floor below, `weft.cli` and
/// `weft.cli.screen`.
@NullMarked
package weft.cli.market;

import org.jspecify.annotations.NullMarked;
