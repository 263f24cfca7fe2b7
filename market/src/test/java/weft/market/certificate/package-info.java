@NullMarked
package weft.market.certificate;

import org.jspecify.annotations.NullMarked;
