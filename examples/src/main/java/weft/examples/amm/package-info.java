/// A market maker as a rollup, and bots that trade on two of them. May import `weft.primitives`,
/// `weft.protocol` and `weft.rollup`.
@NullMarked
package weft.examples.amm;

import org.jspecify.annotations.NullMarked;
