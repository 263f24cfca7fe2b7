/// A Weft inside the process of a rollup team's tests: in memory or durable, with a clock that the
/// test moves and a faucet. May import `weft.node`, `weft.rollup` and the floors below.
@NullMarked
package weft.testkit;

import org.jspecify.annotations.NullMarked;
