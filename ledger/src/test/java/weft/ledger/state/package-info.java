@NullMarked
package weft.ledger.state;

import org.jspecify.annotations.NullMarked;
