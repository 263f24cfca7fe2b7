/// Tests of the package.
@NullMarked
package weft.protocol.codec;

import org.jspecify.annotations.NullMarked;
