/// Bids on the heads of lanes. May import every floor below, `weft.cli` and `weft.cli.transaction`.
@NullMarked
package weft.cli.bid;

import org.jspecify.annotations.NullMarked;
