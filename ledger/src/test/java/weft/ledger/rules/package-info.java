@NullMarked
package weft.ledger.rules;

import org.jspecify.annotations.NullMarked;
