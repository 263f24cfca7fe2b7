/// Tests of what the benchmark prints.
@NullMarked
package weft.bench;

import org.jspecify.annotations.NullMarked;
