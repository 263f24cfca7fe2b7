/// Checks that the published rules and vectors are what the code does.
@NullMarked
package weft.protocol.docs;

import org.jspecify.annotations.NullMarked;
