/// Tests of the package of the same name.
@NullMarked
package weft.chain.snapshot;

import org.jspecify.annotations.NullMarked;
