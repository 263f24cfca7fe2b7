/// A whole Weft in one process, with traffic and a live view. May import every floor below,
/// `weft.cli`, `weft.cli.node`, `weft.cli.market` and `weft.cli.screen`.
@NullMarked
package weft.cli.devnet;

import org.jspecify.annotations.NullMarked;
