/// Showing fees. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.fee;

import org.jspecify.annotations.NullMarked;
