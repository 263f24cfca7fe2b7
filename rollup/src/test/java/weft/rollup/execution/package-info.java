/// Tests of the package of the same name.
@NullMarked
package weft.rollup.execution;

import org.jspecify.annotations.NullMarked;
