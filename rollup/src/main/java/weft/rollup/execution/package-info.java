/// Executes verified lane blocks: the executor's interface and the conductor that drives it. May
/// import `weft.primitives`, `weft.protocol`, `weft.rollup.client` and `weft.rollup.lane`.
@NullMarked
package weft.rollup.execution;

import org.jspecify.annotations.NullMarked;
