/// Tests of the package of the same name.
@NullMarked
package weft.engine.cometbft.statesync;

import org.jspecify.annotations.NullMarked;
