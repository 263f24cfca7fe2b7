/// The rules of the house: which module may import which, which are pure, how source is formatted.
@NullMarked
package weft.house;

import org.jspecify.annotations.NullMarked;
