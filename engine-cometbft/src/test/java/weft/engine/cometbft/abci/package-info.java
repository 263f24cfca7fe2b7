/// Tests of the ABCI server: over real sockets, with CometBFT's own clients.
@NullMarked
package weft.engine.cometbft.abci;

import org.jspecify.annotations.NullMarked;
