/// Tests of the rollup side, and the fake node that they run against.
@NullMarked
package weft.rollup;

import org.jspecify.annotations.NullMarked;
