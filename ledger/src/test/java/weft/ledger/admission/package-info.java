@NullMarked
package weft.ledger.admission;

import org.jspecify.annotations.NullMarked;
