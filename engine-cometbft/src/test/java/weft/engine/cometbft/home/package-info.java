/// Tests of the engine's files.
@NullMarked
package weft.engine.cometbft.home;

import org.jspecify.annotations.NullMarked;
