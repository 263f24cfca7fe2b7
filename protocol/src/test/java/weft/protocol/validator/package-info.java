/// Tests of the package.
@NullMarked
package weft.protocol.validator;

import org.jspecify.annotations.NullMarked;
