/// Tests of the package.
@NullMarked
package weft.ledger.market;

import org.jspecify.annotations.NullMarked;
