/// Tests of what the market's benchmark measures.
@NullMarked
package weft.bench.market;

import org.jspecify.annotations.NullMarked;
