/// Tests of the package.
@NullMarked
package weft.protocol.block;

import org.jspecify.annotations.NullMarked;
