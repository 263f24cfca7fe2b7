@NullMarked
package weft.market.auction;

import org.jspecify.annotations.NullMarked;
