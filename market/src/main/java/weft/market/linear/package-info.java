/// Linear programmes and least-squares projections in exact rational arithmetic. May import nothing
/// of Weft.
@NullMarked
package weft.market.linear;

import org.jspecify.annotations.NullMarked;
