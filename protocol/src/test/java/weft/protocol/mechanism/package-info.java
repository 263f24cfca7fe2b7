/// Tests of the package.
@NullMarked
package weft.protocol.mechanism;

import org.jspecify.annotations.NullMarked;
