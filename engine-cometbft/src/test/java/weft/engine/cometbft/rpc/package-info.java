/// Tests of asking the engine.
@NullMarked
package weft.engine.cometbft.rpc;

import org.jspecify.annotations.NullMarked;
