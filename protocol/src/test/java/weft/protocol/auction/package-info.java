/// Tests of the package.
@NullMarked
package weft.protocol.auction;

import org.jspecify.annotations.NullMarked;
