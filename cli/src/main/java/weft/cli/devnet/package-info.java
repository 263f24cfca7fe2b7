/// A whole Weft in one process, with traffic and a live view. May import every floor below and\n///
/// `weft.cli`.
@NullMarked
package weft.cli.devnet;

import org.jspecify.annotations.NullMarked;
