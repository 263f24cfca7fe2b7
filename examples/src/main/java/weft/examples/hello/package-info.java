/// The smallest rollup: copy it and change it. May import `weft.primitives`, `weft.protocol` and
/// `weft.rollup`.
@NullMarked
package weft.examples.hello;

import org.jspecify.annotations.NullMarked;
