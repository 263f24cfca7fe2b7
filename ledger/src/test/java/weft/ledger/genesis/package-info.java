@NullMarked
package weft.ledger.genesis;

import org.jspecify.annotations.NullMarked;
