@NullMarked
package weft.market.selection;

import org.jspecify.annotations.NullMarked;
