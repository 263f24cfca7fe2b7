/// Tests of lane ordering.
@NullMarked
package weft.chain.ordering;

import org.jspecify.annotations.NullMarked;
