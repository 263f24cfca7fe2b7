/// Tests of the AMM rollup and its bots.
@NullMarked
package weft.examples.amm;

import org.jspecify.annotations.NullMarked;
