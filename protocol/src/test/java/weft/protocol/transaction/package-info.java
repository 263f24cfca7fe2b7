/// Tests of the package.
@NullMarked
package weft.protocol.transaction;

import org.jspecify.annotations.NullMarked;
