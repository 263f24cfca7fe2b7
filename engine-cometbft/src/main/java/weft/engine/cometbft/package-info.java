/// The network engine: `weft.chain` as an application of CometBFT. May import `weft.chain` and the
/// floors below it.
@NullMarked
package weft.engine.cometbft;

import org.jspecify.annotations.NullMarked;
