/// Tests of the package of the same name.
@NullMarked
package weft.rollup.client;

import org.jspecify.annotations.NullMarked;
