@NullMarked
package weft.market.game;

import org.jspecify.annotations.NullMarked;
