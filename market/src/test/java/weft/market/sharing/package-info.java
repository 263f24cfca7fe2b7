@NullMarked
package weft.market.sharing;

import org.jspecify.annotations.NullMarked;
