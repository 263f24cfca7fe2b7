/// Tests of blocks.
@NullMarked
package weft.chain.block;

import org.jspecify.annotations.NullMarked;
