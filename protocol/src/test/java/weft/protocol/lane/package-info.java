/// Tests of the package.
@NullMarked
package weft.protocol.lane;

import org.jspecify.annotations.NullMarked;
