/// The socket server of ABCI 2.0: CometBFT calls, an [Application] answers. Knows frames, threads
/// and connections, and nothing of blocks. May import the generated messages of
/// `weft.engine.cometbft.wire`.
@NullMarked
package weft.engine.cometbft.abci;

import org.jspecify.annotations.NullMarked;
