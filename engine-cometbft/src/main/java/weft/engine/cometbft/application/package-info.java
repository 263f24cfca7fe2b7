/// What CometBFT asks of a chain: turns the calls of `weft.engine.cometbft.abci` into those of
/// `weft.chain`. May import both and the floors below.
@NullMarked
package weft.engine.cometbft.application;

import org.jspecify.annotations.NullMarked;
