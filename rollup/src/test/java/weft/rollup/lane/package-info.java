/// Tests of the package of the same name.
@NullMarked
package weft.rollup.lane;

import org.jspecify.annotations.NullMarked;
