@NullMarked
package weft.ledger.query;

import org.jspecify.annotations.NullMarked;
