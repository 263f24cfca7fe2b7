/// Tests of running the engine.
@NullMarked
package weft.engine.cometbft.process;

import org.jspecify.annotations.NullMarked;
