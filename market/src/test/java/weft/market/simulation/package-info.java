/// What attacks on the market's rules gain, measured.
@NullMarked
package weft.market.simulation;

import org.jspecify.annotations.NullMarked;
