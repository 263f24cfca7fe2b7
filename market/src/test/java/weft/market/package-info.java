@NullMarked
package weft.market;

import org.jspecify.annotations.NullMarked;
