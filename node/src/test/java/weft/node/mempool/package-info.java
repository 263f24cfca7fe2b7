/// Tests of the mempool.
@NullMarked
package weft.node.mempool;

import org.jspecify.annotations.NullMarked;
