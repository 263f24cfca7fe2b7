/// Tests of getting the engine.
@NullMarked
package weft.engine.cometbft.install;

import org.jspecify.annotations.NullMarked;
