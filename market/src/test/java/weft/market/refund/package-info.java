@NullMarked
package weft.market.refund;

import org.jspecify.annotations.NullMarked;
