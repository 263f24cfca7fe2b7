/// Tests of the package.
@NullMarked
package weft.protocol.light;

import org.jspecify.annotations.NullMarked;
