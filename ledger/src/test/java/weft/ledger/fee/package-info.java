@NullMarked
package weft.ledger.fee;

import org.jspecify.annotations.NullMarked;
