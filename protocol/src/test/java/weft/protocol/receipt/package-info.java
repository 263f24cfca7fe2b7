/// Tests of the package.
@NullMarked
package weft.protocol.receipt;

import org.jspecify.annotations.NullMarked;
