@NullMarked
package weft.ledger.parameter;

import org.jspecify.annotations.NullMarked;
