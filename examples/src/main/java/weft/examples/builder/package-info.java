/// Builders that compete for the heads of the AMM rollups' lanes. May import `weft.examples.amm`.
@NullMarked
package weft.examples.builder;

import org.jspecify.annotations.NullMarked;
