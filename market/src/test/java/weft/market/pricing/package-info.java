@NullMarked
package weft.market.pricing;

import org.jspecify.annotations.NullMarked;
