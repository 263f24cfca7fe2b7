/// Tests of the ground floor, against vectors from outside and slow, obvious oracles.
@NullMarked
package weft.primitives;

import org.jspecify.annotations.NullMarked;
