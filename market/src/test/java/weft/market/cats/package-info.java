@NullMarked
package weft.market.cats;

import org.jspecify.annotations.NullMarked;
