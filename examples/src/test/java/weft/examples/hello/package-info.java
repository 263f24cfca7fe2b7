/// Tests of the smallest rollup.
@NullMarked
package weft.examples.hello;

import org.jspecify.annotations.NullMarked;
