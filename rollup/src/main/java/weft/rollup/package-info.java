/// The entry for a team that writes a rollup. May import `weft.primitives`, `weft.protocol` and the
/// packages below it: client, then lane, then execution.
@NullMarked
package weft.rollup;

import org.jspecify.annotations.NullMarked;
