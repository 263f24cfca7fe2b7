/// Tests of the embedded engine.
@NullMarked
package weft.engine.solo;

import org.jspecify.annotations.NullMarked;
