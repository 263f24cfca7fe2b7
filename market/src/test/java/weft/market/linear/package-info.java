@NullMarked
package weft.market.linear;

import org.jspecify.annotations.NullMarked;
